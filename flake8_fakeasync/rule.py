"""A rule is one thing we find; a violation is one report of it at one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_fakeasync.analysis.context import Context

# A check takes a fact of the kinds it is subscribed to, and the answers about the module linked.
Check: TypeAlias = "Callable[[Any, Context], Iterator[Violation]]"
C = TypeVar("C", bound=Check)


class Placed(Protocol):
    """Anything that stands at a place of a file; every fact does."""

    @property
    def line(self) -> int:
        """The line, from 1."""

    @property
    def column(self) -> int:
        """The column, from 0, in bytes as ``ast`` counts."""


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
    """One thing we find: its code, its name, its message and the checks that find it.

    `kinds` are kinds of catalog entries that it asks for besides those a file is searched for anyway: http, network.
    """

    def __init__(  # noqa: PLR0913  (each is named)
        self, *, code: str, name: str, message: str, since: str, default: bool = True, kinds: tuple[str, ...] = ()
    ) -> None:
        self.code = code
        self.name = name
        self.message = message
        self.since = since
        self.default = default
        self.kinds = kinds
        self.checks: list[tuple[type, Check]] = []
        self.page = ""  # the docstring of the rule's module, put here by its discovery

    def __repr__(self) -> str:
        return f"Rule({self.code} {self.name})"

    @property
    def summary(self) -> str:
        """The first line of the page, without its dot."""
        return self.page.strip().partition("\n")[0].removesuffix(".")

    def on(self, *facts: type) -> Callable[[C], C]:
        """Subscribe the decorated check to these kinds of facts."""

        def subscribe(check: C) -> C:
            self.checks.extend((fact, check) for fact in facts)
            return check

        return subscribe

    def violation(self, fact: Placed, **fields: object) -> Violation:
        """Return the violation at the place of ``fact``; the engine knows the path."""
        return Violation("", fact.line, fact.column, self, self.message.format(**fields))
