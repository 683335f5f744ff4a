"""Catalog files: where they are, what their headers say, and their records once asked for."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from flake8_fakeasync.catalog.model import CatalogError
from flake8_fakeasync.catalog.schema import IDIOMS, RECORDS, check_file
from flake8_fakeasync.kept import Kept

DATA = Path(__file__).parent


class Source:
    """One catalog file; only its header is read until its records are asked for, unless it is a user's."""

    def __init__(self, path: Path, *, is_shipped: bool = True, kept: Kept | None = None) -> None:
        """Read the file and its header: everything above the first record, in files written as ours are."""
        self.file = path.name
        self._kept = kept
        self._text = _read(path)
        head = self._text.partition("\n[[")[0]
        header = parse(self.file, head)
        self.roots: tuple[str, ...] = _strings(header.get("roots"))
        self.kind = str(header.get("kind", ""))
        self._tables: dict[str, Any] | None = None
        lines = self._text.splitlines() if is_shipped else ()
        kinds = {line[2:-2] for line in lines if line.startswith("[[")} or RECORDS.keys() & self.tables().keys()
        self.has_idioms = not kinds.isdisjoint(IDIOMS)
        self.has_names = not kinds <= IDIOMS

    def tables(self) -> dict[str, Any]:
        """Return the header and the record tables of the file, checked against the schema."""
        if self._tables is None:
            self._tables = self._kept.read(self.file, self._text) if self._kept is not None else None
        if self._tables is None:
            self._tables = parse(self.file, self._text)
            check_file(self.file, self._tables)
            if self._kept is not None:
                self._kept.write(self.file, self._text, self._tables)
        return self._tables


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


def _strings(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


@functools.cache
def shipped(folder: str = "") -> tuple[Source, ...]:
    """Return the files that come with the package, in order of their names; `folder` keeps what they say parsed."""
    kept = Kept(folder)
    return tuple(Source(path, kept=kept) for path in sorted(DATA.glob("libraries/*.toml")))
