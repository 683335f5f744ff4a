"""Contests, kept behind an HTTP API."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import requests


class ContestStore:
    """Reads and writes rows; every request takes one of three threads."""

    def __init__(self, base: str, key: str) -> None:
        self._base = base
        self._headers = {"apikey": key}
        self._threads = ThreadPoolExecutor(max_workers=3)

    async def select(self, table: str) -> list[dict]:
        """Return all rows of a table."""
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(
            self._threads,
            lambda: requests.get(f"{self._base}/{table}", headers=self._headers),
        )
        return answer.json()

    async def insert(self, table: str, row: dict) -> bool:
        """Add a row; return whether the API took it."""
        answer = await asyncio.to_thread(
            requests.post, f"{self._base}/{table}", json=row, headers=self._headers
        )
        return answer.ok
