"""A blocking API that a step of code is."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flake8_fakeasync.catalog import Class, Member


class Blocking(NamedTuple):
    """A blocking API: its qualified name as a call, its kind and library, and what to use instead.

    `instead` is None where that is the recommended client (for HTTP), or not known.
    """

    name: str
    kind: str
    library: str
    instead: str | None


def replacement(cls: "Class", member: "Member") -> str | None:
    """Return what to use in place of a member; a twin on the same object is named with its class."""
    return f"{cls.name}.{member.instead}" if member.instead and cls.twin else member.instead or cls.instead
