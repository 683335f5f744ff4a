"""Whether code belongs to tests: its module, a class of unittest, a fixture of pytest."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts
from flake8_fakeasync.analysis.values import External, OwnClass
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.ids import RegionId
    from flake8_fakeasync.diagnostics import Placed


def is_in_tests(context: "Context", place: "Placed | None") -> bool:
    """Return whether a place is in code of tests."""
    if context.module.is_test:
        return True
    scope: FunctionFacts | ClassFacts | None = _scope(context, place)
    while scope is not None and scope.id:
        if _is_fixture(context, scope) if isinstance(scope, FunctionFacts) else _is_case(context, scope):
            return True
        scope = context.module.scope(scope.parent)
    return False


def _scope(context: "Context", place: "Placed | None") -> FunctionFacts | ClassFacts | None:
    if isinstance(place, FunctionFacts | ClassFacts):
        return place
    region: RegionId | None = getattr(place, "region", None)
    return context.facts.scope_of(region) if region is not None else None


def _is_fixture(context: "Context", function: FunctionFacts) -> bool:
    rows = ((expr, context.module.row(expr)) for expr in function.decorators)
    values = (context.infer(row.function if isinstance(row, Call) else expr) for expr, row in rows)
    fixtures = keepers.names("fixtures", "decorators")
    return any(isinstance(each, External) and each.name in fixtures for found in values for each in found)


def _is_case(context: "Context", cls: ClassFacts) -> bool:
    bases = context.program.evaluator.mro(OwnClass(context.module.path, cls.id)).external if cls.bases else ()
    return not keepers.names("cases", "bases").isdisjoint(bases)
