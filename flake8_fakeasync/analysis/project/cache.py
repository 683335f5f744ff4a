"""What is known of files, kept on disk between runs: one entry for each file, the last that was seen.

Facts depend on neither the catalog nor the settings, so an entry holds whatever those are.
"""

import os
from typing import NamedTuple

from flake8_fakeasync.analysis.project.layout import Place
from flake8_fakeasync.analysis.syntax.imports import imported
from flake8_fakeasync.disk.store import kept


class Entry(NamedTuple):
    """What is known of a text: its imports as `imports.imported` gives them, its facts, packed, if it was walked.

    `is_kept` tells whether it comes from the folder.
    """

    imports: list[tuple[str, tuple[str, ...]]]
    facts: bytes | None
    is_kept: bool


class Cache:
    """The entries in a folder; none where its name is empty."""

    def __init__(self, folder: str) -> None:
        self._kept = kept(folder)
        self.is_on = bool(folder)

    def read(self, place: Place, text: str) -> Entry | None:
        """Return the entry of a file that had this text in this place, None if there is none."""
        found = self._kept.read(self._name(place), _content(place, text)) if self.is_on and place.path else None
        if found is None:
            return None
        imports, facts = found
        return Entry(imports, facts, is_kept=True)

    def entry(self, place: Place, text: str) -> Entry:
        """Return the entry of a text, a new one without facts if there is none."""
        return self.read(place, text) or Entry(imported(text), None, is_kept=False)

    def write(self, place: Place, text: str, entry: Entry) -> None:
        """Keep an entry; text without a name has none."""
        if self.is_on and place.path:
            self._kept.write(self._name(place), (entry.imports, entry.facts), _content(place, text))

    def _name(self, place: Place) -> str:
        """Return the name of an entry: where a file stands beside the folder counts, not where both of them stand."""
        try:
            return os.path.relpath(place.path, self._kept.folder)
        except ValueError:  # another drive
            return place.path


def _content(place: Place, text: str) -> str:
    return "\0".join((place.name, place.below, str(place.is_package), text))
