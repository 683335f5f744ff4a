"""What to recommend in a file: the async client its owner already uses, and the page that shows how."""

import os
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.exprs import Imported

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Catalog

CLIENTS = {
    "httpx2": "httpx2.AsyncClient",
    "httpxyz": "httpxyz.AsyncClient",
    "httpx": "httpx.AsyncClient",
    "aiohttp": "aiohttp.ClientSession",
}
_NAME = re.compile(r"[ \t]*([A-Za-z0-9._-]+)")


class Advice:
    """Names the client (`auto`: that of the file, then of the project, then httpx) and links its guide."""

    def __init__(self, module: "Module", client: str, catalog: "Catalog") -> None:
        self.library = client if client != "auto" else _of_file(module) or _of_project(module.roots) or "httpx"
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


def forget() -> None:
    """Look at the files of projects again when next asked."""
    _of_project.cache_clear()


def declaring(roots: tuple[str, ...]) -> list[str]:
    """Return the files below these roots that declare dependencies."""
    files = [os.path.join(root, name) for root in roots for name in _DECLARING]
    return [file for file in files if os.path.isfile(file)]


def _of_file(module: "Module") -> str | None:
    imports = {row.module.partition(".")[0] for row in module.facts.exprs if isinstance(row, Imported)}
    return next((library for library in CLIENTS if library in imports), None)


@lru_cache(maxsize=256)
def _of_project(roots: tuple[str, ...]) -> str | None:
    """Return the client that the nearest project file declares as a dependency to run with."""
    for root in roots:
        for name, read in _DECLARING.items():
            try:
                with open(os.path.join(root, name), encoding="utf-8", errors="replace") as file:
                    declared = {found[1] for found in map(_NAME.match, read(file.read())) if found}
            except (OSError, ValueError):
                continue
            found = next((library for library in CLIENTS if library in declared), None)
            if found is not None:
                return found
    return None


def _lines(text: str) -> list[str]:
    return text.splitlines()


def _pyproject(text: str) -> list[str]:
    """Return the requirements in a pyproject.toml; raise a ValueError where it is none."""
    import tomllib

    tables = tomllib.loads(text)
    poetry = tables.get("tool", {}).get("poetry", {}).get("dependencies", {})
    return [*map(str, tables.get("project", {}).get("dependencies", [])), *map(str, poetry)]


_DECLARING: dict[str, Callable[[str], list[str]]] = {"pyproject.toml": _pyproject, "requirements.txt": _lines}
