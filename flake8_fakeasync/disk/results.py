"""Result cache: the violations of a file together with the files and folders they depend on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from flake8_fakeasync.disk.answers import Answer, Step, checked
from flake8_fakeasync.disk.grounds import Ground, Grounds, ground_of
from flake8_fakeasync.disk.store import from_json, kept, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.disk.reader import Disk
    from flake8_fakeasync.settings import Settings


class Results:
    """The results kept in a folder."""

    def __init__(self, folder: str, disk: Disk) -> None:
        self._folder = folder
        self._disk = disk
        self._kept = kept(folder)
        self._grounds = Grounds(folder, disk, self._kept)

    def recall(self, path: str, text: str, settings: Settings) -> list[Answer] | None:
        """Return what is known to be in a file of this text; None if that is not known or may have changed."""
        parts = self._kept.read(self._name(path), self._content(text, settings)) if path else None
        known = _unpacked(parts) if parts is not None else None
        if known is None:
            return None
        shared, own, found = known
        if not self._grounds.hold(path, shared, own):
            return None
        return [answer._replace(frames=tuple(map(self._absolute, answer.frames))) for answer in found]

    def keep(self, path: str, text: str, settings: Settings, found: Iterable[Answer], ground: frozenset[str]) -> None:
        """Keep what was found in a file, with the files and folders that it rests on."""
        try:
            shared, own = self._grounds.keep(path, ground)
            answers = [each._replace(frames=tuple(map(self._relative, each.frames))) for each in found]
        except ValueError:  # another drive
            return
        self._kept.write(self._name(path), [to_json((shared, answers)), *own.parts], self._content(text, settings))

    def _relative(self, frame: Step) -> Step:
        name, file, line, module = frame
        return name, os.path.relpath(file, self._folder) if file else "", line, module

    def _absolute(self, frame: Step) -> Step:
        name, file, line, module = frame
        return name, os.path.normpath(os.path.join(self._folder, file)) if file else "", line, module

    def invalidate(self) -> None:
        """Look at the disk again when next asked."""
        self._grounds.invalidate()

    def _name(self, path: str) -> str:
        """Return the key of a result: made from the path of a file relative to the cache folder."""
        try:
            return f"answer {os.path.relpath(path, self._folder)}"
        except ValueError:  # another drive
            return f"answer {path}"

    def _content(self, text: str, settings: Settings) -> str:
        """Return what an answer holds for; the folders of the project are part of its ground."""
        choices = (settings.enable, settings.disable, settings.client, settings.blocking, settings.nonblocking)
        catalogs = [self._disk.snapshot(path).digest for path in settings.catalog]
        src = [os.path.relpath(folder, settings.cache) for folder in settings.src]
        others = (settings.preset, settings.depth, settings.dispatch, settings.follow)
        return repr((choices, others, src, catalogs, text))


def _unpacked(parts: list[bytes]) -> tuple[str, Ground, list[Answer]] | None:
    """Return what `Results.keep` packed, None for anything else: the name of a shared ground, the own one, answers."""
    own = ground_of(parts[1:])
    match from_json(parts[0]) if parts else None:
        case [str(shared), list(found)] if own is not None and "\0" not in shared:
            known = [each for each in map(checked, found) if each is not None]
            return (shared, own, known) if len(known) == len(found) else None
    return None
