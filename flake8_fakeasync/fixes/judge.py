"""Reports of files, with other texts in place of some of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync.disk.overlay import Overlay
from flake8_fakeasync.disk.reader import absolute
from flake8_fakeasync.fixes.source import read
from flake8_fakeasync.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flake8_fakeasync.diagnostics import Violation
    from flake8_fakeasync.settings import Settings


class Judge:
    """Reports all violations in files; a host that hides some of them has its own `report`."""

    def __init__(self, settings: Settings) -> None:
        self._overlay = Overlay()
        # What was only tried is not kept.
        self.session = Session(replace(settings, cache=""), disk=self._overlay, tracks=True)
        self._texts: Mapping[str, str] = {}
        self._names: dict[str, str] = {}

    def check(self, path: str) -> Sequence[Violation]:
        """Return what is reported in a file."""
        self._names[absolute(path)] = path
        return self.report(path, self._texts.get(path))

    def report(self, path: str, text: str | None) -> Sequence[Violation]:
        """Return what is reported in a file that has this text, None for that on disk; nothing if it is no Python."""
        try:
            return self.session.check_text(read(Path(path)).text if text is None else text, path)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ()

    def put(self, texts: Mapping[str, str]) -> None:
        """Use these texts instead of these files, and of no others, from now on."""
        self._texts = dict(texts)
        self._overlay.put({absolute(path): read(Path(path)).encoded(text) for path, text in texts.items()})
        self.session.invalidate()

    def dependents(self, paths: Iterable[str]) -> Sequence[str]:
        """Return the other files, of those that were checked, whose reports rest on one of these."""
        given = frozenset(map(absolute, paths))
        found = {each for path in given for each in self.session.dependents(path)} - given
        return sorted(self._names[each] for each in found if each in self._names)
