"""Functions of the project that hand what they are given to a framework: `def add(tool): server.add_tool(tool)`."""

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId, FunctionId, ScopeId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Element, FunctionRef, Global, Imported, Parameter
from flake8_fakeasync.analysis.values import OwnFunction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.analysis.entry_points.registrations import Given
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts


class Helper(NamedTuple):
    """A parameter of a function that is handed to a framework, and how."""

    parameter: str
    given: "Given"


class Helpers:
    """The functions of some modules that hand their parameters to frameworks."""

    def __init__(self, evaluator: "Evaluator") -> None:
        """Know none yet."""
        self._evaluator = evaluator
        self._found: dict[tuple[str, FunctionId], list[Helper]] = defaultdict(list)
        self._names: set[str] = set()

    def read(self, module: "Module", given: "Iterable[Given]") -> None:
        """Take in what a module hands to frameworks: a parameter, or each of those in the list that one is."""
        for each in given:
            row = module.row(each.expr)
            if isinstance(row, Element):
                row = module.row(row.base)
            if isinstance(row, Parameter) and module.class_of_self(each.expr) is None:
                self._found[module.path, row.scope].append(Helper(row.name, each))
                self._names.update(_around(module, row.scope))

    def passed(self, module: "Module") -> "Iterator[tuple[ExprId, Given]]":
        """Yield what calls in a module pass for such a parameter."""
        for call in module.rows(Call) if self._found else ():
            if self._may_be(module, call.function):
                for function, helper in self._meant(module, call.function):
                    yield from ((each, helper.given) for each in _passed(call, function, helper))

    def decorated(self, module: "Module") -> "Iterator[tuple[FunctionFacts, Given]]":
        """Yield the functions of a module that such a function decorates."""
        for function in module.functions() if self._found else ():
            for expr in function.decorators:
                row = module.row(expr)
                if self._may_be(module, row.function if isinstance(row, Call) else expr):
                    for helper, each in self._meant(module, expr):
                        if each.parameter in _positional(helper)[:1]:
                            yield function, each.given

    def _may_be(self, module: "Module", expr: ExprId) -> bool:
        row = module.row(expr)
        if isinstance(row, FunctionRef):
            return module.scope(row.scope).name in self._names
        return isinstance(row, Attribute | Global | Imported) and row.name in self._names

    def _meant(self, module: "Module", expr: ExprId) -> "Iterator[tuple[_Bound, Helper]]":
        for value in self._evaluator.infer(module, expr):
            if isinstance(value, OwnFunction) and (value.module, value.scope) in self._found:
                home = self._evaluator.project.module(value.module)
                if home is not None:
                    bound = _Bound(home.function(value.scope), int(value.receiver is not None))
                    yield from ((bound, each) for each in self._found[value.module, value.scope])


def _around(module: "Module", scope: ScopeId) -> "Iterator[str]":
    """Yield the names of a function and of those around it, which may make it."""
    while scope:
        yield module.scope(scope).name
        scope = module.scope(scope).parent


class _Bound(NamedTuple):
    """A function, and how many of its parameters a method of it has got."""

    function: "FunctionFacts"
    given: int


def _positional(bound: _Bound) -> list[str]:
    return [each.name for each in bound.function.parameters if each.kind == "positional"][bound.given :]


def _passed(call: Call, bound: _Bound, helper: Helper) -> "Iterator[ExprId]":
    yield from (
        each for name, each in zip(_positional(bound), call.arguments, strict=False) if name == helper.parameter
    )
    yield from (each for name, each in call.keywords if name == helper.parameter)
