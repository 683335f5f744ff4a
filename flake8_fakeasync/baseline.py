"""Baselines: the reports that a project lives with, in a file that people review.

A report is known by its file, its code, the function around it and what is wrong, and by how many such reports there
are; no line number is part of it, so code may move.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from flake8_fakeasync.diagnostics import Violation

VERSION = 1
_FAILURE = "JAM000"  # never accepted


class BaselineError(Exception):
    """A file that cannot be read as a baseline; the text is one line and names it."""


class Key(NamedTuple):
    """What a report is known by; ``path`` is relative to the folder of the baseline and has slashes."""

    path: str
    code: str
    function: str
    culprit: str


class Baseline:
    """The reports that are accepted, by what they are known by, and how many of each."""

    def __init__(self, folder: Path, counts: Mapping[Key, int]) -> None:
        self.folder = folder
        self.counts = dict(counts)

    @classmethod
    def of(cls, folder: Path, violations: Iterable[Violation]) -> Baseline:
        """Return the baseline that accepts these violations."""
        found = cls(folder, {})
        found.counts = dict(Counter(map(found.key, violations)))
        return found

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Return what is in a file; raise BaselineError if it is no baseline."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            message = f"cannot read baseline '{path}': {getattr(error, 'strerror', None) or 'not UTF-8'}"
            raise BaselineError(message) from error
        try:
            data = json.loads(text)
            version, entries = data["fakeasync-baseline"], data["accepted"]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise BaselineError(f"'{path}' is not a baseline of fakeasync") from error  # noqa: EM102, TRY003
        if version != VERSION:
            raise BaselineError(f"'{path}' is a baseline of another version: {version!r}")  # noqa: EM102, TRY003
        return cls(path.parent, dict(_entry(path, number, entry) for number, entry in enumerate(entries, 1)))

    def key(self, found: Violation) -> Key:
        """Return what a violation is known by."""
        return Key(
            self.relative(found.path), found.rule.code, found.fields.get("qualname", ""), found.fields["culprit"]
        )

    def relative(self, path: str) -> str:
        """Return a path relative to the folder of the baseline, with slashes."""
        try:
            return Path(os.path.relpath(path, self.folder)).as_posix()
        except ValueError:  # another drive
            return Path(path).absolute().as_posix()

    def new(self, violations: Iterable[Violation]) -> list[Violation]:
        """Return the violations that are not accepted; of several that are known by the same, the last ones."""
        left = Counter(self.counts)
        found: list[Violation] = []
        for each in violations:
            key = self.key(each)
            left[key] -= 1
            if left[key] < 0 or each.rule.code == _FAILURE:
                found.append(each)
        return found

    def gone(self, violations: Iterable[Violation], files: Collection[str]) -> Counter[Key]:
        """Return what is accepted and no longer there, in files that were checked or do not exist any more."""
        checked = set(map(self.relative, files))
        left = Counter(self.counts)
        left.subtract(map(self.key, violations))
        return Counter(
            {
                key: count
                for key, count in left.items()
                if count > 0 and key in self.counts and (key.path in checked or not (self.folder / key.path).exists())
            }
        )

    def without(self, gone: Mapping[Key, int]) -> Baseline:
        """Return the baseline without what is gone."""
        counts = {key: count - gone.get(key, 0) for key, count in self.counts.items()}
        return Baseline(self.folder, {key: count for key, count in counts.items() if count > 0})

    def text(self) -> str:
        """Return the baseline as it is kept in a file: one line for each entry, sorted."""
        entries = [
            json.dumps([*key, count], ensure_ascii=False)
            for key, count in sorted(self.counts.items())
            if key.code != _FAILURE
        ]
        lines = ",\n".join(f"  {entry}" for entry in entries)
        accepted = f"[\n{lines}\n]" if lines else "[]"
        return f'{{"fakeasync-baseline": {VERSION}, "accepted": {accepted}}}\n'


def _entry(path: Path, number: int, entry: object) -> tuple[Key, int]:
    match entry:
        case [str(file), str(code), str(function), str(culprit), int(count)] if count > 0:
            return Key(file, code, function, culprit), count
    message = f"'{path}': entry {number} is not [path, code, function, culprit, count]"
    raise BaselineError(message)
