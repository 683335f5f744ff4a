"""Models that endpoints take and return: the framework runs their validators and serializers."""

import re
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.aliases import aliased
from flake8_fakeasync.analysis.project.neighbours import tree, where
from flake8_fakeasync.analysis.syntax.exprs import (
    Attribute,
    Call,
    ClassRef,
    Constant,
    Declared,
    Display,
    Global,
    Imported,
    Item,
    Join,
    Union,
)
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts, ParameterFact
from flake8_fakeasync.analysis.values import External, OwnClass, OwnInstance

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.entry_points.runners import Runners
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import EntryPoint

_ENDPOINTS = re.compile(
    r"@[\w.]+\.(get|post|put|patch|delete|head|options|trace|api_route)\(|add_api_route\(|Depends\("
)
_ANNOTATED = frozenset({"typing.Annotated", "typing_extensions.Annotated"})
_INJECTED = frozenset({"fastapi.Depends", "fastapi.Security", "fastapi.params.Depends"})
_RESPONSE = "response_model"
_MOST = 5_000  # annotations looked at for one project


class Exchanged:
    """What endpoints take, or return: classes, and calls in `Annotated` by module and value."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator
        self._seen: set[tuple[str, ExprId]] = set()
        self.classes: set[OwnClass] = set()
        self.calls: set[tuple[str, ExprId]] = set()

    def add(self, module: "Module", annotation: ExprId) -> None:
        """Take in the models of an annotation, and those of their fields."""
        pending = [(module, annotation)]
        while pending and len(self._seen) < _MOST:
            home, expr = pending.pop()
            if expr and (home.path, expr) not in self._seen:
                self._seen.add((home.path, expr))
                pending += self._inside(home, expr)

    def _inside(self, module: "Module", expr: ExprId) -> list[tuple["Module", ExprId]]:
        row = module.row(expr)
        if isinstance(row, ClassRef):
            return self._fields(OwnClass(module.path, row.scope))
        if isinstance(row, Item):
            return self._item(module, row)
        if isinstance(row, Union | Join):
            return [(module, each) for each in row.parts]
        if isinstance(row, Display):
            return [(module, each) for each in row.items]
        if isinstance(row, Declared):
            return [(module, row.value), (module, row.annotation)]
        if isinstance(row, Constant):
            found = self._evaluator.infer_annotation(module, expr)
            own = [OwnClass(each.module, each.scope) for each in found if isinstance(each, OwnInstance)]
            return [field for cls in own for field in self._fields(cls)]
        named = aliased(self._evaluator, module, row) if isinstance(row, Attribute | Global | Imported) else None
        return [(named.module, each) for each in named.exprs] if named is not None else []

    def _item(self, module: "Module", row: Item) -> list[tuple["Module", ExprId]]:
        key = module.row(row.key)
        inner = key.items if isinstance(key, Display) else (row.key,)
        bases = self._evaluator.infer(module, row.base)
        if not any(isinstance(base, External) and base.name in _ANNOTATED for base in bases):
            return [(module, row.base), *((module, each) for each in inner)]
        if any(is_injected(self._evaluator, module, each) for each in inner[1:]):
            return []
        self.calls.update((module.path, each) for each in inner[1:] if isinstance(module.row(each), Call))
        return [(module, each) for each in inner[:1]]

    def _fields(self, cls: OwnClass) -> list[tuple["Module", ExprId]]:
        """Return the annotations of the fields of a class, once."""
        found: list[tuple[Module, ExprId]] = []
        for own in self._evaluator.mro(cls).own:
            module = self._evaluator.project.module(own.module)
            if module is None or own in self.classes:
                continue
            self.classes.add(own)
            rows = [module.row(expr) for exprs in module.cls(own.scope).names.values() for expr in exprs]
            found += [(module, row.annotation) for row in rows if isinstance(row, Declared)]
        return found


def is_injected(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    """Return whether a default, or an argument of `Annotated`, is `Depends(…)`: the object is then made in a thread."""
    row = module.row(expr)
    found = evaluator.infer(module, row.function) if isinstance(row, Call) else frozenset()
    return any(isinstance(each, External) and each.name in _INJECTED for each in found)


class Models:
    """Answers for the models of a project."""

    def __init__(self, evaluator: "Evaluator", runners: "Runners") -> None:
        self._evaluator = evaluator
        self._runners = runners
        self._exchanged: dict[tuple[str, ...], dict[str, Exchanged]] = evaluator.queries.memo()

    def use(self, module: "Module", function: FunctionFacts, entry: "EntryPoint") -> bool:
        """Return whether an endpoint takes, or returns, the model that a validator or serializer belongs to."""
        exchanged = self._of(module)[entry.model]
        owner = module.owner(function)
        if owner is not None and OwnClass(module.path, owner.id) in exchanged.classes:
            return True
        for each in self._runners.module(module).registered.get(function.id, ()):
            caller = self._evaluator.project.module(each.caller)
            scope = caller.facts.scope_of(each.call.region) if caller is not None else None
            if (each.caller, each.call.id) in exchanged.calls:
                return True
            if isinstance(scope, ClassFacts) and OwnClass(each.caller, scope.id) in exchanged.classes:
                return True
        return False

    def _of(self, module: "Module") -> dict[str, Exchanged]:
        project = self._evaluator.project
        files = tree(project, module.path)
        key = (*files, module.path) if module.path not in files else files
        if key not in self._exchanged:
            found = {side: Exchanged(self._evaluator) for side in ("taken", "given")}
            for each in (module, *where(project, module, lambda text: _ENDPOINTS.search(text) is not None)):
                self._read(each, found)
            self._exchanged[key] = found
        return self._exchanged[key]

    def _read(self, module: "Module", found: dict[str, Exchanged]) -> None:
        """Take in what the endpoints and dependencies of a module exchange."""
        runners = self._runners.module(module)
        for function in module.functions():
            for decorator in function.decorators:
                entry = runners.decorating(decorator)
                if entry is not None and entry.exchanges:
                    self._endpoint((module, function), entry, (module, decorator), found)
        for each in runners.registrations:
            home, caller = (self._evaluator.project.module(path) for path in (each.module, each.caller))
            if each.entry.exchanges and home is not None and caller is not None:
                self._endpoint((home, home.function(each.scope)), each.entry, (caller, each.call.id), found)

    def _endpoint(
        self,
        endpoint: "tuple[Module, FunctionFacts]",
        entry: "EntryPoint",
        by: "tuple[Module, ExprId]",
        found: dict[str, Exchanged],
    ) -> None:
        """Take in what an endpoint exchanges; `by` is the decorator or call that makes it one, with its module."""
        module, function = endpoint
        for parameter in function.parameters:
            if not self._is_injected(module, parameter):
                found["taken"].add(module, parameter.annotation)
        if "given" not in entry.exchanges:
            return
        row = by[0].row(by[1])
        keywords = dict(row.keywords) if isinstance(row, Call) else {}
        returned = (by[0], keywords[_RESPONSE]) if _RESPONSE in keywords else (module, function.annotation)
        found["given"].add(*returned)
        if function.is_async:  # of a plain endpoint, a thread validates what it returns
            found["taken"].add(*returned)

    def _is_injected(self, module: "Module", parameter: ParameterFact) -> bool:
        return bool(parameter.default) and is_injected(self._evaluator, module, parameter.default)
