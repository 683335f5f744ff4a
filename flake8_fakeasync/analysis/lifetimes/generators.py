"""Generators that own what they yield: context managers, dependencies, fixtures, lifespans."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.entry_points.naming import callee_names
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.lifetimes.reads import Reads
from flake8_fakeasync.analysis.syntax.exprs import Call, Constant, Display
from flake8_fakeasync.analysis.values import External, Instance, OwnFunction
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
    from flake8_fakeasync.analysis.values import Value

_DEPENDENCY = "dependency"  # as frameworks call it in the catalog
_START = "start"


class Generators:
    """Tells what happens at the `yield` of a function of one module."""

    def __init__(self, evaluator: "Evaluator", module: "Module") -> None:
        self._evaluator = evaluator
        self._module = module
        self._reads = Reads(evaluator)

    def is_decorated(self, function: "FunctionFacts", group: str) -> bool:
        """Return whether a function has a decorator of a group of the catalog."""
        return bool(self._decorators(function) & keepers.names(group, "decorators"))

    def is_kept_property(self, function: "FunctionFacts") -> bool:
        """Return whether a function is a property that is worked out once for each object."""
        found = self._decorators(function)
        is_property = "builtins.property" in found and not found.isdisjoint(keepers.names("caches", "decorators"))
        return is_property or not found.isdisjoint(keepers.names("caches", "properties"))

    def owns_what_it_yields(self, function: "FunctionFacts") -> bool:
        """Return whether a client that a function yields is still its own to close."""
        is_known = self.is_decorated(function, "managers") or self.is_decorated(function, "fixtures")
        return is_known or self._is_dependency(function)

    def is_thrown_into(self, function: "FunctionFacts") -> bool:
        """Return whether errors of the code that uses a generator are raised at its `yield`."""
        if not function.is_generator:
            return False
        if self.is_decorated(function, "managers"):
            return len(function.decorators) == 1 and not self.is_lifespan(function)
        return not function.decorators and (self._is_iterated(function) or self._is_for_callers(function))

    def _is_iterated(self, function: "FunctionFacts") -> bool:
        """Return whether a generator yields one value after another: its consumer may stop at any of them."""
        facts = self._module.facts
        yields = [
            use.region for use in facts.uses if use.how == "yielded" and facts.function_of(use.region) is function
        ]
        kinds = {facts.regions[each].kind for region in yields for each in facts.enclosing(region)}
        return "loop" in kinds

    def _is_for_callers(self, function: "FunctionFacts") -> bool:
        """Return whether a generator is a dependency, is called in the project, or is there for others to call.

        An application may run one that it is handed around its life; it would pass itself.
        """
        value = OwnFunction(self._module.path, function.id, None)
        if function.is_lambda:
            return False
        given = [called for called, _ in self._reads.given(value)]
        if given:
            return self._is_dependency(function)
        return not self._takes_one(function) or next(self._reads.called(value), None) is not None

    def is_lifespan(self, function: "FunctionFacts") -> bool:
        """Return whether an application may run a generator around its life: it is given it, or none else uses it."""
        if self.is_given_to_application(function):
            return True
        value = OwnFunction(self._module.path, function.id, None)
        if not self._takes_one(function) or not all(map(self._is_state, function.yields)):
            return False
        return not any(not read.module.is_test for read in self._reads.function(value))

    def _takes_one(self, function: "FunctionFacts") -> bool:
        """Return whether a function has to be given one thing: an application, it may be."""
        positional = [each for each in function.parameters if each.kind == "positional" and not each.default]
        return len(positional) == 1 + (self._module.owner(function) is not None)

    def _is_state(self, expr: ExprId) -> bool:
        """Return whether a lifespan may yield a value to an application that it was not seen to be given to."""
        row = self._module.row(expr)
        return not expr or isinstance(row, Display) or (isinstance(row, Constant) and row.value is None)

    def is_given_to_application(self, function: "FunctionFacts") -> bool:
        """Return whether a function is handed to an application as a lifespan."""
        if not self.is_decorated(function, "managers"):
            return False
        value = OwnFunction(self._module.path, function.id, None)
        given = (name for _, name in self._reads.given(value))
        return any(name in keepers.names("lifespans", "keywords") for name in given) or self._is_stored(function)

    def is_start_hook(self, function: "FunctionFacts") -> bool:
        """Return whether an application runs a function when it starts, and passes itself."""
        names = [
            name for decorator in function.decorators for name in callee_names(self._evaluator, self._module, decorator)
        ]
        points = self._evaluator.catalog.entry_points
        if any(entry.often == _START for name in names for entry in points.decorating(name)):
            return True
        if function.decorators or not function.name:
            return False
        given = self._reads.given(OwnFunction(self._module.path, function.id, None))
        called = {
            f"{each.name}.{each.path}" if isinstance(each, Instance) else each.name
            for values, _ in given
            for each in values
            if isinstance(each, External | Instance)
        }
        return any(entry.often == _START for name in called for entry in points.calling(name))

    def _is_stored(self, function: "FunctionFacts") -> bool:
        names = keepers.names("lifespans", "attributes")
        stores = [store for store in self._module.facts.stores if store.name in names]
        return any(
            isinstance(value, OwnFunction) and value.scope == function.id
            for store in stores
            for value in self._evaluator.infer(self._module, store.value)
        )

    def _is_dependency(self, function: "FunctionFacts") -> bool:
        if function.decorators or not function.name or not function.is_generator:
            return False
        value = OwnFunction(self._module.path, function.id, None)
        return any(map(self._injects, (each for called, _ in self._reads.given(value) for each in called)))

    def _injects(self, value: "Value") -> bool:
        """Return whether a call of something makes a function a dependency."""
        if not isinstance(value, External):
            return False
        entries = self._evaluator.catalog.entry_points.calling(value.name)
        is_entry = any(entry.what == _DEPENDENCY for entry in entries)
        return is_entry or value.name in keepers.names("managers", "dependencies")

    def _decorators(self, function: "FunctionFacts") -> set[str]:
        rows = [self._module.row(decorator) for decorator in function.decorators]
        exprs = [
            row.function if isinstance(row, Call) else expr for row, expr in zip(rows, function.decorators, strict=True)
        ]
        values = [value for expr in exprs for value in self._evaluator.infer(self._module, expr)]
        return {value.name for value in values if isinstance(value, External)}
