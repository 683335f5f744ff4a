"""Tokens for the API."""

import httpx


class TokenSource:
    """Asks for a token over a client that belongs to somebody else."""

    def __init__(self, url: str, client: httpx.AsyncClient) -> None:
        self._url = url
        self._client = client

    async def fresh(self) -> str:
        """Return a new token."""
        answer = await self._client.post(self._url)
        return answer.json()["token"]
