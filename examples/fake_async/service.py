"""What the service does for its users."""

import httpx
import requests

from fake_async.store import ContestStore
from fake_async.tokens import TokenSource


async def announce(hook: str, text: str) -> None:
    """Tell a chat about a contest."""
    try:
        requests.post(hook, json={"text": text}).raise_for_status()
    except requests.HTTPError as error:
        print("not announced:", error)


async def open_store(base: str, tokens: TokenSource) -> ContestStore:
    """Return the store, with a fresh token."""
    return ContestStore(base, tokens.fresh())


async def is_up(url: str) -> bool:
    """Return whether a page answers; this one is async, but nobody closes its client."""
    client = httpx.AsyncClient()
    try:
        answer = await client.get(url, allow_redirects=True)
    except requests.ConnectionError:
        return False
    return answer.ok
