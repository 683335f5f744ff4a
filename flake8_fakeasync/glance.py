"""The first look at a file: its text alone, before anything of ours is imported that takes time."""

from __future__ import annotations

# Libraries that have rules for code that is not async.
SYNC_TOO = ("httpx", "aiohttp")


def can_matter(text: str) -> bool:
    """Return whether a file can have violations at all: most files of most projects have no `async def`."""
    return "async def" in text or any(library in text for library in SYNC_TOO)
