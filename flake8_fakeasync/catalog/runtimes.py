"""What trio and anyio have in place of what asyncio offers."""

from __future__ import annotations

from typing import Any

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "runtimes.toml"
ASYNCIO = "asyncio"


class Runtimes:
    """The names by runtime; read when the first is asked for."""

    def __init__(self) -> None:
        self._data: dict[str, Any] = {}

    def counterpart(self, name: str, runtime: str) -> str:
        """Return the equivalent, for a runtime, of a name that messages recommend to users of asyncio."""
        if runtime == ASYNCIO:
            return name
        if not self._data:
            self._data = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
        names = self._data[runtime]
        found: str = names.get(name) or (names["otherwise"] if name.startswith(tuple(self._data["foreign"])) else name)
        return found
