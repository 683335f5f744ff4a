"""Who does what `fakeasync plan` says, step by step, has code about which there is nothing to say."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync import Settings, check
from flake8_fakeasync.cli import main

if TYPE_CHECKING:
    import pytest

_EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "fake_async"
_SERVICE, _STORE, _TOKENS = "fake_async/service.py", "fake_async/store.py", "fake_async/tokens.py"
_CLOSING = '''\
    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()

'''
# What each line of the plan makes of the code: the file, what stands there, what comes in its place.
_FIRST = {
    f"{_SERVICE}:10: `announce()` takes the `httpx.AsyncClient` as a parameter; whoever creates it closes it": [
        (_SERVICE, "announce(hook", "announce(client: httpx.AsyncClient, hook"),
    ],
    f"{_SERVICE}:20: `ContestStore()` is created here: whoever owns it uses it in `async with`": [
        (_SERVICE, '"""Return the store, with', '"""Return the store, to be used in `async with`, with'),
    ],
    f"{_STORE}:9: create one `httpx.AsyncClient` for each `ContestStore`, on first use, and keep it on `self`": [
        (_STORE, "import requests\n", "import httpx\nimport requests\n"),
        (_STORE, "    async def select", "    _client: httpx.AsyncClient | None = None\n\n    async def select"),
        (
            _STORE,
            "    async def insert",
            (
                "    def _opened(self) -> httpx.AsyncClient:\n"
                "        if self._client is None:\n"
                "            self._client = httpx.AsyncClient(base_url=self._base, headers=self._headers)\n"
                "        return self._client\n\n"
                "    async def insert"
            ),
        ),
    ],
    f"{_STORE}:9: then close it: add `aclose()` to `ContestStore`, and `__aenter__()` and `__aexit__()` that use it": [
        (_STORE, "from concurrent", "from typing import Self\nfrom concurrent"),
        (
            _STORE,
            "    async def insert",
            _CLOSING.replace("await self._client", "if self._client is not None:\n            await self._client")
            + "    async def insert",
        ),
    ],
    f"{_STORE}:15: delete this pool of threads when nothing uses it any more": [],  # that comes with its last use
    f"{_TOKENS}:6: then close it: add `aclose()` to `TokenSource`, and `__aenter__()` and `__aexit__()` that use it": [
        (_TOKENS, "import requests\n", "from typing import Self\n\nimport requests\n"),
        (_TOKENS, "    def fresh", f"{_CLOSING}    def fresh"),
    ],
    f"{_TOKENS}:11: create `httpx.AsyncClient` here instead of `requests.Session`": [
        (_TOKENS, "import requests", "import httpx"),
        (_TOKENS, "self._session = requests.Session()", "self._client = httpx.AsyncClient()"),
    ],
    f"{_TOKENS}:15: await instead of `requests.Session.post()`: use httpx.AsyncClient": [
        (_TOKENS, "    def fresh", "    async def fresh"),
        (
            _TOKENS,
            "return self._session.post(self._url).json()",
            "answer = await self._client.post(self._url)\n        return answer.json()",
        ),
    ],
    f"{_SERVICE}:13: await instead of `requests.post()`: use httpx.AsyncClient": [
        (
            _SERVICE,
            'requests.post(hook, json={"text": text}).raise_for_status()',
            'answer = await client.post(hook, json={"text": text})\n        answer.raise_for_status()',
        ),
    ],
    f"{_SERVICE}:20: await `TokenSource.fresh()`": [(_SERVICE, "tokens.fresh()", "await tokens.fresh()")],
    f"{_STORE}:20: await instead of `requests.get()`: use httpx.AsyncClient": [
        (_STORE, "        loop = asyncio.get_running_loop()\n", ""),
        (
            _STORE,
            (
                "await loop.run_in_executor(\n            self._threads,\n"
                '            lambda: requests.get(f"{self._base}/{table}", headers=self._headers),\n        )'
            ),
            "await self._opened().get(table)",
        ),
        (_STORE, "        self._threads = ThreadPoolExecutor(max_workers=3)\n", ""),
        (_STORE, "from concurrent.futures import ThreadPoolExecutor\n", ""),
    ],
    f"{_STORE}:28: await instead of `requests.post()`: use httpx.AsyncClient": [
        (
            _STORE,
            (
                'await asyncio.to_thread(\n            requests.post, f"{self._base}/{table}", json=row, '
                "headers=self._headers\n        )"
            ),
            "await self._opened().post(table, json=row)",
        ),
        (_STORE, "import requests\n", ""),
        (_STORE, "import asyncio\n", ""),
    ],
    f"{_SERVICE}:25: JAM301": [
        (
            _SERVICE,
            "    client = httpx.AsyncClient()\n    try:\n        answer",
            "    try:\n        async with httpx.AsyncClient() as client:\n            answer",
        ),
    ],
    f"{_SERVICE}:14: JAM402": [(_SERVICE, "except requests.HTTPError", "except httpx.HTTPStatusError")],
    f"{_SERVICE}:28: JAM401": [
        (_SERVICE, "except requests.ConnectionError", "except httpx.TransportError"),
        (_SERVICE, "import requests\n", ""),
    ],
    f"{_SERVICE}:27: JAM501": [(_SERVICE, "allow_redirects", "follow_redirects")],
    f"{_SERVICE}:30: JAM502": [(_SERVICE, "return answer.ok", "return answer.is_success")],
}
# What the code of the first plan has left behind.
_SECOND = {f"{_STORE}:41: JAM502": [(_STORE, "return answer.ok", "return answer.is_success")]}


def planned(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return what the plan says to do: its lines, reports by their codes alone."""
    capsys.readouterr()
    assert main(["plan", "--isolated", "fake_async"]) == 0
    lines = [line.removeprefix("   - ") for line in capsys.readouterr().out.splitlines() if line.startswith("   - ")]
    return [line.partition(" JAM")[0] + line[line.find(" JAM") :][:7] if ": JAM" in line else line for line in lines]


def follow(steps: dict[str, list[tuple[str, str, str]]], plan: list[str]) -> None:
    """Do what a plan says; every line of it is one that is known here, and the code stays Python."""
    assert plan == list(steps)
    for line in plan:
        for name, old, new in steps[line]:
            text = Path(name).read_text()
            assert text.count(old) == 1, (line, old)
            Path(name).write_text(text.replace(old, new))
            ast.parse(Path(name).read_text())


def test_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The service that only claims to be async becomes one about which no rule has anything to say."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(_EXAMPLE, tmp_path / "fake_async")
    follow(_FIRST, planned(capsys))
    follow(_SECOND, planned(capsys))
    assert planned(capsys) == []
    assert [str(found) for found in check(["fake_async"], Settings(enable=("ALL",), reports="all"))] == []
