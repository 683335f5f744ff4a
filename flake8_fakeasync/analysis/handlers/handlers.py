"""Where a module catches exceptions, in whatever form: what is caught, and which code is guarded."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.handlers.guarded_code import GuardedCode
from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Call, Caught, Expr, Global, Imported, Join
from flake8_fakeasync.analysis.syntax.leaves import leaves, parts_of
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import External, Several, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.syntax.facts import Import
    from flake8_fakeasync.analysis.view import View

TEST = "isinstance"


class Catch(NamedTuple):
    """One place that catches exceptions.

    `says` is how a message calls it; `names` are the exceptions outside the project that it catches, `others` those
    that are caught beside it; `types` are the values of what it catches, `region` is the one it is in, `guarded` the
    code it guards.
    """

    says: str
    names: tuple[str, ...]
    others: tuple[str, ...]
    types: tuple[ExprId, ...]
    guarded: tuple[GuardedCode, ...]
    region: RegionId
    line: int
    column: int


def exceptions(view: "View", expr: ExprId) -> tuple[str, ...]:
    """Return the exceptions outside the project that an except clause with this value catches, in order."""
    found: list[str] = []
    for leaf in leaves(expr, lambda each: _parts(view, each)):
        for value in in_order(known(view.infer(leaf))):
            parts = value.parts if isinstance(value, Several) else (frozenset({value}),)
            found += [each.name for part in parts for each in in_order(part) if isinstance(each, External)]
    return tuple(dict.fromkeys(found))


def _parts(view: "View", expr: ExprId) -> Sequence[ExprId] | None:
    row = view.module.row(expr)
    latest = _latest(view, row)
    return (latest,) if latest else parts_of(row)


def _latest(view: "View", row: Expr) -> ExprId:
    """Return the import that a module-level name is bound by last, UNKNOWN if it is bound otherwise or as a fallback.

    Statements that all run import it: of a name that an `except` clause imports instead it cannot be told.
    """
    bound = view.facts.names.get(row.name, ()) if isinstance(row, Global) else ()
    joined = view.module.row(bound[0]) if len(bound) == 1 else None
    parts = joined.parts if isinstance(joined, Join) else ()
    rows = {part: view.module.row(part) for part in parts}
    found: dict[ExprId, list[Import]] = {
        part: [fact for fact in view.facts.imports if isinstance(each, Imported) and each[:2] == fact[:2]]
        for part, each in rows.items()
    }
    regions = [view.facts.regions[fact.region] for facts in found.values() for fact in facts]
    if not all(found.values()) or any(region.kind not in {"body", "try"} for region in regions):
        return UNKNOWN
    return max(found, key=lambda part: max(fact.line for fact in found[part]), default=UNKNOWN)


def clauses(view: "View") -> Iterator[Catch]:
    """Yield what each except clause catches."""
    for region, handlers in view.module.handlers_of.items():
        caught = [exceptions(view, handler.types) for handler in handlers]
        guarded = (GuardedCode(view.module, region),)
        for handler, names, others in zip(handlers, caught, _beside(caught), strict=True):
            place = handler.region, handler.line, handler.column
            yield Catch("except", names, others, (handler.types,), guarded, *place)


def tests(view: "View") -> Iterator[Catch]:
    """Yield each `isinstance(error, Error)` where `error` is what an except clause has caught."""
    asking: dict[ExprId, list[Call]] = defaultdict(list)
    for row in view.module.rows(Call):
        if len(row.arguments) == 2:  # noqa: PLR2004  (the object and the classes)
            caught = origin(view, row.arguments[0])
            if caught and External("builtins.isinstance") in view.infer(row.function):
                asking[caught].append(row)
    for handler in view.facts.handlers:
        asked = asking.get(handler.caught, [])
        guarded = (GuardedCode(view.module, handler.guarded),)
        names = [exceptions(view, call.arguments[1]) for call in asked]
        for call, others in zip(asked, _beside(names), strict=True):
            yield catch_of(view, call, TEST, call.arguments[1:], guarded)._replace(others=others)


def _beside(caught: "Sequence[tuple[str, ...]]") -> Iterator[tuple[str, ...]]:
    """Yield for each of several catches what the others catch."""
    times = Counter(name for each in caught for name in each)
    yield from (tuple(name for name in times if times[name] > (name in each)) for each in caught)


def origin(view: "View", expr: ExprId) -> ExprId:
    """Return the caught exception that a value is, after tests on it or not; UNKNOWN when it is something else."""
    row = view.module.row(expr)
    while isinstance(row, Narrowed):
        expr, row = row.base, view.module.row(row.base)
    return expr if isinstance(row, Caught) else UNKNOWN


def catch_of(view: "View", call: Call, says: str, types: tuple[ExprId, ...], guarded: tuple[GuardedCode, ...]) -> Catch:
    """Return what a call catches that takes exceptions of these types."""
    return Catch(says, names_of(view, types), (), types, guarded, call.region, call.line, call.column)


def names_of(view: "View", types: tuple[ExprId, ...]) -> tuple[str, ...]:
    """Return the exceptions outside the project that these values are."""
    return tuple(dict.fromkeys(name for expr in types for name in exceptions(view, expr)))
