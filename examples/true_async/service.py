"""What the service does for its users."""

import httpx

from true_async.store import ContestStore
from true_async.tokens import TokenSource


async def announce(client: httpx.AsyncClient, hook: str, text: str) -> None:
    """Tell a chat about a contest."""
    try:
        answer = await client.post(hook, json={"text": text})
        answer.raise_for_status()
    except httpx.HTTPError as error:
        print("not announced:", error)


async def open_store(base: str, tokens: TokenSource) -> ContestStore:
    """Return the store, with a fresh token."""
    return ContestStore(base, await tokens.fresh())


async def is_up(client: httpx.AsyncClient, url: str) -> bool:
    """Return whether a page answers."""
    try:
        answer = await client.get(url, follow_redirects=True)
    except httpx.RequestError:
        return False
    return answer.is_success
