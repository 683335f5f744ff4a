"""Whether a call, an entry or an iteration blocks, by what the catalog says of what it may be."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import databases
from flake8_fakeasync.analysis.reach.blocking_api import Blocking, at, first_reported, of_member
from flake8_fakeasync.analysis.reach.constructors import connects, performs, spared
from flake8_fakeasync.analysis.reach.declared_functions import declared_own
from flake8_fakeasync.analysis.reach.overrides import Declared
from flake8_fakeasync.analysis.reach.told_elsewhere import is_looked_up, is_tested_awaitable
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Element, Enter, Starred
from flake8_fakeasync.analysis.values import (
    NOTHING,
    External,
    Instance,
    OwnClass,
    OwnFunction,
    Partial,
    Value,
    ValueSet,
    known,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.settings import Settings

DRAINS = frozenset(
    f"builtins.{name}"
    for name in ("all", "any", "dict", "enumerate", "frozenset", "list", "max", "min", "next", "set", "sorted", "sum")
) | {"builtins.tuple", "itertools.chain"}
_DRAINING = frozenset(map(External, DRAINS))


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
            if not isinstance(value, Instance) or value.path:
                continue
            cls = self._evaluator.catalog.cls(value.name)
            member = cls.member(method) if cls else None
            if cls is not None and member is not None and member.effect == "blocks":
                found.append(of_member(cls, member, f"{cls.name}.{method}()", value.site))
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
                found.append(of_member(cls, member, f"{value.name}.{path}", value.site))
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

        By a key, an argument of the function that returns it, a test for being awaitable, or by what is installed.
        """
        if any(isinstance(value, External) and self._is_quiet(value.name) for value in values):
            return True
        return is_tested_awaitable(self._evaluator, module, call) or is_looked_up(self._evaluator, module, function)

    def _chosen(self, found: list[Blocking], of: int) -> Blocking | None:
        return min(found, key=first_reported, default=None) if len(found) == of or self.any_is_enough else None

    def thing(
        self, module: "Module", value: Value, effect: str = "blocks", call: Call | None = None
    ) -> Blocking | None:
        """Return the blocking API that calling a thing is; `call` holds its arguments, if it is known."""
        if isinstance(value, External):
            is_quiet = self._is_quiet(value.name)
            return None if is_quiet else self._external(module, value.name, effect, call)
        if isinstance(value, Instance):
            return self._member(module, value, effect, call)
        if isinstance(value, Partial):
            return self.thing(module, value.target, effect, call)
        if isinstance(value, OwnFunction):
            return declared_own(self._evaluator, self.declared, value) if effect == "blocks" else None
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
            blocking = Blocking(f"{name}()", function.kind, function.library, function.instead, function.threaded)
            return at(blocking, databases.site(self._evaluator, module, function.database, call))
        cls = catalog.cls(name)
        if cls is not None and effect == "blocks" and connects(module, cls, call):
            blocking = Blocking(f"{cls.name}()", cls.kind, cls.library, cls.instead, cls.threaded)
            return at(blocking, databases.site(self._evaluator, module, cls.database, call))
        return None

    def _member(self, module: "Module", value: Instance, effect: str, call: Call | None) -> Blocking | None:
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
        site = value.site or databases.site(self._evaluator, module, cls.database, call)
        return of_member(cls, member, f"{name}()", site)

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
