"""What a derived file says: functions and classes with their members, each with its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flake8_fakeasync.derive.reach import Proof


class MemberEntry(NamedTuple):
    """A member of a class, or a function: its effect, its proof where it blocks, and the class that it returns.

    `of_class`: it is called on the class as well; `runs`: it has code, which a plain attribute has not.
    """

    name: str
    effect: str
    proof: Proof | None = None
    returns: str | None = None
    of_class: bool = False
    runs: bool = True

    @property
    def says(self) -> bool:
        """Whether it says that something blocks."""
        return self.effect in BLOCKING


class FunctionEntry(NamedTuple):
    """A function under each of its paths."""

    names: tuple[str, ...]
    member: MemberEntry
    instead: str | None = None


class ClassEntry(NamedTuple):
    """A class: its paths, its members, how it is closed and entered, and the proof that its constructor blocks.

    With keywords of `deferring`, its methods return at once.
    """

    names: tuple[str, ...]
    members: tuple[MemberEntry, ...]
    bases: tuple[str, ...] = ()
    connects: Proof | None = None
    is_async: bool = False
    close: tuple[str, ...] = ()
    enter: str = "none"
    instead: str | None = None
    twins: tuple[tuple[str, str], ...] = ()
    deferring: tuple[str, ...] = ()

    @property
    def says(self) -> bool:
        """Whether it says anything of its own: that something blocks, or is a coroutine."""
        return bool(
            self.connects or self.bases or any(member.says or member.effect == "coroutine" for member in self.members)
        )


class Derived(NamedTuple):
    """All that is derived from a distribution.

    `public` is the number of its functions, methods, properties and constructors with a public name, whatever they do;
    `unread` are modules that could not be read.
    """

    name: str
    version: str
    roots: tuple[str, ...]
    functions: tuple[FunctionEntry, ...]
    classes: tuple[ClassEntry, ...]
    public: int
    unread: tuple[str, ...] = ()


BLOCKING = frozenset({"blocks", "enters", "iterates", "property-blocks"})
