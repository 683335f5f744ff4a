"""Contests, kept behind an HTTP API."""

from types import TracebackType
from typing import Self

import httpx


class ContestStore:
    """Reads and writes rows over one pool of connections; close it, or use it in `async with`."""

    def __init__(self, base: str, key: str) -> None:
        self._client = httpx.AsyncClient(
            base_url=base,
            headers={"apikey": key},
            limits=httpx.Limits(max_connections=10),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def select(self, table: str) -> list[dict]:
        """Return all rows of a table."""
        answer = await self._client.get(table)
        return answer.json()

    async def insert(self, table: str, row: dict) -> bool:
        """Add a row; return whether the API took it."""
        answer = await self._client.post(table, json=row)
        return answer.is_success
