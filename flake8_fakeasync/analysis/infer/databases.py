"""Where the database of an object is: what its address says travels with whatever is made of it."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ClassId, ExprId
from flake8_fakeasync.analysis.infer.aliases import display
from flake8_fakeasync.analysis.infer.argument_values import certain
from flake8_fakeasync.analysis.syntax.exprs import Call, ClassRef, Join, Starred
from flake8_fakeasync.analysis.syntax.texts import Text
from flake8_fakeasync.analysis.values import Instance, Literal, OwnClass, Value, known
from flake8_fakeasync.catalog import databases

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


def site(evaluator: "Evaluator", module: "Module", parameters: tuple[str, ...], call: Call | None) -> str:
    """Return where the database is that a call is given by one of these parameters; "" if that is not known."""
    if call is None or not parameters:
        return ""
    sites = [_sites(evaluator, module, expr) for expr in given(module, call, parameters)]
    return _only({each for found in sites for each in found})


def declared(evaluator: "Evaluator", line: tuple[OwnClass, ...], path: str) -> str:
    """Return where the database is that the nearest of some classes names in its body, `Meta.database`."""
    for cls in line:
        module = evaluator.project.module(cls.module)
        scope: ClassId | None = cls.scope
        *outer, name = path.split(".")
        for each in outer:
            exprs = module.cls(scope).names.get(each, ()) if module is not None and scope is not None else ()
            rows = [module.row(expr) for expr in exprs] if module is not None else []
            scope = next((row.scope for row in rows if isinstance(row, ClassRef)), None)
        bound = module.cls(scope).names.get(name, ()) if module is not None and scope is not None else ()
        if bound and module is not None:
            return _only({_site(evaluator, value) for value in known(evaluator.any_of(module, bound))})
    return ""


def given(module: "Module", call: Call, wanted: tuple[str, ...]) -> list[ExprId]:
    """Return what a call passes for these parameters: keywords, or positions written as numbers."""
    exprs = [expr for keyword, expr in call.keywords if keyword in wanted]
    places = [int(each) for each in wanted if each.isdigit()]
    if any(isinstance(module.row(expr), Starred) for expr in call.arguments):
        return exprs
    return exprs + [call.arguments[place] for place in places if place < len(call.arguments)]


def _sites(evaluator: "Evaluator", module: "Module", expr: ExprId) -> set[str]:
    home, row = display(evaluator, module, expr)
    parts = row.parts if isinstance(row, Join) else ()
    starts = [each.start for each in map(home.row, parts) if isinstance(each, Text)]
    if isinstance(row, Text) or (starts and len(starts) == len(parts)):
        return {databases.site(start) for start in starts or [getattr(row, "start", "")]}
    return {_site(evaluator, value) for value in certain(evaluator, module, expr)} or {""}


def _site(evaluator: "Evaluator", value: Value) -> str:
    if isinstance(value, Literal):
        return databases.site(value.value) if isinstance(value.value, str) else ""
    if not isinstance(value, Instance) or value.path:
        return ""
    cls = evaluator.catalog.cls(value.name)
    return value.site or (databases.LOCAL if cls is not None and cls.kind == databases.LOCAL else "")


def _only(sites: set[str]) -> str:
    return sites.pop() if len(sites) == 1 else ""
