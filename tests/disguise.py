"""Code of others made to look like ours: its names become those of the catalog, its functions coroutines."""

from __future__ import annotations

import io
import keyword
import re
import tokenize
from zlib import crc32

_IMPORTS = (
    "import aiohttp, asyncio, concurrent.futures, functools, httpx, redis, requests, subprocess, time, urllib.request\n"
)
_NAMES = (
    "aiohttp", "asyncio", "client", "executor", "fetch", "functools", "httpx", "loop", "open", "redis", "requests",
    "response", "self", "session", "subprocess", "time", "url",
)  # fmt: skip
_MEMBERS = (
    "AsyncClient", "Client", "ClientSession", "ConnectionError", "HTTPError", "Redis", "RequestException", "Session",
    "Timeout", "ThreadPoolExecutor", "__aenter__", "__aexit__", "__enter__", "__init__", "__iter__", "aclose", "close",
    "client", "content", "exceptions", "get", "get_running_loop", "json", "partial", "post", "raise_for_status", "read",
    "result", "run", "run_in_executor", "send", "session", "sleep", "status_code", "stream", "submit", "text",
    "to_thread", "wait",
)  # fmt: skip
_KEPT = frozenset({*keyword.kwlist, *keyword.softkwlist, "self", "cls", "__future__", "annotations", "_"})


def _tokens(text: str) -> list[tokenize.TokenInfo]:
    """Return the tokens of a text, none where the parser reads what `tokenize` cannot."""
    try:
        return list(tokenize.generate_tokens(io.StringIO(text).readline))
    except tokenize.TokenError:
        return []


def disguised(text: str) -> str:
    """Return the code with each name replaced by one that can matter to a rule, the same one each time."""
    lines = text.splitlines(keepends=True)
    before = ""
    swaps: list[tuple[int, int, int, str]] = []
    for token in _tokens(text):
        if token.type == tokenize.NAME and token.string not in _KEPT:
            words = _MEMBERS if before in {".", "def", "class", "import"} else _NAMES
            word = words[crc32(token.string.encode()) % len(words)]
            swaps.append((token.start[0] - 1, token.start[1], token.end[1], word))
        if token.type not in {tokenize.NL, tokenize.COMMENT}:
            before = token.string
    for row, start, end, word in reversed(swaps):
        lines[row] = lines[row][:start] + word + lines[row][end:]
    return _IMPORTS + re.sub(r"(?m)^([ \t]*)def ", r"\1async def ", "".join(lines))
