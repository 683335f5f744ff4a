"""Run the coroutine around a line of a file under blockbuster; write what it raises, nothing if it raises nothing.

Usage: ``under_blockbuster.py FILE LINE``. Names are looked up nowhere: every host is a server on this machine.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import importlib
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from blockbuster import BlockingError, blockbuster_ctx

if TYPE_CHECKING:
    from types import FunctionType, MethodType

_SECONDS = 10


class _Answer(BaseHTTPRequestHandler):
    """Answers everything with nothing."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main(file: str, line: int) -> None:
    """Run it."""
    server = HTTPServer(("127.0.0.1", 0), _Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = (socket.AF_INET, socket.SOCK_STREAM, 6, "", server.server_address)
    socket.getaddrinfo = lambda *_, **__: [here]
    sys.path.insert(0, str(Path.cwd()))
    module = importlib.import_module(Path(file).stem)
    owner, name = _around(ast.parse(Path(file).read_text(encoding="utf-8")), line)
    function = getattr(getattr(module, owner)() if owner else module, name)
    with contextlib.suppress(Exception):
        asyncio.run(_call(function, f"http://127.0.0.1:{server.server_port}/"))


def _around(tree: ast.Module, line: int) -> tuple[str, str]:
    """Return the class, if any, and the coroutine function that a line is in."""
    found = ("", "")
    for outer in ast.walk(tree):
        for inner in ast.iter_child_nodes(outer):
            if isinstance(inner, ast.AsyncFunctionDef) and inner.lineno <= line <= (inner.end_lineno or 0):
                found = (outer.name if isinstance(outer, ast.ClassDef) else "", inner.name)
    return found


async def _call(function: FunctionType | MethodType, url: str) -> None:
    """Call a coroutine function with what its parameters are called by."""
    given = {"url": url, "key": "key", "city": "paris", "work": _work, "client": httpx.AsyncClient()}
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    try:
        with blockbuster_ctx():
            await asyncio.wait_for(function(*[given[name] for name in names if name in given]), _SECONDS)
    except BlockingError:
        sys.stdout.write("BlockingError\n")


async def _work() -> None:
    """Do nothing."""


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
