"""Counts the steps that code takes, so that tests of growth need no clock."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType


def steps(function: Callable[[], object]) -> int:
    """Return how many calls, and turns of generators, a function takes until it returns."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:  # noqa: ARG001  (what a profiler is given)
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count


def exponent(function: Callable[[int], Callable[[], object]], size: int) -> float:
    """Return the power of its size with which the steps of a function grow when the size doubles: 1 for linear.

    `function` prepares a size and returns what is counted.
    """
    less, more = (steps(function(each)) for each in (size, 2 * size))
    return math.log2(more / less)
