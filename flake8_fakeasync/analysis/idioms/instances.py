"""Arguments that are instances of the wrong class: a transport of the other kind, an adapter of another library."""

from itertools import islice
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.query_cache import MOST_VALUES
from flake8_fakeasync.analysis.syntax.exprs import Call, Constant, Declared, Display, Join
from flake8_fakeasync.analysis.syntax.leaves import leaves
from flake8_fakeasync.analysis.values import External, OwnClass, known

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.view import View


def is_instance(view: "View", expr: ExprId, names: tuple[str, ...]) -> str | None:
    """Return the class of these that a value, or a value in a dict, is made of; None if it may be another."""

    def in_a_dict(each: ExprId) -> str | None:
        row = view.module.row(each)
        items = row.items if isinstance(row, Display) else (each,)
        return next(filter(None, (_agreed(view, item, made) for item in items)), None)

    def made(each: ExprId) -> str | None:
        row = view.module.row(each)
        values = known(view.infer(row.function)) if isinstance(row, Call) else ()
        return _only({_class(view, value, names) for value in values})

    return _agreed(view, expr, in_a_dict)


def _agreed(view: "View", expr: ExprId, made: "Callable[[ExprId], str | None]") -> str | None:
    """Return the class that all that a value may be is made of, None aside."""
    chosen = list(islice(leaves(expr, lambda each: _chosen(view, each)), MOST_VALUES + 1))
    return _only(set(map(made, chosen))) if len(chosen) <= MOST_VALUES else None


def _only(found: set[str | None]) -> str | None:
    return found.pop() if len(found) == 1 else None


def _chosen(view: "View", expr: ExprId) -> list[ExprId] | None:
    row = view.module.row(expr)
    if isinstance(row, Declared):
        return [row.value]
    return [part for part in row.parts if not _is_none(view, part)] if isinstance(row, Join) else None


def _is_none(view: "View", expr: ExprId) -> bool:
    row = view.module.row(expr)
    return isinstance(row, Constant) and row.value is None


def _class(view: "View", value: object, names: tuple[str, ...]) -> str | None:
    """Return the name that a class, or all that it is derived from outside of the project, has among these."""
    if isinstance(value, External):
        return value.name if value.name in names else None
    bases = view.program.evaluator.mro(value).external if isinstance(value, OwnClass) else ()
    return bases[0] if bases and all(base in names for base in bases) else None
