"""What one step of code may raise: a call, an await, an entry, an iteration, a raise, the reading of a property."""

from typing import TYPE_CHECKING, TypeAlias

from flake8_fakeasync.analysis.handlers.library_raises import LibraryRaises
from flake8_fakeasync.analysis.handlers.passed import method_of_passed
from flake8_fakeasync.analysis.handlers.plain_data import Plain
from flake8_fakeasync.analysis.handlers.raises import Raises
from flake8_fakeasync.analysis.handlers.started import bridged, is_of_group, passed_on
from flake8_fakeasync.analysis.handlers.summary import Summary
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import properties
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Element, Enter
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import (
    External,
    Instance,
    Offloaded,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Partial,
    Super,
    Value,
    ValueSet,
    known,
)
from flake8_fakeasync.catalog.raises import conduct, is_quiet_method

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.infer.offloads import Offloads
    from flake8_fakeasync.analysis.project.module import Module

Event: TypeAlias = Attribute | Await | Call | Element | Enter | Use
_COMPLETES = "run_until_complete"  # of a loop, however it was made
_ENTERING = {True: ("__aenter__", "__aexit__"), False: ("__enter__", "__exit__")}
_ITERATING = {True: ("__aiter__", "__anext__"), False: ("__iter__", "__next__")}


class Transfer:
    """Adds single steps to a summary."""

    def __init__(self, evaluator: "Evaluator", offloads: "Offloads") -> None:
        self._evaluator = evaluator
        self._offloads = offloads
        self._catalog = evaluator.catalog
        self._library = LibraryRaises(evaluator)
        self._conduct = Raises(evaluator, self._library)
        self._plain = Plain(evaluator)

    def add(self, summary: Summary, module: "Module", event: Event) -> None:
        """Add what one step may raise."""
        if summary.unknown:
            return
        if isinstance(event, Call):
            self._call(summary, module, event)
        elif isinstance(event, Await):
            self._awaited(summary, module, event.value)
        elif isinstance(event, Enter):
            self._through(summary, module, event.value, _ENTERING[event.is_async], strict=True)
        elif isinstance(event, Element):
            self._through(summary, module, event.base, _ITERATING[event.is_async], strict=event.is_async)
        elif isinstance(event, Use):
            values = known(self._evaluator.infer(module, event.value))
            summary.status = summary.status or not values
            for value in values:
                self._conduct.raised(summary, value)
        else:
            self._read(summary, module, event)

    def _call(self, summary: Summary, module: "Module", call: Call) -> None:
        target = bridged(self._evaluator, module, call)
        if target:
            self._conduct.infer(summary, known(self._evaluator.infer(module, target)))
            return
        function = module.row(call.function)
        if isinstance(function, Attribute) and function.name == _COMPLETES and call.arguments:
            self._awaited(summary, module, call.arguments[0])
            return
        values = known(self._evaluator.infer(module, call.function)) or method_of_passed(
            self._evaluator, module, call.function
        )
        # What a function of the project does with a callable is seen when it is followed.
        own = any(isinstance(getattr(value, "target", value), OwnFunction) for value in values)
        offload = None if own else self._offloads.of(module, call)
        if offload is not None:
            self._conduct.infer(summary, known(offload.callables))
            return
        if values:
            self._conduct.infer(summary, values)
            for value in values:
                self._given(summary, module, call, value)
        elif is_of_group(self._evaluator, module, function) and call.arguments:
            self._awaited(summary, module, call.arguments[0])
        elif not self._is_harmless_method(module, call.function):
            summary.unknown = True

    def _given(self, summary: Summary, module: "Module", call: Call, value: Value) -> None:
        """Add the callables that Python is given to run, and the awaitables that asyncio is given to wait for."""
        kind = conduct(value.name) if isinstance(value, External) else "unknown"
        if kind == "unknown" or not isinstance(value, External):
            return
        for expr in call.given:
            for each in in_order(known(self._evaluator.infer(module, expr))):
                if self._is_run(each):
                    self._conduct.thing(summary, each)
        if kind == "system" and value.name.startswith("asyncio."):
            for expr in call.arguments:
                if expr and not self._plain.is_data(module, expr):
                    self._awaited(summary, module, expr)

    def _is_run(self, value: Value) -> bool:
        """Return whether an argument is something to run, and not a class to compare with."""
        if isinstance(value, External):
            return self._catalog.function(value.name) is not None
        return isinstance(value, OwnFunction | Partial | Offloaded)

    def _is_harmless_method(self, module: "Module", function: ExprId) -> bool:
        """Return whether an unresolved callee is a method of plain data, or inherited from a class that is quiet."""
        row = module.row(function)
        if not isinstance(row, Attribute):
            return False
        if is_quiet_method(row.name) or self._plain.is_data(module, row.base):
            return True
        values = known(self._evaluator.infer(module, row.base))
        return bool(values) and all(conduct(base) == "quiet" for value in values for base in self._bases(value))

    def _bases(self, value: Value) -> tuple[str, ...]:
        """Return the external bases from which a thing may have a method that the project does not define."""
        if not isinstance(value, OwnClass | OwnInstance | Super):
            return ("",)
        found = self._evaluator.mro(OwnClass(value.module, value.scope)).external
        return found or (("builtins.object",) if isinstance(value, Super) else ("",))

    def _awaited(self, summary: Summary, module: "Module", expr: ExprId) -> None:
        """Add what awaiting does; what is not made by a call that can be seen may have been made anywhere."""
        row = module.row(expr)
        if any(self._is_outcome(value) for value in self._evaluator.infer(module, expr)):
            summary.unknown = True
        elif isinstance(row, Call):
            self._call(summary, module, row)
        elif not isinstance(row, Await):
            parts = passed_on(row)
            summary.unknown = summary.unknown or not parts
            for part in parts:
                self._awaited(summary, module, part)

    def _is_outcome(self, value: Value) -> bool:
        """Return whether a value is a future, whose exceptions come from other code."""
        return (
            isinstance(value, Instance)
            and not value.path
            and self._catalog.cls(value.name) is not None
            and conduct(value.name) == "unknown"
        )

    def _through(
        self, summary: Summary, module: "Module", expr: ExprId, methods: tuple[str, ...], *, strict: bool
    ) -> None:
        """Add what entering, or iterating over, a value runs; the call that makes the value is a step of its own."""
        values = known(self._evaluator.infer(module, expr))
        for value in in_order(values):
            if isinstance(value, OwnInstance):
                self._conduct.methods(summary, value, methods)
            elif isinstance(value, Instance) and not value.path:
                self._library.used(summary, value.name, strict=strict)
        if strict and not isinstance(module.row(expr), Call) and not self._is_seen(values):
            summary.unknown = summary.unknown or bool(values) or not self._plain.is_data(module, expr)

    def _is_seen(self, values: ValueSet) -> bool:
        """Return whether it can be seen what runs when these are entered or iterated over."""
        return bool(values) and all(isinstance(value, Instance | OwnInstance) for value in values)

    def _read(self, summary: Summary, module: "Module", read: Attribute) -> None:
        for value in known(self._evaluator.infer(module, read.base)):
            if isinstance(value, Instance) and not value.path:
                self._library.read(summary, value.name)
            getter = properties.getter(self._evaluator, value, read.name) if isinstance(value, OwnInstance) else None
            if getter is not None:
                self._conduct.function(summary, getter)
