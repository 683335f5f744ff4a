"""Where a function or class of the project is called, if everything that a module does with it is known."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Declared, Display, Imported, Item, Join, Parameter
from flake8_fakeasync.analysis.syntax.facts import Store, Use
from flake8_fakeasync.analysis.syntax.kinds import UseKind
from flake8_fakeasync.analysis.values import External, OwnClass, OwnFunction, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.mention_index import Mention
    from flake8_fakeasync.analysis.project.module import Module

CONSTRUCTOR = "__init__"
_PASSED_ON: frozenset[UseKind] = frozenset({"raised", "returned", "shared", "yielded"})
_ASKS = frozenset(f"builtins.{name}" for name in ("isinstance", "issubclass", "super"))


class Caller(NamedTuple):
    """A call in a module; `bound` counts the parameters that get theirs from the method itself."""

    module: "Module"
    call: Call
    bound: int


class UnknownCallersError(Exception):
    """A function or class escapes, so that its callers are unknown."""


class Mentions:
    """What modules do with one function or class: who calls it, other names for it, classes derived from it."""

    def __init__(self, evaluator: "Evaluator", target: OwnFunction | OwnClass) -> None:
        self._evaluator = evaluator
        self._target = target
        self.callers: list[Caller] = []
        self.names: list[str] = []
        self.subclasses: list[OwnClass] = []

    def read(self, module: "Module", name: str) -> None:
        """Take in what a module does with what it calls `name`; raise an UnknownCallersError if it hands that on."""
        if name in module.spelled:
            raise UnknownCallersError
        before, is_imported = len(self.callers), False
        index = module.uses_of
        for expr in (*index.names.get(name, ()), *(read.id for read in index.reads.get(name, ()))):
            for value in self._meant(module, expr):
                self._follow(module, expr, name, bound=isinstance(value, OwnClass) or value.receiver is not None)
                self._defined_with(module, expr)
                is_imported |= isinstance(module.row(expr), Imported)
        if module.facts.is_package and is_imported and len(self.callers) == before:
            raise UnknownCallersError  # a package passes it on

    def _meant(self, module: "Module", expr: ExprId) -> "Iterator[OwnFunction | OwnClass]":
        """Yield what a name or attribute may be, as far as it is the target."""
        values = self._evaluator.infer(module, expr)
        by_object = isinstance(module.row(expr), Attribute) and _class_of(self._evaluator, self._target) is not None
        if by_object and not values:
            raise UnknownCallersError
        for value in values:
            if isinstance(value, OwnFunction | OwnClass) and _is_same(value, self._target):
                yield value
            elif by_object and self._is_overridden(value):
                raise UnknownCallersError

    def _is_overridden(self, value: Value) -> bool:
        """Return whether a method is that of a base class: calling it may lead to the target."""
        own = _class_of(self._evaluator, self._target)
        base = _class_of(self._evaluator, value)
        return own is not None and base is not None and base in self._evaluator.mro(own).own

    def _follow(self, module: "Module", expr: ExprId, name: str, *, bound: bool) -> None:
        """Take in what is done with a value, and with what is made of it."""
        index = module.uses_of
        pending, seen = [expr], {expr}
        while pending:
            current = pending.pop()
            self.names += [each for each in index.globals.get(current, ()) if each != name]
            if index.defaults.get(current) or any(each != name for _, each in index.classes.get(current, ())):
                raise UnknownCallersError
            for mention in index.of(current):
                if self._is_the_same(mention, current):
                    pending += [mention.value] if mention.value not in seen else []
                    seen.add(mention.value)
                elif isinstance(mention.fact, Call) and mention.fact.function == current:
                    self.callers.append(Caller(module, mention.fact, int(bound)))
                elif not self._is_harmless(module, mention, current):
                    raise UnknownCallersError

    def _is_the_same(self, mention: "Mention", expr: ExprId) -> bool:
        """Return whether a row is an alias of the value that it mentions."""
        row = mention.fact
        return isinstance(row, Declared | Join | Narrowed) or (isinstance(row, Item) and row.base == expr)

    def _is_harmless(self, module: "Module", mention: "Mention", expr: ExprId) -> bool:
        """Return whether a mention leads to no call."""
        row = mention.fact
        if isinstance(row, Display):
            others = module.uses_of.of(mention.value) if row.kind == "tuple" else [mention]
            return all(not isinstance(each.fact, Display) and self._is_harmless(module, each, expr) for each in others)
        if isinstance(row, Call):
            asked = self._evaluator.infer(module, row.function)
            return bool(asked) and all(isinstance(each, External) and each.name in _ASKS for each in asked)
        if isinstance(row, Use):
            return row.how not in _PASSED_ON
        return isinstance(row, Attribute | Item) or (isinstance(row, Store) and row.value != expr)

    def _defined_with(self, module: "Module", expr: ExprId) -> None:
        """Take in classes that are derived from the target; what it decorates it is handed."""
        if expr in module.uses_of.decorators:
            raise UnknownCallersError
        self.subclasses += [OwnClass(module.path, cls.id) for cls in module.uses_of.bases.get(expr, ())]

    def constructions(self, module: "Module") -> None:
        """Take in where methods of the target, a class, make objects of it: `cls(…)`, `type(self)(…)`."""
        for call in module.rows(Call):
            row = module.row(call.function)
            by_class = isinstance(row, Call | Parameter) or (isinstance(row, Attribute) and row.name == "__class__")
            if by_class and self._target in self._evaluator.infer(module, call.function):
                self.callers.append(Caller(module, call, 1))

    def super_calls(self, module: "Module", constructor: OwnFunction) -> None:
        """Take in where constructors of derived classes call that of the target."""
        for read in module.uses_of.reads.get(CONSTRUCTOR, ()):
            for value in self._evaluator.infer(module, read.id):
                if isinstance(value, OwnFunction) and _is_same(value, constructor):
                    self._follow(module, read.id, CONSTRUCTOR, bound=value.receiver is not None)


def _is_same(value: OwnFunction | OwnClass, target: OwnFunction | OwnClass) -> bool:
    return type(value) is type(target) and (value.module, value.scope) == (target.module, target.scope)


def _class_of(evaluator: "Evaluator", value: Value) -> OwnClass | None:
    """Return the class whose method a function is."""
    module = evaluator.project.module(value.module) if isinstance(value, OwnFunction) else None
    if module is None or not isinstance(value, OwnFunction):
        return None
    owner = module.owner(module.function(value.scope))
    return OwnClass(value.module, owner.id) if owner is not None else None
