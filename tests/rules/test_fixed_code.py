"""What safe fixes make of code runs against the real libraries on a local server; before, it failed or did nothing."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fixed import mended
from flake8_fakeasync import Settings
from loopback import Quiet, served
from mdtest import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE = Path(__file__).parent.parent / "mdtest" / "fixed-code.md"
_FAILS = (AttributeError, DeprecationWarning, ImportError, RuntimeError, TypeError)


class _Server(Quiet, BaseHTTPRequestHandler):
    """Answers every request with what it was sent; `/slow` is never answered, `/missing` not found."""

    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length).decode()
        text = json.dumps({"method": self.command, "path": self.path, "body": body}).encode()
        self.send_response(404 if self.path.startswith("/missing") else 200)
        self.send_header("Content-Length", str(len(text)))
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815  (names of the base class)


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """Return the address of a server."""
    with served(_Server) as address:
        yield address


def result(text: str, base: str) -> object:
    """Return what `main` of a module returns for the address of the server."""
    defined: dict[str, Any] = {}
    exec(compile(text, "example.py", "exec"), defined)  # noqa: S102  (the page is ours)
    found = defined["main"](base)
    return asyncio.run(found) if inspect.iscoroutine(found) else found


@pytest.mark.parametrize("example", examples(_PAGE), ids=str)
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:Unclosed")
def test_runs(example: Any, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    """The code of the page fails as it is, and returns True when it is fixed."""
    monkeypatch.chdir(tmp_path)
    for project in example.projects:
        (block,) = project.files["example.py"]
        Path("example.py").write_text(block.text, encoding="utf-8")
        with contextlib.suppress(*_FAILS):
            assert result(block.text, base) is not True
        texts = mended(["example.py"], Settings(enable=("JAM509",)))
        assert result(texts["example.py"], base) is True, texts
