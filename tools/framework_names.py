"""Check the names in the catalog of frameworks against the releases that were read, for `make names`.

`python tools/framework_names.py [FILE…]` checks these files only. The wheels of the releases in `read` are downloaded
and read, not installed. A name has to be in one of them. Prints what is in none, and returns 1 if there is anything.
"""

from __future__ import annotations

import sys
import tomllib
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import wheels
from flake8_fakeasync.catalog.entry_point import WAYS
from flake8_fakeasync.catalog.expand import tables
from flake8_fakeasync.catalog.model import Class, Function
from flake8_fakeasync.catalog.records import records
from flake8_fakeasync.catalog.sources import DATA
from flake8_fakeasync.derive.existence import Library
from flake8_fakeasync.derive.packages import opened
from flake8_fakeasync.engine import FRAMES
from flake8_fakeasync.runtime import gc_paused, recursion_headroom
from flake8_fakeasync.session import Session
from flake8_fakeasync.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = DATA / "frameworks"


def main(files: list[str]) -> int:
    """Check these files, or all."""
    wheels.require_python()
    found = []
    for path in [FOLDER / file for file in files] or sorted(FOLDER.glob("*.toml")):
        found += [f"{path.name}: {problem}" for problem in problems(path, wheels.default_cache())]
    print("\n".join(found) or "all names are there")
    return int(bool(found))


def problems(path: Path, cache: Path) -> list[str]:
    """Return what a file says that none of the releases it was read from has, a line each."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    pins = [wheels.Pin(each.replace(" ", "==")) for each in data["read"] if not each.startswith("Python ")]
    if not pins:
        return []
    with ExitStack() as stack:
        stack.enter_context(recursion_headroom(FRAMES))
        stack.enter_context(gc_paused())
        libraries = []
        for pin in pins:
            package = stack.enter_context(opened(str(wheels.unpacked(pin, cache))))
            session = stack.enter_context(Session(Settings(src=(str(package.folder),))))
            libraries.append(Library(session.engine.program, package))
        missing = [name for name in names(data) if not any(_is_in(library, name) for library in libraries)]
        return [f"{name} is in none of the releases" for name in missing]


def names(data: dict[str, Any]) -> list[str]:
    """Return the names that a file has, patterns and methods of whatever object left out."""
    found: dict[str, None] = {}
    for kind, table in tables(data, data["roots"][0], first=True):
        for record in records(kind, table, data):
            if isinstance(record, Class | Function):
                found.update(dict.fromkeys(record.names))
    for table in data.get("entry", ()):
        found.update(dict.fromkeys(name for way in WAYS for name in table.get(way, ())))
    return [name for name in found if "*" not in name]


def _is_in(library: Library, name: str) -> bool:
    """Return whether a library has a name; what its objects have is not looked at."""
    while "." in name:
        if library.has(name):
            return True
        name = name.rpartition(".")[0]
        if library.is_home(name):
            return False
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
