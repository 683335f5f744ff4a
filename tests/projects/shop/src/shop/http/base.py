"""A client that speaks JSON."""

from typing import Any

from .session import session


class JsonClient:
    base = ""

    def __init__(self, http=None):
        self._http = http or session()

    def fetch(self, path: str) -> Any:
        return self._http.get(self.base + path).json()

    @property
    def healthy(self) -> bool:
        return self._http.head(self.base).ok
