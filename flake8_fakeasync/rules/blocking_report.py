"""What the rules about blocking calls report: an async function, or a plain function that runs on the event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flake8_fakeasync.catalog import EntryPoint


def running(entry: EntryPoint | None, function: str, instead: str, *, may_be_plain: bool = False) -> dict[str, Any]:
    """Return the fields that say what blocks and what to do about it.

    `entry` is how a framework runs a plain function, None for an async one. `may_be_plain` tells
    that the framework would run it in a thread if it were a plain one, and that nothing in it is awaited.
    """
    if entry is None:
        or_plain = ", or make it def" if may_be_plain else ""
        return {"subject": f"async function {function}()", "instead": instead, "advice": f"use {instead}{or_plain}"}
    name = f"{function}()" if function.isidentifier() else "lambda"
    return {
        "subject": f"sync {entry.what} {name} runs on the event loop ({entry.framework}) and",
        "instead": instead,
        "advice": entry.advice.replace("{instead}", instead) or f"use {instead}",
        "framework": entry.framework,
    }
