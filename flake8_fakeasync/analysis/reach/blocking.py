"""Whether a call, an entry or an iteration blocks, by what the catalog says of what it may be."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.reach.constructors import connects, performs, spared
from flake8_fakeasync.analysis.reach.overrides import Declared
from flake8_fakeasync.analysis.syntax.exprs import (
    Attribute,
    Await,
    Call,
    Constant,
    Element,
    Enter,
    ExprId,
    Item,
    Starred,
)
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Bound,
    External,
    Instance,
    Offloaded,
    OwnClass,
    OwnFunction,
    Partial,
    Value,
    ValueSet,
    known,
)
from flake8_fakeasync.catalog import inspections

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Class, Member
    from flake8_fakeasync.settings import Settings

DRAINS = frozenset(
    f"builtins.{name}"
    for name in ("all", "any", "dict", "enumerate", "frozenset", "list", "max", "min", "next", "set", "sorted", "sum")
) | {"builtins.tuple", "itertools.chain"}
_AWAITABLE_TESTS = inspections.names("awaitable") | inspections.names("class")
_DRAINING = frozenset(map(External, DRAINS))


class Blocking(NamedTuple):
    """A blocking API: its qualified name as a call, its kind and library, and what to use instead.

    `instead` is None where that is the recommended client (for HTTP), or not known.
    """

    name: str
    kind: str
    library: str
    instead: str | None


class BlockingClassifier:
    """Says what blocks: the catalog, corrected by what the user declared."""

    def __init__(self, evaluator: "Evaluator", settings: "Settings") -> None:
        self._evaluator = evaluator
        self.declared = Declared(settings.blocking, settings.nonblocking, evaluator.catalog)
        self.any_is_enough = settings.dispatch == "any"
        self._quiet: dict[str, bool] = {}

    def call(self, module: "Module", call: Call) -> Blocking | None:
        """Return the blocking API that a call is, or may be."""
        return self._any(module, call.function, "blocks", call) or self._drained(module, call)

    def enter(self, module: "Module", enter: Enter) -> Blocking | None:
        """Return the blocking API that entering this context manager is."""
        if enter.is_async:
            return None
        row = module.row(enter.value)
        entered = self._any(module, row.function, "enters", row) if isinstance(row, Call) else None
        return entered or self._protocol(module, enter.value, "__enter__")

    def element(self, module: "Module", element: Element) -> Blocking | None:
        """Return the blocking API that iterating over this is."""
        return None if element.is_async else self._iterated(module, element.base)

    def _iterated(self, module: "Module", expr: ExprId) -> Blocking | None:
        row = module.row(expr)
        if isinstance(row, Starred):
            expr, row = row.value, module.row(row.value)
        iterated = self._any(module, row.function, "iterates", row) if isinstance(row, Call) else None
        return iterated or self._protocol(module, expr, "__iter__")

    def _drained(self, module: "Module", call: Call) -> Blocking | None:
        """Return what `list(...)` and its like iterate over to the end."""
        values = self._evaluator.infer(module, call.function) if call.arguments else NOTHING
        if values.isdisjoint(_DRAINING):
            return None
        found = [self._iterated(module, expr) for expr in call.arguments if expr]
        return next((each for each in found if each is not None), None)

    def _protocol(self, module: "Module", expr: ExprId, method: str) -> Blocking | None:
        """Return the blocking API that a method called by the language (`with`, `for`) is."""
        found: list[Blocking] = []
        values = known(self._evaluator.infer(module, expr)) if expr else NOTHING
        for value in values:
            cls = self._evaluator.catalog.cls(value.name) if isinstance(value, Instance) and not value.path else None
            member = cls.member(method) if cls else None
            if cls is not None and member is not None and member.effect == "blocks":
                found.append(Blocking(f"{cls.name}.{method}()", cls.kind, cls.library, _instead(cls, member)))
        return self._chosen(found, len(values))

    def attribute(self, module: "Module", attribute: Attribute) -> Blocking | None:
        """Return the blocking API that reading this attribute is (a property that does I/O)."""
        found: list[Blocking] = []
        values = known(self._evaluator.infer(module, attribute.base))
        for value in values:
            if not isinstance(value, Instance):
                continue
            path = f"{value.path}.{attribute.name}" if value.path else attribute.name
            cls = self._evaluator.catalog.cls(value.name)
            member = cls.member(path) if cls else None
            if cls is not None and member is not None and member.effect == "property-blocks":
                found.append(Blocking(f"{value.name}.{path}", cls.kind, cls.library, _instead(cls, member)))
        return self._chosen(found, len(values))

    def _any(self, module: "Module", function: ExprId, effect: str, call: Call) -> Blocking | None:
        """Return the blocking API that one of the values of a callee is, or that all are where that is asked for."""
        values = known(self._evaluator.infer(module, function))
        judged = [self.thing(module, value, effect, call) for value in values]
        found = [each for each in judged if each is not None]
        if found and len(found) < len(values) and self._is_told_elsewhere(module, function, call, values):
            return None
        return self._chosen(found, len(values))

    def _is_told_elsewhere(self, module: "Module", function: ExprId, call: Call, values: ValueSet) -> bool:
        """Return whether it is decided where we do not look which of several values a callee is.

        By a key, an argument of the function that gives it, a test for being awaitable, or by what is installed.
        """
        if any(isinstance(value, External) and self._is_quiet(value.name) for value in values):
            return True
        return _is_tested_awaitable(module, call) or is_looked_up(self._evaluator, module, function)

    def _chosen(self, found: list[Blocking], of: int) -> Blocking | None:
        return min(found, default=None) if len(found) == of or self.any_is_enough else None

    def thing(
        self, module: "Module", value: Value, effect: str = "blocks", call: Call | None = None
    ) -> Blocking | None:
        """Return the blocking API that calling a thing is; `call` holds its arguments, if it is known."""
        if isinstance(value, External):
            is_quiet = self._is_quiet(value.name)
            return None if is_quiet else self._external(module, value.name, effect, call)
        if isinstance(value, Instance):
            return self._member(value, effect, call)
        if isinstance(value, Partial):
            return self.thing(module, value.target, effect, call)
        if isinstance(value, OwnFunction):
            return self._declared_own(value) if effect == "blocks" else None
        if isinstance(value, OwnClass):
            return self._constructed(module, value, effect, call)
        return None

    def _is_quiet(self, name: str) -> bool:
        """Return whether neither the catalog nor the user says anything of a function or class."""
        known = self._quiet.get(name)
        if known is None:
            catalog = self._evaluator.catalog
            speaks = catalog.function(name) or catalog.cls(name) or self.declared.blocking(name)
            known = self._quiet[name] = speaks is None
        return known

    def _external(self, module: "Module", name: str, effect: str, call: Call | None) -> Blocking | None:
        if self.declared.is_harmless(name):
            return None
        declared = self.declared.blocking(name) if effect == "blocks" else None
        if declared is not None:
            return Blocking(f"{name}()", declared.kind, name.partition(".")[0], declared.instead)
        catalog = self._evaluator.catalog
        function = catalog.function(name)
        if function is not None:
            if function.effect != effect or not performs(self._evaluator, module, function, call):
                return None
            name = function.name.removeprefix("builtins.")
            return Blocking(f"{name}()", function.kind, function.library, function.instead)
        cls = catalog.cls(name)
        if cls is not None and effect == "blocks" and connects(module, cls, call):
            return Blocking(f"{cls.name}()", cls.kind, cls.library, cls.instead)
        return None

    def _member(self, value: Instance, effect: str, call: Call | None) -> Blocking | None:
        path = value.path or "__call__"
        name = f"{value.name}.{path}"
        if self.declared.is_harmless(name):
            return None
        declared = self.declared.blocking(name) if effect == "blocks" else None
        if declared is not None:
            return Blocking(f"{name}()", declared.kind, name.partition(".")[0], declared.instead)
        cls = self._evaluator.catalog.cls(value.name)
        member = cls.member(path) if cls else None
        if cls is None or member is None or member.effect != effect:
            return None
        if call is not None and spared(call, cls.deferring):
            return None
        return Blocking(f"{name}()", cls.kind, cls.library, _instead(cls, member))

    def _declared_own(self, value: OwnFunction) -> Blocking | None:
        """Return what the user declared a function of the project to be; an async one never blocks."""
        module = self._evaluator.project.module(value.module) if self.declared.speaks else None
        function = module.function(value.scope) if module is not None else None
        if module is None or function is None or function.is_async:
            return None
        found = self.declared.function(module, function)
        if found is None:
            return None
        name, said = found
        return Blocking(f"{name}()", said.kind, name.partition(".")[0], said.instead)

    def _constructed(self, module: "Module", value: OwnClass, effect: str, call: Call | None) -> Blocking | None:
        line = self._evaluator.mro(value)
        for own in line.own:
            found = self._evaluator.project.module(own.module)
            if found is not None and "__init__" in found.cls(own.scope).names:
                return None
        for base in line.external:
            blocking = self._external(module, base, effect, call)
            if blocking is not None and self._evaluator.catalog.cls(base) is not None:
                return blocking
        return None


def is_looked_up(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    """Return whether a value is taken from a container by a known key, or given by a function of the project."""
    row = module.row(expr)
    while isinstance(row, Attribute | Await | Enter):
        expr = row.base if isinstance(row, Attribute) else row.value
        row = module.row(expr)
    if isinstance(row, Item):
        return isinstance(module.row(row.key), Constant) or is_looked_up(evaluator, module, row.base)
    if not isinstance(row, Call):
        return False
    return any(isinstance(value, OwnFunction | Bound) for value in evaluator.infer(module, row.function))


def _is_tested_awaitable(module: "Module", call: Call) -> bool:
    """Return whether the result of a call is tested for being awaitable, or entered with `async with`."""
    for mention in module.uses_of.of(call.id):
        row = mention.fact
        if isinstance(row, Enter) and row.is_async:
            return True
        if isinstance(row, Call) and call.id in row.arguments and _asks_for_awaitable(module, row):
            return True
    return False


def _asks_for_awaitable(module: "Module", test: Call) -> bool:
    name = getattr(module.row(test.function), "name", "")
    if name in inspections.names("attribute"):
        asked = module.row(test.arguments[-1])
        return isinstance(asked, Constant) and asked.value in inspections.names("awaiting")
    return name in _AWAITABLE_TESTS


def _instead(cls: "Class", member: "Member") -> str | None:
    """Return what to use in place of a member; a twin on the same object is named with its class."""
    return f"{cls.name}.{member.instead}" if member.instead and cls.twin else member.instead or cls.instead


__all__ = ["DRAINS", "Blocking", "BlockingClassifier", "Offloaded"]
