"""Pre-filter on the raw text, before anything expensive is imported."""

from __future__ import annotations

# Libraries that have rules for code that is not async.
SYNC_TOO = ("httpx", "aiohttp")
# The library that most code is moved from: its exceptions may be caught where only other files call the new one.
_LEFT_BEHIND = ("import requests", "from requests")
_CATCHES = ("except ", "except(", "retry")
_IMPORT = "import"
_IN_EACH = "http"  # is looked for alone first: one search where there is none
# Frameworks that call plain functions on the event loop; a test compares them with the catalog.
FRAMEWORKS = (
    *("ariadne", "asyncio", "discord", "fastapi", "fastmcp", "google.adk", "homeassistant", "jupyter_server"),
    *("litestar", "mcp", "nicegui", "panel", "pydantic", "sanic", "socketio", "sqlmodel", "starlette"),
    *("strawberry", "textual", "tornado"),
)
# What modules are made of that define what functions are handed to, or derived from, in other modules.
HOSTS = (
    *("APIRouter(", "AsyncNamespace", "AsyncServer(", "BasePermission", "Blueprint(", "Bot(", "FastAPI(", "FastMCP("),
    *("HTTPMethodView", "MutationType(", "ObjectType(", "QueryType(", "RequestHandler", "Sanic(", "Starlette("),
    *("WebSocketHandler", "asyncio.Protocol", "commands.Cog", "jupyter_server", "textual"),
)


def can_matter(text: str) -> bool:
    """Return whether a file can have violations by what it says itself: most files of most projects cannot."""
    return is_async(text) or runs_functions(text) or catches_requests(text)


def is_async(text: str) -> bool:
    """Return whether a file has coroutines, or a library with rules for code without them."""
    return "async def" in text or (_IN_EACH in text and any(library in text for library in SYNC_TOO))


def runs_functions(text: str) -> bool:
    """Return whether a file imports a framework that calls plain functions on the event loop."""
    lines = lines_with_import(text)
    return any(framework in lines for framework in FRAMEWORKS)


def lines_with_import(text: str) -> str:
    """Return the lines that have the word: searched for names of frameworks, they take less time than all of a text."""
    lines = []
    at = text.find(_IMPORT)
    while at >= 0:
        end = text.find("\n", at)
        lines.append(text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)])
        at = text.find(_IMPORT, end) if end >= 0 else -1
    return "\n".join(lines)


def catches_requests(text: str) -> bool:
    """Return whether a file may catch exceptions of requests, which may be left behind."""
    return any(words in text for words in _LEFT_BEHIND) and any(words in text for words in _CATCHES)
