"""What building, validating or dumping a model runs: its validators and serializers."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.entry_points.naming import with_bases
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.aliases import aliased
from flake8_fakeasync.analysis.syntax.exprs import (
    Attribute,
    Call,
    Constant,
    Declared,
    Display,
    Expr,
    FunctionRef,
    Global,
    Imported,
    Item,
    Join,
    Union,
)
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import External, OwnClass, OwnFunction, OwnInstance, known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.entry_points.runners import Runners
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts

_CONSTRUCTOR = "__init__"
_EVERY_FIELD = "*"
_MOST = 60  # parts of the annotation of a field that are looked at


class ModelMethod(NamedTuple):
    """A validator or serializer: the methods of its model that run it, and the fields it is for, all if none."""

    function: OwnFunction
    run_by: tuple[str, ...]
    fields: frozenset[str]


class ModelMethods:
    """Answers for the models of a project; each class is looked at once."""

    def __init__(self, evaluator: "Evaluator", runners: "Runners") -> None:
        self._evaluator = evaluator
        self._runners = runners
        self._found: dict[OwnClass, tuple[ModelMethod, ...]] = evaluator.queries.memo()

    def run_by(self, module: "Module", call: Call) -> list[OwnFunction]:
        """Return the validators and serializers that a call runs: of a model, or of a method of one."""
        function = module.row(call.function)
        if isinstance(function, Attribute) and function.name in self._evaluator.catalog.entry_points.model_methods:
            values = in_order(known(self._evaluator.infer(module, function.base)))
            models = [OwnClass(each.module, each.scope) for each in values if isinstance(each, OwnClass | OwnInstance)]
            return [each.function for cls in models for each in self._of(cls) if function.name in each.run_by]
        built = in_order(known(self._evaluator.infer(module, call.function)))
        given = {name for name, _ in call.keywords}
        return [
            each.function
            for cls in built
            if isinstance(cls, OwnClass)
            for each in self._of(cls)
            if _CONSTRUCTOR in each.run_by and (None in given or not each.fields or each.fields & given)
        ]

    def _of(self, cls: OwnClass) -> tuple[ModelMethod, ...]:
        if cls not in self._found:
            self._found[cls] = tuple(self._methods(cls)) if self._is_model(cls) else ()
        return self._found[cls]

    def _is_model(self, cls: OwnClass) -> bool:
        inheriting = self._evaluator.catalog.entry_points.inheriting
        bases = [name for base in self._evaluator.mro(cls).external for name in with_bases(self._evaluator, base)]
        return any(entry.model for name in bases for entry in inheriting(name))

    def _methods(self, cls: OwnClass) -> "Iterator[ModelMethod]":
        seen: set[str] = set()
        for own in self._evaluator.mro(cls).own:
            module = self._evaluator.project.module(own.module)
            names = module.cls(own.scope).names if module is not None else {}
            for name, exprs in names.items():
                row = module.row(exprs[-1]) if module is not None else None
                if module is not None and isinstance(row, FunctionRef) and name not in seen:
                    yield from self._method(module, module.function(row.scope), cls)
                elif module is not None and isinstance(row, Declared) and name not in seen:
                    yield from self._annotated(module, row.annotation, name)
            seen.update(names)

    def _annotated(self, module: "Module", annotation: ExprId, field: str) -> "Iterator[ModelMethod]":
        """Yield the validators and serializers in the annotation of a field, or in what that names."""
        pending, seen = [(module, annotation)], {(module.path, annotation)}
        while pending and len(seen) < _MOST:
            home, expr = pending.pop()
            row = home.row(expr)
            if isinstance(row, Call):
                yield from self._called(home, row, field)
            named = aliased(self._evaluator, home, row) if isinstance(row, Attribute | Global | Imported) else None
            found = [(named.module, each) for each in named.exprs] if named is not None else []
            found += [(home, each) for each in _inside(row)]
            pending += [(at, each) for at, each in found if each and (at.path, each) not in seen]
            seen.update((at.path, each) for at, each in found)

    def _called(self, module: "Module", call: Call, field: str) -> "Iterator[ModelMethod]":
        calling = self._evaluator.catalog.entry_points.calling
        names = [value.name for value in self._evaluator.infer(module, call.function) if isinstance(value, External)]
        entries = [entry for name in names for entry in calling(name) if entry.model]
        for entry in entries[:1]:
            given = (*call.arguments[:1], *(value for name, value in call.keywords if name in entry.keywords))
            for value in (value for expr in given for value in in_order(self._evaluator.infer(module, expr))):
                home = self._evaluator.project.module(value.module) if isinstance(value, OwnFunction) else None
                if isinstance(value, OwnFunction) and home is not None and not home.function(value.scope).is_async:
                    yield ModelMethod(value, entry.run_by, frozenset({field}))

    def _method(self, module: "Module", function: "FunctionFacts", cls: OwnClass) -> "Iterator[ModelMethod]":
        entry = self._runners.module(module).of(function) if function.decorators else None
        if entry is not None and entry.model and not function.is_async:
            receiver = OwnInstance(cls.module, cls.scope)
            fields = {field for each in function.decorators for field in _constants(module, each)}
            of_all = not fields or _EVERY_FIELD in fields
            method = OwnFunction(module.path, function.id, receiver)
            yield ModelMethod(method, entry.run_by, frozenset() if of_all else frozenset(fields))


def _inside(row: Expr) -> tuple[ExprId, ...]:
    """Return what an annotation is made of."""
    if isinstance(row, Item):
        return (row.base, row.key)
    if isinstance(row, Display):
        return row.items
    return row.parts if isinstance(row, Union | Join) else ()


def _constants(module: "Module", decorator: ExprId) -> "Iterator[str]":
    """Yield the fields that a decorator names."""
    row = module.row(decorator)
    for expr in row.arguments if isinstance(row, Call) else ():
        argument = module.row(expr)
        if isinstance(argument, Constant) and isinstance(argument.value, str):
            yield argument.value
