"""Tokens for the API."""

import requests


class TokenSource:
    """Asks for a token over one session."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()

    def fresh(self) -> str:
        """Return a new token."""
        return self._session.post(self._url).json()["token"]
