"""Follows a client into the functions, constructors and fields of the project that a call passes it to."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.lifetimes.borrowers import Borrower, Field, borrowers
from flake8_fakeasync.analysis.lifetimes.escapes import (
    CASTS,
    CLIENT,
    HOLDER,
    LOOKS,
    METHOD,
    PASSES_ON,
    Escape,
    Followed,
    InAttribute,
    Role,
)
from flake8_fakeasync.analysis.lifetimes.storing import Storing, is_variable
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.syntax.kinds import UseKind
from flake8_fakeasync.analysis.values import External, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.ids import FunctionId
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
    from flake8_fakeasync.analysis.values import Value
    from flake8_fakeasync.catalog import Class

_PARTIAL = "functools.partial"


class Passing:
    """Adds what a call does with a client to the values to follow, or to its escape."""

    def __init__(self, evaluator: "Evaluator", pending: list[Followed], fate: Escape, storing: Storing) -> None:
        self._evaluator = evaluator
        self._storing = storing
        self._pending = pending
        self._fate = fate
        self._calls: dict[tuple[str, FunctionId], list[tuple[Followed, Call]]] = {}
        self._returning: set[tuple[str, FunctionId]] = set()

    def pass_on(self, each: Followed, call: Call) -> None:
        """Follow a client, or what holds it, that is an argument of a call."""
        values = known(self._evaluator.infer(each.module, call.function))
        callees = {value.name.removeprefix("builtins.") if isinstance(value, External) else "" for value in values}
        if callees and callees <= LOOKS:
            return
        if callees and callees <= (CASTS if each.role in {CLIENT, METHOD} else PASSES_ON):
            role: Role = each.role if callees <= CASTS else HOLDER
            self._pending.append(each._replace(expr=call.id, role=role))
            return
        if each.role == METHOD and callees == {_PARTIAL} and call.arguments[:1] == (each.expr,):
            self._pending.append(each._replace(expr=call.id))
            return
        if is_variable(values):
            self._storing.put_as_default(each, call)
            return
        if self._is_only_used(each, call, values):
            return
        cls = self._taken_over(each, call, values)
        if cls is not None:
            self._pending.append(each._replace(expr=call.id, cls=cls))
        elif each.role not in {CLIENT, METHOD} or not self._lend(each, call):
            self._fate.handed.add("argument" if each.role != METHOD else "method")
            self._fate.takers.append(call)

    def _taken_over(self, each: Followed, call: Call, values: "frozenset[Value]") -> "Class | None":
        """Return the class of a client that closes the one that it is given here when it is closed itself."""
        value = next(iter(values)) if len(values) == 1 and each.role == CLIENT else None
        cls = self._evaluator.catalog.cls(value.name) if isinstance(value, External) else None
        named = {name for name, argument in call.keywords if argument == each.expr}
        is_taken = cls is not None and named and named <= set(cls.takes) and each.expr not in call.arguments
        return cls if is_taken else None

    def _is_only_used(self, each: Followed, call: Call, values: "frozenset[Value]") -> bool:
        """Return whether a client does not close the parts that it is created with."""
        classes = [self._evaluator.catalog.cls(value.name) if isinstance(value, External) else None for value in values]
        if classes and all(cls is not None and _uses(cls, each, call) for cls in classes):
            return True
        if not each.cls.is_part:
            return False
        told = {name for name, expr in call.keywords if getattr(each.module.row(expr), "value", None) is False}
        return bool(classes) and all(cls is not None and cls.closes_parts in told for cls in classes)

    def _lend(self, each: Followed, call: Call) -> bool:
        """Follow the parameters and fields that take a client; return whether these are all that does."""
        taken = borrowers(self._evaluator, each.module, call, each.expr)
        if taken is None or not all(self._is_followed(one) for one in taken):
            return False
        if not each.is_away:
            self._fate.objects.append(call.id)
        for one in taken:
            if isinstance(one, Field):
                if each.role == METHOD:
                    return False
                self._fate.keep(InAttribute(one.owner, one.name, is_inside=False, cls=each.cls), is_away=True)
                continue
            self._pending.append(Followed(one.module, one.value, each.role, each.cls, is_away=True))
            key = (one.module.path, one.scope)
            self._calls.setdefault(key, []).append((each, call))
            if key in self._returning:
                self._result(each, call, one.module.function(one.scope))
        return True

    def _is_followed(self, taken: Borrower | Field) -> bool:
        """Return whether an argument can be followed: the implementation uses it."""
        return isinstance(taken, Field) or bool(taken.module.uses_of.of(taken.value))

    def leave(self, each: Followed, how: UseKind, function: "FunctionFacts") -> None:
        """Follow a client out of a function that it was passed to."""
        if how == "returned" and not function.is_generator:
            key = (each.module.path, function.id)
            self._returning.add(key)
            if key not in self._calls:
                self._fate.handed.add("closure")
            for outer, call in self._calls.get(key, ()):
                self._result(outer, call, function)
        elif how in {"returned", "yielded", "raised", "shared"}:
            self._fate.handed.add("argument")

    def _result(self, each: Followed, call: Call, function: "FunctionFacts") -> None:
        """Follow what a call returns to where it was made; what a coroutine returns has to be awaited."""
        exprs = each.module.awaits.get(call.id, ()) if function.is_async else (call.id,)
        self._pending += [each._replace(expr=expr) for expr in exprs]


def _uses(cls: "Class", each: Followed, call: Call) -> bool:
    """Return whether a call passes a client only to parameters that leave it open."""
    if not cls.uses:
        return False
    given = [name for name, argument in call.keywords if argument == each.expr]
    places = [str(place) for place, argument in enumerate(call.arguments) if argument == each.expr]
    return {*given, *places} <= set(cls.uses)
