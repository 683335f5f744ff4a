"""pylint with us in it, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint.lint import Run
from pylint.reporters import CollectingReporter

if TYPE_CHECKING:
    from pylint.message import Message

OURS = ("--load-plugins=flake8_fakeasync.pylint_plugin", "--clear-cache-post-run=y", "--score=n", "--persistent=n")


def pylint(*arguments: str, only: bool = True) -> list[Message]:
    """Return what pylint reports, in this process; with `only`, no checker but ours is on."""
    chosen = ("--disable=all", "--enable=fakeasync") if only else ()
    reporter = CollectingReporter()
    Run([*OURS, *chosen, *arguments], reporter=reporter, exit=False)
    return reporter.messages


def symbols(*arguments: str, only: bool = True) -> list[tuple[int, str]]:
    """Return the lines and the symbols of our messages."""
    ours = (one for one in pylint(*arguments, only=only) if one.msg_id.startswith("W9"))
    return [(one.line, one.symbol) for one in ours]
