"""A rule is one thing we find; a violation is one report of it at one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_fakeasync.analysis.linked import Linked

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
F_contra = TypeVar("F_contra", contravariant=True)


class Placed(Protocol):
    """Anything that stands at a place of a file; every fact does."""

    @property
    def line(self) -> int:
        """The line, from 1."""

    @property
    def column(self) -> int:
        """The column, from 0, in bytes as ``ast`` counts."""


class Check(Protocol[F_contra]):
    """What a rule does with one fact."""

    def __call__(self, fact: F_contra, linked: Linked, /) -> Iterator[Violation]:
        """Yield what is wrong with the fact."""


# Which fact a check takes is known where it is subscribed; a collection of checks cannot say it.
AnyCheck: TypeAlias = "Callable[..., Iterator[Violation]]"


@dataclass(frozen=True, slots=True)
class Violation:
    """One report at one place.

    ``line`` counts from 1 and ``column`` from 0. A rule counts columns in bytes, as ``ast`` does;
    a report to the user counts them in characters. ``message`` does not repeat the code.
    """

    path: str
    line: int
    column: int
    rule: Rule
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column + 1}"
        return f"{place}: {self.rule.code} {self.message}"


class Rule:
    """One thing we find: its code, its name, its message and the checks that find it."""

    def __init__(self, *, code: str, name: str, message: str, since: str, default: bool = True) -> None:
        self.code = code
        self.name = name
        self.message = message
        self.since = since
        self.default = default
        self.checks: list[tuple[type, AnyCheck]] = []
        self.page = ""  # the docstring of the rule's module, put here by its discovery

    def __repr__(self) -> str:
        return f"Rule({self.code} {self.name})"

    @property
    def summary(self) -> str:
        """The first line of the page, without its dot."""
        return self.page.strip().partition("\n")[0].removesuffix(".")

    @overload
    def on(self, a: type[A], /) -> Callable[[Check[A]], Check[A]]: ...
    @overload
    def on(self, a: type[A], b: type[B], /) -> Callable[[Check[A | B]], Check[A | B]]: ...
    @overload
    def on(self, a: type[A], b: type[B], c: type[C], /) -> Callable[[Check[A | B | C]], Check[A | B | C]]: ...
    def on(self, *facts: type) -> Callable[[AnyCheck], AnyCheck]:
        """Subscribe the decorated check to these kinds of facts."""

        def subscribe(check: AnyCheck) -> AnyCheck:
            self.checks.extend((fact, check) for fact in facts)
            return check

        return subscribe

    def violation(self, fact: Placed, **fields: object) -> Violation:
        """Return the violation at the place of ``fact``; the engine knows the path."""
        return Violation("", fact.line, fact.column, self, self.message.format(**fields))
