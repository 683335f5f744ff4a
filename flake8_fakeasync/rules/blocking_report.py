"""What the rules about blocking calls report: in a coroutine, or in a plain function that runs on the event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flake8_fakeasync.catalog import EntryPoint

_DOES = {"http": "blocks on HTTP", "network": "blocks on the network", "local": "blocks", "wait": "waits for a thread"}


def plain_function(entry: EntryPoint | None, function: str, kind: str, instead: str, link: str = "") -> dict[str, Any]:
    """Return the fields that tell of what a framework runs as `entry`; none for a coroutine."""
    if entry is None:
        return {}
    advice = entry.advice.replace("{instead}", instead) or f"use {instead}"
    return {
        "framework": entry.framework,
        "what": entry.what,
        "name": f"{function}()" if function.isidentifier() else "lambda",
        "does": _DOES[kind],
        "advice": f"{advice} ({link})" if link else advice,
    }
