"""A rule is one thing we find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar, overload

from flake8_fakeasync.diagnostics import Fix, Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.diagnostics import Applicability, Edit, Frame, Placed, Span

# A check takes a fact of a kind it is subscribed to, and the context of its module.
Check: TypeAlias = "Callable[[Any, Context], Iterator[Violation]]"
C = TypeVar("C", bound=Check)
A = TypeVar("A")
B = TypeVar("B")
D = TypeVar("D")


F_contra = TypeVar("F_contra", contravariant=True)


class CheckOf(Protocol[F_contra]):
    """A check of facts of one kind."""

    def __call__(self, fact: F_contra, context: Context, /) -> Iterator[Violation]:
        """Yield the violations that a fact is."""


class Rule:
    """One thing we find: its code, its name, its message and the checks that find it.

    `kinds` are kinds of catalog entries that it asks for besides those a file is searched for anyway: http, network.
    `fix` are the classes of the edits that it proposes, none if it leaves the repair to people.
    `pedantic` says of a rule that is off by default why most authors would not repair what it reports: it counts among
    what is left out then.
    """

    def __init__(  # noqa: PLR0913  (each is named)
        self,
        *,
        code: str,
        name: str,
        message: str,
        since: str,
        default: bool = True,
        kinds: tuple[str, ...] = (),
        fix: tuple[Applicability, ...] = (),
        pedantic: str = "",
    ) -> None:
        self.code = code
        self.name = name
        self.message = message
        self.since = since
        self.default = default
        self.kinds = kinds
        self.fix = fix
        self.pedantic = pedantic
        self.checks: list[tuple[type, Check]] = []
        self.page = ""  # the docstring of the rule's module, put here by its discovery

    def __repr__(self) -> str:
        return f"Rule({self.code} {self.name})"

    @property
    def summary(self) -> str:
        """The first line of the page, without its dot."""
        return self.page.strip().partition("\n")[0].removesuffix(".")

    @property
    def fixed(self) -> str:
        """How far a machine can repair what it reports, as pages say it: safe, unsafe, shown, none."""
        return " or ".join(self.fix) or "none"

    @overload
    def on(self, fact: type[A], /) -> Callable[[CheckOf[A]], CheckOf[A]]: ...
    @overload
    def on(self, fact: type[A], other: type[B], /) -> Callable[[CheckOf[A | B]], CheckOf[A | B]]: ...
    @overload
    def on(self, fact: type[A], other: type[B], third: type[D], /) -> Callable[[CheckOf[A | B | D]], Check]: ...
    def on(self, *facts: type) -> Callable[[C], C]:
        """Subscribe the decorated check to these kinds of facts."""

        def subscribe(check: C) -> C:
            self.checks.extend((fact, check) for fact in facts)
            return check

        return subscribe

    def violation(
        self,
        place: Placed,
        *,
        culprit: object,
        at: Span | None = None,
        frames: tuple[Frame, ...] = (),
        fixes: tuple[Fix, ...] = (),
        **fields: object,
    ) -> Violation:
        """Return the violation at a place; the engine knows the path, the end and the function around it.

        `at` is a piece of the place to report instead, such as a keyword argument of a call. `culprit` is the
        qualified name of what is wrong, and `frames` lead there; together they are the field `path` of the message.
        Columns of `fixes` count bytes.
        """
        stands = place if at is None else at
        texts = {name: str(value) for name, value in fields.items()}
        return Violation(
            path="",
            line=stands.line,
            column=stands.column,
            end_line=at.end_line if at else 0,
            end_column=at.end_column if at else 0,
            rule=self,
            fields={"culprit": str(culprit), **texts},
            frames=frames,
            fixes=fixes,
            place=place,
        )


def fix(title: str, edits: Iterable[Edit | None] | None, applicability: Applicability = "safe") -> tuple[Fix, ...]:
    """Return the fix that makes these edits; none if one of them, or all, cannot be made."""
    made = tuple(edits or ())
    sure = tuple(edit for edit in made if edit is not None)
    return (Fix(sure, applicability, title),) if sure and len(sure) == len(made) else ()


__all__ = ["Check", "Rule", "Violation", "fix"]
