"""Calls that block their thread until the answer is there.

Each library is imported by the function that uses it: a process holds only what it measures.
"""

from collections.abc import Callable
from typing import TypeAlias

Call: TypeAlias = Callable[[str], bytes]
TIMEOUT = 60


def requests_get(pool: int) -> Call:  # noqa: ARG001  (no connection is kept, so none is pooled)
    """``requests.get``: a new connection for every request."""
    import requests

    def call(url: str) -> bytes:
        return requests.get(url, timeout=TIMEOUT).content

    return call


def requests_session(pool: int) -> Call:
    """One ``requests.Session`` that keeps ``pool`` connections."""
    import requests
    from requests.adapters import HTTPAdapter

    session = requests.Session()
    session.mount("http://", HTTPAdapter(pool_maxsize=pool))

    def call(url: str) -> bytes:
        return session.get(url, timeout=TIMEOUT).content

    return call


def httpx_client(pool: int) -> Call:
    """One ``httpx.Client`` that keeps ``pool`` connections."""
    import httpx

    limits = httpx.Limits(max_connections=pool, max_keepalive_connections=pool)
    client = httpx.Client(limits=limits, timeout=TIMEOUT)

    def call(url: str) -> bytes:
        return client.get(url).content

    return call


CALLS: dict[str, Callable[[int], Call]] = {
    "requests.get": requests_get,
    "requests.Session": requests_session,
    "httpx.Client": httpx_client,
}
