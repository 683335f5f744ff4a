"""A blocking API that a step of code is."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.catalog.databases import LOCAL, NETWORK

if TYPE_CHECKING:
    from flake8_fakeasync.catalog import Class, Member

KINDS = ("http", "network", "wait", "local")  # in the order in which a call is reported that is of several


class Blocking(NamedTuple):
    """A blocking API: its qualified name as a call, its kind and library, and what to use instead.

    `instead` is None where that is the recommended client (for HTTP), or not known; `threaded` tells that it runs in
    threads as well.
    """

    name: str
    kind: str
    library: str
    instead: str | None
    threaded: bool = False


def of_member(cls: "Class", member: "Member", name: str, site: str) -> Blocking:
    """Return what a blocking member of a class is, by where its database is."""
    return at(Blocking(name, cls.kind, cls.library, replacement(cls, member), cls.threaded), site)


def at(blocking: Blocking, site: str) -> Blocking:
    """Return what a blocking API is by where its database is: in a file or in memory, or behind a network."""
    if site == LOCAL:
        return blocking._replace(kind=LOCAL, instead=None)
    return blocking._replace(threaded=False) if site == NETWORK else blocking


def first_reported(blocking: Blocking) -> tuple[int, str, str]:
    """Return a key by which the API comes first, among those that a call may be, that a report names."""
    place = KINDS.index(blocking.kind) if blocking.kind in KINDS else len(KINDS)
    return place, blocking.name, blocking.instead or ""


def replacement(cls: "Class", member: "Member") -> str | None:
    """Return what to use in place of a member; a twin on the same object is named with its class."""
    return f"{cls.name}.{member.instead}" if member.instead and cls.twin else member.instead or cls.instead
