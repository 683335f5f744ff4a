"""The object that a method is called on, where its class decides what the method runs: some class overrides that."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ClassId, ExprId, FunctionId
from flake8_fakeasync.analysis.infer.implementations import may_be_of_subclass
from flake8_fakeasync.analysis.infer.subclasses import subclasses
from flake8_fakeasync.analysis.project.module import Context
from flake8_fakeasync.analysis.syntax.exprs import Attribute, FunctionRef
from flake8_fakeasync.analysis.values import OwnClass, OwnFunction, OwnInstance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts


class Receivers:
    """Answers for the methods of a project."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator
        self._reads: dict[tuple[str, FunctionId], frozenset[str]] = evaluator.queries.memo()
        self._known: dict[tuple[OwnClass, str, FunctionId], bool] = evaluator.queries.memo()
        self._of_self: dict[str, dict[FunctionId, set[str]]] = evaluator.queries.memo()

    def passed(self, module: "Module", base: ExprId, function: OwnFunction) -> Context:
        """Return `self` of a method that is called on a value; nothing if its class is not known, or does not matter.

        `base` is UNKNOWN where the method is not called by its name.
        """
        receiver = function.receiver
        home = self._evaluator.project.module(function.module)
        if home is None or not isinstance(receiver, OwnInstance) or not self.matters(home, function):
            return ()
        facts = home.function(function.scope)
        if home.owner(facts) is None:  # a function that was assigned to a name of the class
            return ((facts.parameters[0].value, frozenset({receiver})),)
        cls, defined_in = OwnClass(receiver.module, receiver.scope), OwnClass(home.path, ClassId(facts.parent))
        if cls == defined_in and base and may_be_of_subclass(module, base):
            return ()
        return ((facts.parameters[0].value, frozenset({receiver})),)

    def matters(self, home: "Module", function: OwnFunction) -> bool:
        """Return whether it may matter of which class the object is that a method is called on."""
        facts = home.function(function.scope)
        owner = home.owner(facts)
        if not isinstance(function.receiver, OwnInstance) or not facts.parameters:
            return False
        if owner is None:
            return not facts.parameters[0].annotation
        cls = OwnClass(function.receiver.module, function.receiver.scope)
        return self._matters(cls, OwnClass(home.path, owner.id), home, facts)

    def _matters(self, cls: OwnClass, defined_in: OwnClass, home: "Module", function: "FunctionFacts") -> bool:
        """Return whether a class further down than that of a method, or a mixin beside it, has what it reads."""
        key = (cls, home.path, function.id)
        found = self._known.get(key)
        if found is None:
            line, bases = self._evaluator.mro(cls).own, self._evaluator.mro(defined_in).own
            beside = [each for each in line if each not in bases] if defined_in in line else ()
            others = (*beside, *subclasses(self._evaluator, defined_in))
            found = self._known[key] = bool(others) and self._any_has(others, self._read(home, function))
        return found

    def _any_has(self, classes: "Iterable[OwnClass]", names: frozenset[str]) -> bool:
        homes = ((self._evaluator.project.module(cls.module), cls.scope) for cls in classes)
        return any(home is not None and not names.isdisjoint(home.cls(scope).names) for home, scope in homes)

    def _read(self, home: "Module", function: "FunctionFacts") -> frozenset[str]:
        """Return the names that a method, and those of its class that it calls, read on `self`."""
        key = (home.path, function.id)
        found = self._reads.get(key)
        if found is None:
            owner, by_function = home.owner(function), self._by_function(home)
            names, pending, seen = set[str](), [function.id], {function.id}
            while pending and owner is not None:
                new = by_function.get(pending.pop(), set()) - names
                names |= new
                rows = (home.row(expr) for name in new for expr in owner.names.get(name, ()))
                more = {row.scope for row in rows if isinstance(row, FunctionRef)} - seen
                seen |= more
                pending += more
            found = self._reads[key] = frozenset(names)
        return found

    def _by_function(self, home: "Module") -> dict[FunctionId, set[str]]:
        """Return, by function, the names that its own code reads on the first parameter of a method."""
        found = self._of_self.get(home.path)
        if found is None:
            found = self._of_self[home.path] = {}
            for row in home.rows(Attribute):
                if home.class_of_self(row.base) is not None:
                    found.setdefault(home.facts.function_of(row.region).id, set()).add(row.name)
        return found
