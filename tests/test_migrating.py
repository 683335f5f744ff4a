"""The class of docs/migrating.md, before and after, and what the page claims about the two libraries."""

from __future__ import annotations

import asyncio
import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import requests

from loopback import Quiet, served
from mdtest import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE = Path(__file__).parent.parent / "docs" / "migrating.md"
_ROWS = [{"name": "spring"}]


class _Server(Quiet, BaseHTTPRequestHandler):
    """Has one table, `contests`, for those who have the key, and a page that moved."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the rows."""
        if self.path == "/moved":
            self._answer(302, _ROWS, location="/contests")
        else:
            self._answer(200 if self.path == "/contests" and self.headers["apikey"] == "key" else 404, _ROWS)

    def do_POST(self) -> None:
        """Take a row."""
        row = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(201 if row in _ROWS else 422, row)

    def _answer(self, status: int, body: object, location: str = "") -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(text)


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """Return the address of a server."""
    with served(_Server) as address:
        yield address


def names(heading: str, number: int = 0) -> dict[str, Any]:
    """Return what a block of code under a heading of the page defines."""
    example = next(one for one in examples(_PAGE) if one.headings[-1].startswith(heading))
    (block,) = example.projects[number].files["example.py"]
    defined: dict[str, Any] = {}
    exec(compile(block.text, str(_PAGE), "exec"), defined)  # noqa: S102  (the page is ours)
    return defined


async def use(contests: Any) -> None:  # noqa: ANN401  (a class of the page)
    """Do what both classes can do."""
    assert await contests.select("contests") == _ROWS
    assert await contests.insert("contests", _ROWS[0]) is True
    assert await contests.insert("contests", {}) is False


def test_before(base: str) -> None:
    """The class that claims to be async."""

    async def main() -> None:
        contests = names("Before")["Contests"](base, "key")
        await use(contests)
        with pytest.raises(requests.HTTPError):
            await contests.select("nothing")

    asyncio.run(main())


def test_after(base: str) -> None:
    """The class that is async does the same, raises httpx's exception and is closed."""

    async def main() -> None:
        after = names("Step 3")
        async with after["Contests"](base, "key") as contests:
            await use(contests)
            with pytest.raises(httpx.HTTPStatusError):
                await contests.select("nothing")
        with pytest.raises(RuntimeError, match="closed"):
            await contests.select("contests")
        assert await after["main"](base, "key") == _ROWS

    asyncio.run(main())


def test_on_the_way(base: str) -> None:
    """The classes of the first steps work, too."""

    async def main() -> None:
        first = names("Step 1")["Contests"](base, "key")._client  # noqa: SLF001  (it has nothing else yet)
        await use(names("Step 2")["Contests"](first))
        assert (await first.get("moved")).is_success is False
        assert (await first.get("moved", follow_redirects=True)).is_success
        await first.aclose()

    asyncio.run(main())


def test_cautions(base: str) -> None:
    """A stale handler lets the error through; the other code does what it says."""

    async def main() -> None:
        async with httpx.AsyncClient(base_url=base, headers={"apikey": "key"}) as client:
            with pytest.raises(httpx.HTTPStatusError):
                await names("Caution 1")["rows"](client, "nothing")
            assert await names("Caution 2")["all_rows"](client, ["contests"] * 30) == [_ROWS] * 30
            assert await names("Caution 3", 1)["rows_in_time"](client, "contests") == _ROWS

    asyncio.run(main())


def test_exceptions() -> None:
    """The two families are related as the page says."""
    assert issubclass(httpx.HTTPStatusError, httpx.HTTPError)
    assert not issubclass(httpx.InvalidURL, httpx.HTTPError)
    assert not issubclass(httpx.HTTPError, (OSError, requests.RequestException))
    assert issubclass(requests.RequestException, OSError)
    assert not issubclass(httpx.Timeout, BaseException)


def test_timeouts() -> None:
    """A pair leaves two parts without a limit, and the default is 5 s for each."""
    pair: Any = (3, 10)
    assert httpx.Timeout(pair).as_dict() == {"connect": 3, "read": 10, "write": None, "pool": None}
    named = names("Caution 3")["TIMEOUT"]
    assert named.as_dict() == {"connect": 3, "read": 10, "write": 10, "pool": 10}
    client = httpx.Client()
    assert set(client.timeout.as_dict().values()) == {5.0}
    client.close()
