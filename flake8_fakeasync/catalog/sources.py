"""Catalog files: where they are, what their headers say, and their records once asked for."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from flake8_fakeasync.catalog.heads import Head, head
from flake8_fakeasync.catalog.model import CatalogError
from flake8_fakeasync.catalog.schema import check_file
from flake8_fakeasync.disk.store import DiskCache, kept

DATA = Path(__file__).parent
# What is read instead of all files: the heads of those we ship, made by `make docs`.
CONTENTS = DATA / "contents.json"
FOLDERS = ("derived", "libraries", "frameworks")


class Source:
    """One catalog file; only its head is known until its records are asked for, unless it is a user's."""

    def __init__(self, path: Path, known: Head | None = None, cache: DiskCache | None = None) -> None:
        """Take a file, its head if known, and what keeps its parsed content (`cache`) between runs."""
        self.file = path.name
        self.path = path
        self._cache = cache or kept("")
        self._tables: dict[str, Any] | None = None
        self.head = known or head(self.tables())

    @property
    def is_read(self) -> bool:
        """Whether its records have been asked for."""
        return self._tables is not None

    def tables(self) -> dict[str, Any]:
        """Return the header and the record tables of the file, checked against the schema."""
        if self._tables is None:
            found = self._cache.read_json(self.file)
            self._tables = found if isinstance(found, dict) else self._parsed()
        return self._tables

    def _parsed(self) -> dict[str, Any]:
        found = parse(self.file, _read(self.path))
        check_file(self.file, found)
        self._cache.write_json(self.file, found)
        return found


def parse(file: str, text: str) -> dict[str, Any]:
    """Return the tables of a TOML text, or raise a CatalogError that names the file."""
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(file, str(error)) from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(path.name, f"cannot be read: {error}") from None


@functools.cache
def shipped(folder: str = "") -> tuple[Source, ...]:
    """Return the files we ship, what comes later goes before what came earlier; `folder` keeps what they say parsed."""
    cache = kept(folder)
    heads: dict[str, dict[str, Any]] = json.loads(_read(CONTENTS))
    return tuple(Source(DATA / name, Head.from_json(said), cache) for name, said in heads.items())


def contents() -> dict[str, dict[str, Any]]:
    """Return the heads of the files we ship, by their names: those derived from libraries first, frameworks last."""
    paths = [path for folder in FOLDERS for path in sorted((DATA / folder).glob("*.toml"))]
    return {path.relative_to(DATA).as_posix(): Source(path).head.to_json() for path in paths}
