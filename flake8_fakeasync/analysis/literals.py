"""Constants as values."""

from flake8_fakeasync.analysis.values import Literal


def literal(value: str | bytes | float | None) -> Literal:
    """Return a constant as a value."""
    return Literal(value, type(value).__name__)


# What a call passes: an empty container, or something that is nothing but not None.
EMPTY = Literal(None, "empty")
GIVEN = Literal(None, "given")
