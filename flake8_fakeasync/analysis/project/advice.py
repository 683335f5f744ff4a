"""What to recommend in a file: the async client its owner already uses, and the page that shows how."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.exprs import Imported

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Catalog
    from flake8_fakeasync.disk.reader import Disk

CLIENTS = {
    "httpx2": "httpx2.AsyncClient",
    "httpxyz": "httpxyz.AsyncClient",
    "httpx": "httpx.AsyncClient",
    "aiohttp": "aiohttp.ClientSession",
}
_NAME = re.compile(r"[ \t]*([A-Za-z0-9._-]+)")


class Advice:
    """Names the client (`auto`: that of the file, then of the project, then httpx) and links its guide."""

    def __init__(self, module: "Module", client: str, catalog: "Catalog", declared: "DeclaredClients") -> None:
        self.library = client if client != "auto" else _of_file(module) or declared.nearest(module.roots) or "httpx"
        self._is_chosen = client != "auto"
        self._catalog = catalog

    @property
    def client(self) -> str:
        """The qualified name of the async client to use."""
        return CLIENTS[self.library]

    def instead(self, named: str | None) -> str:
        """Return what to use where the catalog names this: its httpx stands for the client to use."""
        if named is None or named == CLIENTS["httpx"] or (self._is_chosen and named in CLIENTS.values()):
            return self.client
        return named

    def link(self, key: str, libraries: tuple[str, ...] = ()) -> str:
        """Return the address of a section of the guide: that of the first of these libraries which has one."""
        return self._catalog.link(key, next((each for each in libraries if each in CLIENTS), self.library))


def _of_file(module: "Module") -> str | None:
    imports = {row.module.partition(".")[0] for row in module.facts.exprs if isinstance(row, Imported)}
    return next((library for library in CLIENTS if library in imports), None)


class DeclaredClients:
    """The HTTP clients that projects declare as dependencies, read once until `invalidate` is called."""

    def __init__(self, disk: "Disk") -> None:
        self._disk = disk
        self._known: dict[tuple[str, ...], str | None] = {}

    def invalidate(self) -> None:
        """Look at the disk again when next asked."""
        self._known.clear()

    def files(self, roots: tuple[str, ...]) -> list[str]:
        """Return the files below these roots that declare dependencies."""
        paths = [os.path.join(root, name) for root in roots for name in _DECLARING]
        return [path for path in paths if self._disk.is_file(path)]

    def nearest(self, roots: tuple[str, ...]) -> str | None:
        """Return the client that the nearest project file declares as a dependency to run with."""
        if roots not in self._known:
            self._known[roots] = next(filter(None, map(self._declared, self.files(roots))), None)
        return self._known[roots]

    def _declared(self, path: str) -> str | None:
        """Return the client that a file declares; None if it declares none or is not what its name says."""
        text = self._disk.text(path) or ""
        try:
            requirements = _DECLARING[os.path.basename(path)](text)
        except (ValueError, RecursionError):
            return None
        names = {found[1] for found in map(_NAME.match, requirements) if found}
        return next((library for library in CLIENTS if library in names), None)


def _lines(text: str) -> list[str]:
    return text.splitlines()


def _pyproject(text: str) -> list[str]:
    """Return the requirements in a pyproject.toml; raise a ValueError where it is not TOML."""
    tables = tomllib.loads(text)
    listed = _table(tables, "project").get("dependencies")
    return [*map(str, listed if isinstance(listed, list) else ()), *_table(tables, "tool", "poetry", "dependencies")]


def _table(tables: Mapping[str, object], *keys: str) -> Mapping[str, object]:
    """Return a table in others; an empty one where anything else stands."""
    for key in keys:
        found = tables.get(key)
        tables = found if isinstance(found, dict) else {}
    return tables


_DECLARING: dict[str, Callable[[str], list[str]]] = {"pyproject.toml": _pyproject, "requirements.txt": _lines}
