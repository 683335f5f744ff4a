"""What to recommend in a file: the async client its owner already uses, and the page that shows how."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project.neighbours import told
from flake8_fakeasync.analysis.syntax.exprs import Imported
from flake8_fakeasync.disk.paths import joined, name_of
from flake8_fakeasync.prefilter import lines_with_import

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.project.project import Project
    from flake8_fakeasync.catalog import Catalog
    from flake8_fakeasync.catalog.presets import Preset
    from flake8_fakeasync.disk.reader import Disk

CLIENTS = {
    "httpx2": "httpx2.AsyncClient",
    "httpxyz": "httpxyz.AsyncClient",
    "httpx": "httpx.AsyncClient",
    "aiohttp": "aiohttp.ClientSession",
}
DEFAULT = "httpx"
# Frameworks whose users have a client open already.
_BROUGHT = {"discord": "aiohttp", "homeassistant": "aiohttp"}
_OFFLOAD = "asyncio.to_thread"
_NAME = re.compile(r"[ \t]*([A-Za-z0-9._-]+)")
_IMPORT = re.compile(r"(?m)^[ \t]*(?:import|from)[ \t]+(\w+)")


class Advice:
    """What to recommend in a file.

    The client is the chosen one, or with `auto` that of a preset, of the file, of the frameworks it uses, of its
    package, of the project's requirements, or httpx, whichever is found first.
    """

    def __init__(
        self, module: "Module", project: "Project", client: str, catalog: "Catalog", preset: "Preset | None" = None
    ) -> None:
        self._module = module
        imports = {row.module.partition(".")[0] for row in module.facts.exprs if isinstance(row, Imported)}
        self._is_chosen = client != "auto"
        self._runtime = _runtime(imports)
        self._catalog = catalog
        self._preset = None if self._is_chosen else preset
        if self._preset is not None:
            self.library = self._preset.client_library
        else:
            self.library = client if self._is_chosen else _used(imports) or self._around(module, project)

    def _around(self, module: "Module", project: "Project") -> str:
        """Return the client that a package, or else the project's requirements, use."""
        declared = project.declared_clients
        found = _of_package(project, module) or declared.nearest(module.roots) or DEFAULT
        return DEFAULT if self._runtime == "trio" and found == "aiohttp" else found  # it runs on asyncio only

    @property
    def client(self) -> str:
        """The qualified name of the async client to use."""
        return self._preset.client if self._preset is not None else CLIENTS[self.library]

    def instead(self, named: str | None, kind: str) -> str:
        """Return what to use for a call of a kind (http, network, local, wait) where the catalog names this.

        For HTTP, the client to use is returned where the catalog names httpx or nothing. A file that uses trio or anyio
        gets their names for what asyncio offers. What the package itself offers is no advice to its authors.
        """
        if kind != "http":
            named = None if named is not None and self._module.is_of(named) else named
            return self._catalog.counterpart(named or _OFFLOAD, self._runtime)
        if named is None or named == CLIENTS[DEFAULT] or (self._is_chosen and named in CLIENTS.values()):
            return self.client
        return named

    def link(self, advised: str, section: str = "guide") -> str:
        """Return the address of a page about what is advised, "" if none is known; httpx's guide has sections."""
        return self._catalog.link(advised, section)


def _used(imports: "AbstractSet[str]") -> str | None:
    """Return the client of a file that imports these libraries: one of the clients, or what a framework brings."""
    own = next((library for library in CLIENTS if library in imports), None)
    return own or next((_BROUGHT[name] for name in _BROUGHT if name in imports), None)


def _runtime(imports: "AbstractSet[str]") -> str:
    """Return the library whose event loop a file is written for."""
    return next((name for name in ("anyio", "trio") if name in imports and "asyncio" not in imports), "asyncio")


def _of_package(project: "Project", module: "Module") -> str | None:
    """Return the client that most files of the package around a module use."""
    counts = told(project, module.path, _clients)
    return min(counts, key=lambda name: (-counts[name], name), default=None)


def _clients(texts: Iterator[str]) -> Counter[str]:
    return Counter(filter(None, (_used(set(_IMPORT.findall(lines_with_import(text)))) for text in texts)))


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
        paths = [joined(root, name) for root in roots for name in _DECLARING]
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
            requirements = _DECLARING[name_of(path)](text)
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
    """Return a nested table; an empty one if it is missing or something else."""
    for key in keys:
        found = tables.get(key)
        tables = found if isinstance(found, dict) else {}
    return tables


_DECLARING: dict[str, Callable[[str], list[str]]] = {"pyproject.toml": _pyproject, "requirements.txt": _lines}
