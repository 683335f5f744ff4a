"""What applications keep until they shut down: `app.state.client`, `app.client`, `app["client"]`."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.lifetimes.generators import Generators
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Attribute, Call, Global, Parameter
from flake8_fakeasync.analysis.values import External
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


class Applications:
    """Tells which values of a module are applications, or what these keep things in."""

    def __init__(self, evaluator: "Evaluator", module: "Module") -> None:
        self._evaluator = evaluator
        self._module = module
        self._classes = evaluator.catalog.entry_points.applications

    def keeps(self, base: ExprId) -> bool:
        """Return whether what is stored on a value is kept by an application: on itself, or its state."""
        row = self._module.row(base)
        is_state = isinstance(row, Attribute) and row.name in keepers.names("state", "attributes")
        return self._is_application(row.base if isinstance(row, Attribute) and is_state else base)

    def _is_application(self, expr: ExprId) -> bool:
        if any(each.name in self._classes for each in self._types(expr)):
            return True
        application = self._module.row(expr)
        if not isinstance(application, Parameter) or self._annotation(application):
            return False
        generators = Generators(self._evaluator, self._module)
        function = self._module.function(application.scope)
        return generators.is_given_to_application(function) or generators.is_start_hook(function)

    def _types(self, expr: ExprId) -> list[External]:
        """Return the classes outside the project that a value is an instance of."""
        module = self._module
        row = module.row(expr)
        while isinstance(row, Narrowed):
            row = module.row(row.base)
        exprs: tuple[ExprId, ...] = (expr,)
        if isinstance(row, Global):
            exprs = module.facts.names.get(row.name, ())
        elif isinstance(row, Attribute):
            own = module.class_of_self(row.base)
            stores = module.attributes.get(own, {}).get(row.name, []) if own is not None else []
            exprs = tuple(store.value for store in stores)
        found: list[External] = []
        for each in exprs:
            row = module.row(each)
            source = row.function if isinstance(row, Call) else self._annotation(row)
            found += [value for value in self._evaluator.infer(module, source) if isinstance(value, External)]
        return found

    def _annotation(self, row: object) -> ExprId:
        if not isinstance(row, Parameter):
            return UNKNOWN
        function = self._module.function(row.scope)
        return next((each.annotation for each in function.parameters if each.name == row.name), UNKNOWN)
