"""The fix for clients that are not always closed: an `async with` block."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.lifetimes.lifetime import Lifetime
    from flake8_fakeasync.diagnostics import Edit


def block(lifetime: Lifetime, context: Context) -> tuple[Edit, ...] | None:
    """Return the edits that put the code after the creation of a client into `async with`; none elsewhere."""
    call, cls = lifetime.creation.call, lifetime.creation.cls
    if cls.enter not in {"async", "both"} or lifetime.creation.may_be_given or context.coroutine(call.region) is None:
        return None
    return context.edits.within(call, cls.close)
