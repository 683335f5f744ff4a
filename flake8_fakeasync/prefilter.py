"""The first look at a file: its text alone, before anything of ours is imported that takes time."""

from __future__ import annotations

# Libraries that have rules for code that is not async.
SYNC_TOO = ("httpx", "aiohttp")
_IN_EACH = "http"  # is looked for alone first: one search where there is none


def can_matter(text: str) -> bool:
    """Return whether a file can have violations at all: most files of most projects have no `async def`."""
    return "async def" in text or (_IN_EACH in text and any(library in text for library in SYNC_TOO))
