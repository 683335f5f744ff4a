"""Arguments that are instances of the wrong class: a transport of the other kind, an adapter of another library."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Call, Constant, Declared, Display, Join
from flake8_fakeasync.analysis.values import External, OwnClass, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View


def is_instance(view: "View", expr: ExprId, names: tuple[str, ...]) -> str | None:
    """Return the class of these that a value, or a value in a dict, is made of; None if it may be another."""
    row = view.module.row(expr)
    if isinstance(row, Display):
        return next(filter(None, (is_instance(view, item, names) for item in row.items)), None)
    if isinstance(row, Declared):
        return is_instance(view, row.value, names)
    if isinstance(row, Join):
        parts = [part for part in row.parts if not _is_none(view, part)]
        found = {is_instance(view, part, names) for part in parts}
        return found.pop() if len(found) == 1 else None
    if not isinstance(row, Call):
        return None
    made = {_class(view, value, names) for value in known(view.infer(row.function))}
    return made.pop() if len(made) == 1 else None


def _is_none(view: "View", expr: ExprId) -> bool:
    row = view.module.row(expr)
    return isinstance(row, Constant) and row.value is None


def _class(view: "View", value: object, names: tuple[str, ...]) -> str | None:
    """Return the name that a class, or all that it is derived from outside of the project, has among these."""
    if isinstance(value, External):
        return value.name if value.name in names else None
    bases = view.program.evaluator.mro(value).external if isinstance(value, OwnClass) else ()
    return bases[0] if bases and all(base in names for base in bases) else None
