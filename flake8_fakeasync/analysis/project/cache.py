"""The facts of modules, kept on disk between runs: one entry for each file, the last that was seen.

Facts depend on neither the catalog nor the settings, so an entry holds whatever those are.
"""

import ast
import os
import warnings

from flake8_fakeasync.analysis.project.layout import Place
from flake8_fakeasync.analysis.syntax.facts import ModuleFacts
from flake8_fakeasync.analysis.syntax.packing import pack, unpack
from flake8_fakeasync.analysis.syntax.walker import walk
from flake8_fakeasync.disk.store import kept


class Cache:
    """The facts in a folder; none where its name is empty."""

    def __init__(self, folder: str) -> None:
        self._kept = kept(folder)
        self.is_on = bool(folder)

    def facts(self, place: Place, text: str, tree: ast.Module | None = None) -> ModuleFacts:
        """Return the facts of a text, kept or from a walk, parsed if need be; raise what the parser raises."""
        known = self._read(place, text)
        if known is not None:
            return known
        if tree is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text)
        facts = walk(tree, name=place.name, path=place.path, is_package=place.is_package, below=place.below)
        self._write(place, text, facts)
        return facts

    def _read(self, place: Place, text: str) -> ModuleFacts | None:
        """Return the facts kept for this text in this place, None if there are none."""
        found = self._kept.read(self._name(place), _content(place, text)) if self.is_on and place.path else None
        return unpack(found, place.path) if found is not None else None

    def _write(self, place: Place, text: str, facts: ModuleFacts) -> None:
        """Keep the facts of a file; text without a name has none, and facts that cannot be expressed are not kept."""
        if self.is_on and place.path:
            packed = pack(facts)
            if packed is not None:
                self._kept.write(self._name(place), packed, _content(place, text))

    def _name(self, place: Place) -> str:
        """Return the key of an entry: made from the path of a file relative to the cache folder."""
        try:
            return os.path.relpath(place.path, self._kept.folder)
        except ValueError:  # another drive
            return place.path


def _content(place: Place, text: str) -> str:
    return "\0".join((place.name, place.below, str(place.is_package), text))
