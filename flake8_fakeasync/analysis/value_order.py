"""An order of values that is the same in every run."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.values import Value, ValueSet

if TYPE_CHECKING:
    from collections.abc import Sequence


def order(value: Value) -> str:
    """Return a text to sort things by, the same in every run; what is inside of containers does not count."""
    return _order(value)


def in_order(values: ValueSet) -> "Sequence[Value]":
    """Return things sorted, the same in every run; most of the time there is one, or none."""
    return sorted(values, key=order) if len(values) > 1 else tuple(values)


def _order(value: tuple[object, ...]) -> str:
    inner = (_order(each) if isinstance(each, tuple) else each for each in value if not isinstance(each, frozenset))
    return f"{type(value).__name__} {' '.join(map(str, inner))}"
