"""Who calls a function of the project, under whatever name, and who is given it."""

from collections import defaultdict
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.project.neighbours import neighbours
from flake8_fakeasync.analysis.syntax.exprs import Call, FunctionRef
from flake8_fakeasync.analysis.syntax.leaves import displayed
from flake8_fakeasync.analysis.values import OwnFunction, ValueSet, known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


class FunctionUses:
    """Finds the calls of functions in their own modules and in those around that name them."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator
        self._calls: dict[str, dict[tuple[str, FunctionId], list[Call]]] = {}

    def called(self, function: OwnFunction) -> "Iterator[tuple[Module, Call]]":
        """Yield the calls of a function."""
        module = self._evaluator.project.module(function.module)
        if module is not None:
            for each in self._and_neighbours(module, module.function(function.scope).name):
                yield from ((each, call) for call in self.calls(each, function))

    def calls(self, module: "Module", function: OwnFunction) -> list[Call]:
        """Return the calls of a function in a module."""
        found = self._calls.get(module.path)
        if found is None:
            found = self._calls[module.path] = defaultdict(list)
            for call in (call for calls in map(module.calls, module.facts.operations) for call in calls):
                values = known(self._evaluator.infer(module, call.function))
                for called in {each[:2] for each in values if isinstance(each, OwnFunction)}:
                    found[called].append(call)
        return found.get(function[:2], [])

    def given(self, function: OwnFunction) -> "Iterator[tuple[ValueSet, str | None]]":
        """Yield what is called with a function as an argument, alone or in a list, and the keyword that takes it."""
        module = self._evaluator.project.module(function.module)
        if module is None:
            return
        name = module.function(function.scope).name
        for each in self._and_neighbours(module, name):
            for call in each.rows(Call):
                arguments = [(None, argument) for argument in call.arguments]
                for keyword, argument in (*arguments, *call.keywords):
                    if self._is_given(each, argument, function, name):
                        yield self._evaluator.infer(each, call.function), keyword

    def _is_given(self, module: "Module", expr: ExprId, function: OwnFunction, name: str) -> bool:
        return any(self._is(module, each, function, name) for each in displayed(module.facts.exprs, expr))

    def _is(self, module: "Module", expr: ExprId, function: OwnFunction, name: str) -> bool:
        row = module.row(expr)
        if not isinstance(row, FunctionRef) and getattr(row, "name", None) != name:
            return False
        values = self._evaluator.infer(module, expr)
        return any(isinstance(each, OwnFunction) and each[:2] == function[:2] for each in values)

    def _and_neighbours(self, module: "Module", name: str) -> "Iterator[Module]":
        yield module
        yield from neighbours(self._evaluator.project, module, name)
