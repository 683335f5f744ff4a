"""Catalog files: where they are, what their headers say, and their records once asked for."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flake8_fakeasync.catalog.keys import IDIOMS, RECORDS
from flake8_fakeasync.catalog.model import CatalogError
from flake8_fakeasync.catalog.schema import check_file
from flake8_fakeasync.disk.store import DiskCache, kept

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

DATA = Path(__file__).parent
_HEADS = "catalog"
_ROOTS = re.compile(r"^roots = \[([^]]*)\]", re.MULTILINE)
_KIND = re.compile(r'^kind = "(\w+)"', re.MULTILINE)
# The pages of libraries: a table of one line, or one that ends with an empty line.
_GUIDES = re.compile(r"(?m)^guides = \{.*\}$|^\[guides\]\n(?:.+\n)+")
_RECORD = re.compile(r"^\[\[(\w+)\]\]", re.MULTILINE)
_STRING = re.compile(r'"([^"]+)"')

ROOTS = "roots.txt"
_ONLY_NAMES = (False, True, False)  # neither idioms nor entry points of frameworks
_NAMELESS = IDIOMS | {"entry"}


class Head(NamedTuple):
    """What the head of a catalog file says, and which records follow."""

    roots: tuple[str, ...]
    kind: str
    has_idioms: bool
    has_names: bool
    has_entries: bool
    guides: dict[str, str]


class Source:
    """One catalog file; only its head is known until its records are asked for, unless it is a user's."""

    def __init__(self, path: Path, head: Head | None = None, known: DiskCache | None = None) -> None:
        """Take a file, its header if known, and its parsed content (`known`) if it was parsed before."""
        self.file = path.name
        self._path = path
        self._kept = known or kept("")
        self._tables: dict[str, Any] | None = None
        head = head or self._head()
        self.roots, self.kind, self.has_idioms, self.has_names, self.has_entries, self.guides = head

    @property
    def is_read(self) -> bool:
        """Whether its records have been asked for."""
        return self._tables is not None

    def tables(self) -> dict[str, Any]:
        """Return the header and the record tables of the file, checked against the schema."""
        if self._tables is None:
            found = self._kept.read_json(self.file)
            self._tables = found if isinstance(found, dict) else self._parsed()
        return self._tables

    def _parsed(self) -> dict[str, Any]:
        found = parse(self.file, _read(self._path))
        check_file(self.file, found)
        self._kept.write_json(self.file, found)
        return found

    def _head(self) -> Head:
        """Return the head of a file of the user."""
        found = self.tables()
        kinds = RECORDS.keys() & found.keys()
        return _head(found, kinds)


def _shipped_head(path: Path) -> Head:
    """Return the head of a file written as ours are, without parsing it: there are many, and few are needed."""
    text = _read(path)
    roots, kind, kinds = _ROOTS.search(text), _KIND.search(text), set(_RECORD.findall(text))
    return Head(
        tuple(_STRING.findall(roots[1])) if roots else (),
        kind[1] if kind else "",
        not kinds.isdisjoint(IDIOMS),
        not kinds <= _NAMELESS,
        "entry" in kinds,
        parse(path.name, guides[0])["guides"] if (guides := _GUIDES.search(text)) else {},
    )


def _head(header: dict[str, Any], kinds: AbstractSet[str]) -> Head:
    roots = _strings(header.get("roots"))
    has_idioms, has_names = not kinds.isdisjoint(IDIOMS), not kinds <= _NAMELESS
    guides = header.get("guides", {})
    return Head(roots, str(header.get("kind", "")), has_idioms, has_names, "entry" in kinds, guides)


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
    """Return the files about libraries, those derived first; `folder` keeps what they say parsed."""
    return _derived(folder) + _sources("libraries", folder)


def _derived(folder: str) -> tuple[Source, ...]:
    """Return the files derived from the sources of libraries; what they speak of is listed beside them."""
    known = kept(folder)
    lines = _read(DATA / "derived" / ROOTS).splitlines()
    listed = (line.split() for line in lines)
    heads = ((name, Head(tuple(roots), "network", *_ONLY_NAMES, {})) for name, *roots in listed)
    return tuple(Source(DATA / "derived" / name, head, known) for name, head in heads)


@functools.cache
def frameworks(folder: str = "") -> tuple[Source, ...]:
    """Return the files about frameworks, in order of their names; none is called like one about a library."""
    return _sources("frameworks", folder)


def _sources(kind: str, folder: str) -> tuple[Source, ...]:
    known = kept(folder)
    paths = sorted(DATA.glob(f"{kind}/*.toml"))
    name = f"{_HEADS} {kind}"
    heads = _known_heads(known.read_json(name))
    if heads is None or len(heads) != len(paths):
        heads = list(map(_shipped_head, paths))
        known.write_json(name, heads)
    return tuple(Source(path, head, known) for path, head in zip(paths, heads, strict=True))


def _known_heads(found: Any) -> list[Head] | None:  # noqa: ANN401  (as it was kept)
    """Return the heads that were kept, None for anything else."""
    try:
        return [Head(tuple(roots), *others) for roots, *others in found]
    except (TypeError, ValueError):
        return None
