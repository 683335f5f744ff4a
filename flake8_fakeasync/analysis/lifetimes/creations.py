"""Where clients come from: constructors, constructors of derived classes, project functions that return a new one."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.lifetimes.alternatives import alternatives
from flake8_fakeasync.analysis.lifetimes.creation import Creation
from flake8_fakeasync.analysis.lifetimes.owners import Owner, Owners
from flake8_fakeasync.analysis.lifetimes.parts import is_lent
from flake8_fakeasync.analysis.lifetimes.value_flow import ValueFlow
from flake8_fakeasync.analysis.query import Question
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Await, Call, Element, Join, Parameter
from flake8_fakeasync.analysis.values import External, Instance, OwnClass, OwnFunction, Partial, Value, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
    from flake8_fakeasync.catalog import Class

_FACTORIES = frozenset({"default_factory", "factory"})
_FIELDS = frozenset(
    External(name)
    for name in (
        "dataclasses.field", "attr.ib", "attr.field", "attrs.field", "pydantic.Field", "pydantic.PrivateAttr"
    )
)  # fmt: skip


class Creations:
    """Tells which calls create a client that has to be closed."""

    def __init__(self, program: "Program") -> None:
        evaluator = program.evaluator
        self._evaluator = evaluator
        self._given: Question[tuple[str, FunctionId, bool], Class | None]
        self._given = Question(evaluator.queries, "factory", None)
        self._leaks: dict[str, Class | None] = {}
        self._owners = Owners(evaluator, self)

    def of(self, module: "Module", call: Call, *, owners: bool = True) -> Creation | None:
        """Return the creation that a call is, None if it is none or somebody else closes what it creates.

        `owners`: whether objects of the project that own a client count as well.
        """
        values = known(self._evaluator.infer(module, call.function))
        if not values:
            return None
        found = [self._made(value, owners=owners) for value in values]
        cls = found[0]
        if cls is None or any(each is not cls for each in found) or is_lent(self._evaluator, module, call, cls):
            return None if values.isdisjoint(_FIELDS) else self.by_field(module, call)
        expr = self._client(module, call)
        owner = self._owners.named(cls)
        if not expr or (owner is not None and self._owners.is_without(owner, module, call)):
            return None
        shown = self._shown(module, call, cls, owner)
        return Creation(call, expr, cls, shown, owner, _may_be_given(module, expr))

    def client(self, module: "Module", expr: ExprId) -> "Class | None":
        """Return the class of the client that a value is, None if it may be anything else."""
        values = known(self._evaluator.infer(module, expr))
        found = [
            self._leaking((each.name,)) if isinstance(each, Instance) and not each.path else None for each in values
        ]
        return found[0] if found and all(each is found[0] for each in found) else None

    def _made(self, value: Value, *, owners: bool) -> "Class | None":
        """Return the cataloged class of the client that calling a thing makes."""
        if isinstance(value, Partial):
            return self._made(value.target, owners=owners)
        if isinstance(value, External):
            if value.name not in self._leaks:
                self._leaks[value.name] = self._leaking((value.name,)) or self._returned(value.name)
            return self._leaks[value.name]
        if isinstance(value, OwnClass):
            owner = self._owners.of(value) if owners else None
            return owner.cls if owner is not None else self._leaking(self._evaluator.mro(value).external)
        return self._by_factory(value, owners=owners) if isinstance(value, OwnFunction) else None

    def _leaking(self, names: tuple[str, ...]) -> "Class | None":
        found = [self._evaluator.catalog.cls(name) for name in names]
        return next((cls for cls in found if cls is not None and (cls.leaks or cls.long_lived)), None)

    def _returned(self, name: str) -> "Class | None":
        """Return the class of what a function of a library creates: `asyncpg.create_pool()`."""
        function = self._evaluator.catalog.function(name)
        cls = self._evaluator.catalog.cls(function.returns) if function is not None and function.returns else None
        return cls if cls is not None and cls.long_lived else None

    def _by_factory(self, value: OwnFunction, *, owners: bool) -> "Class | None":
        key = (value.module, value.scope, owners)
        return self._given.ask(key, lambda: self._factory(value, owners=owners))

    def _factory(self, value: OwnFunction, *, owners: bool) -> "Class | None":
        """Return the class of what a function creates and returns each time it is called."""
        module = self._evaluator.project.module(value.module)
        function = module.function(value.scope) if module is not None else None
        if module is None or function is None or function.is_generator:
            return None
        exprs = alternatives(module, *function.results)
        if not all(isinstance(module.row(expr), Call | Await) for expr in exprs):
            return None
        if not self._is_plain(module, function):
            return None
        found = [self._fresh(module, function, expr, owners=owners) for expr in exprs]
        return found[0] if found and all(each is found[0] for each in found) else None

    def _is_plain(self, module: "Module", function: "FunctionFacts") -> bool:
        static = {"builtins.staticmethod", "builtins.classmethod"}
        values = [self._evaluator.infer(module, decorator) for decorator in function.decorators]
        return all(any(isinstance(each, External) and each.name in static for each in found) for found in values)

    def _fresh(self, module: "Module", function: "FunctionFacts", expr: ExprId, *, owners: bool) -> "Class | None":
        row = module.row(expr)
        call = module.row(row.value) if isinstance(row, Await) else row
        if not isinstance(call, Call) or module.facts.function_of(call.region) is not function:
            return None
        creation = self.of(module, call, owners=owners)
        if creation is None:
            return None
        fate = ValueFlow(self._evaluator, module, creation.cls, function.id).follow(creation.value)
        is_given_away = fate.handed == {"returned"} and not (fate.releases or fate.kept or fate.lent)
        return creation.cls if is_given_away else None

    def _client(self, module: "Module", call: Call) -> ExprId:
        """Return the value that is the client: the result of a coroutine function is awaited first."""
        values = known(self._evaluator.infer(module, call.function))
        awaits = [each.value for each in module.uses_of.of(call.id) if isinstance(each.fact, Await)]
        if any(isinstance(value, External) and self._is_to_be_awaited(value) for value in values):
            if any(isinstance(each.fact, Element) for each in module.uses_of.of(call.id)):
                return UNKNOWN  # `async for connection in connect()`
            return awaits[0] if len(awaits) == 1 else call.id
        if not any(isinstance(value, OwnFunction) and self._is_coroutine(value) for value in values):
            return call.id
        return awaits[0] if len(awaits) == 1 else UNKNOWN

    def _is_to_be_awaited(self, value: External) -> bool:
        function = self._evaluator.catalog.function(value.name)
        return function is not None and function.effect in {"coroutine", "context"}

    def _is_coroutine(self, value: OwnFunction) -> bool:
        module = self._evaluator.project.module(value.module)
        return module is not None and module.function(value.scope).is_async

    def by_field(self, module: "Module", call: Call) -> Creation | None:
        """Return the creation that a field of a dataclass is, whose factory makes a client for each instance."""
        for name, expr in call.keywords:
            made = (
                [self._made(value, owners=False) for value in known(self._evaluator.infer(module, expr))]
                if name in _FACTORIES
                else []
            )
            if made and made[0] is not None:
                return Creation(call, call.id, made[0], f"{made[0].name}()")
        return None

    def _shown(self, module: "Module", call: Call, cls: "Class", owner: Owner | None) -> str:
        if owner is not None:
            return f"{cls.name}() (owns {owner.client.name})"
        for value in known(self._evaluator.infer(module, call.function)):
            home = self._evaluator.project.module(value.module) if isinstance(value, OwnClass | OwnFunction) else None
            if home is not None and isinstance(value, OwnClass | OwnFunction):
                return f"{home.scope(value.scope).qualname}()"
        return f"{cls.name}()"


def _may_be_given(module: "Module", expr: ExprId) -> bool:
    """Return whether a client is only created if the function was given none: `client or AsyncClient()`."""
    joins = (mention.fact for mention in module.uses_of.of(expr) if isinstance(mention.fact, Join))
    parts = (module.row(part) for join in joins for part in join.parts)
    return any(isinstance(row, Parameter) for row in parts)
