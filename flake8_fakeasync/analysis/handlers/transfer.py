"""What one step of code may raise: a call, an await, an entry, an iteration, a raise, the reading of a property."""

from typing import TYPE_CHECKING, TypeAlias

from flake8_fakeasync.analysis.handlers.plain_data import Plain
from flake8_fakeasync.analysis.handlers.raises import Raises, Summary
from flake8_fakeasync.analysis.infer import properties
from flake8_fakeasync.analysis.syntax.exprs import (
    UNKNOWN,
    Attribute,
    Await,
    Call,
    Declared,
    Display,
    Element,
    Enter,
    Expr,
    ExprId,
    Join,
    Narrowed,
    Starred,
)
from flake8_fakeasync.analysis.syntax.facts import Use
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
_ENTERING = {True: ("__aenter__", "__aexit__"), False: ("__enter__", "__exit__")}
_COMPLETES = "run_until_complete"  # of a loop, however it was made
_GROUP, _STARTS = "asyncio.TaskGroup", "create_task"
_ITERATING = {True: ("__aiter__", "__anext__"), False: ("__iter__", "__next__")}


class Transfer:
    """Adds single steps to a tally."""

    def __init__(self, evaluator: "Evaluator", offloads: "Offloads") -> None:
        self._evaluator = evaluator
        self._offloads = offloads
        self._catalog = evaluator.catalog
        self._conduct = Raises(evaluator)
        self._plain = Plain(evaluator)

    def add(self, tally: Summary, module: "Module", event: Event) -> None:
        """Add what one step may raise."""
        if tally.unknown:
            return
        if isinstance(event, Call):
            self._call(tally, module, event)
        elif isinstance(event, Await):
            self._awaited(tally, module, event.value)
        elif isinstance(event, Enter):
            self._through(tally, module, event.value, _ENTERING[event.is_async], strict=True)
        elif isinstance(event, Element):
            self._through(tally, module, event.base, _ITERATING[event.is_async], strict=event.is_async)
        elif isinstance(event, Use):
            values = known(self._evaluator.infer(module, event.value))
            tally.status = tally.status or not values
            for value in values:
                self._conduct.raised(tally, value)
        else:
            self._read(tally, module, event)

    def _call(self, tally: Summary, module: "Module", call: Call) -> None:
        bridged = self._bridged(module, call)
        if bridged:
            self._conduct.infer(tally, known(self._evaluator.infer(module, bridged)))
            return
        function = module.row(call.function)
        if isinstance(function, Attribute) and function.name == _COMPLETES and call.arguments:
            self._awaited(tally, module, call.arguments[0])
            return
        values = known(self._evaluator.infer(module, call.function))
        # What a function of the project does with a callable is seen when it is followed.
        own = any(isinstance(getattr(value, "target", value), OwnFunction) for value in values)
        offload = None if own else self._offloads.of(module, call)
        if offload is not None:
            self._conduct.infer(tally, known(offload.callables))
            return
        if values:
            self._conduct.infer(tally, values)
            for value in values:
                self._given(tally, module, call, value)
        elif self._is_of_group(module, function) and call.arguments:
            self._awaited(tally, module, call.arguments[0])
        elif not self._is_harmless_method(module, call.function):
            tally.unknown = True

    def _is_of_group(self, module: "Module", function: Expr) -> bool:
        """Return whether a method starts a task in a group that is waited for: `group.create_task()`."""
        if not isinstance(function, Attribute) or function.name != _STARTS:
            return False
        group = module.row(function.base)
        made = module.row(group.value) if isinstance(group, Enter) else group
        return isinstance(made, Call) and External(_GROUP) in self._evaluator.infer(module, made.function)

    def _bridged(self, module: "Module", call: Call) -> ExprId:
        """Return the async function that a call runs on a loop of its own: `async_to_sync(f)(…)`; UNKNOWN if none."""
        made = module.row(call.function)
        if not isinstance(made, Call) or not made.arguments:
            return UNKNOWN
        values = self._evaluator.infer(module, made.function)
        is_bridge = any(isinstance(value, External) and conduct(value.name) == "bridge" for value in values)
        return made.arguments[0] if is_bridge else UNKNOWN

    def _given(self, tally: Summary, module: "Module", call: Call, value: Value) -> None:
        """Add the callables that Python is given to run, and the awaitables that asyncio is given to wait for."""
        kind = conduct(value.name) if isinstance(value, External) else "unknown"
        if kind == "unknown" or not isinstance(value, External):
            return
        for expr in call.given:
            for each in sorted(known(self._evaluator.infer(module, expr)), key=repr):
                if self._is_run(each):
                    self._conduct.thing(tally, each)
        if kind == "system" and value.name.startswith("asyncio."):
            for expr in call.arguments:
                if expr and not self._plain.is_data(module, expr):
                    self._awaited(tally, module, expr)

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

    def _awaited(self, tally: Summary, module: "Module", expr: ExprId) -> None:
        """Add what awaiting does; what is not made by a call that can be seen may have been made anywhere."""
        row = module.row(expr)
        if any(self._is_outcome(value) for value in self._evaluator.infer(module, expr)):
            tally.unknown = True
        elif isinstance(row, Call):
            self._call(tally, module, row)
        elif not isinstance(row, Await):
            parts = _parts(row)
            tally.unknown = tally.unknown or not parts
            for part in parts:
                self._awaited(tally, module, part)

    def _is_outcome(self, value: Value) -> bool:
        """Return whether a thing is a future: it stands for what runs somewhere else."""
        return (
            isinstance(value, Instance)
            and not value.path
            and self._catalog.cls(value.name) is not None
            and conduct(value.name) == "unknown"
        )

    def _through(
        self, tally: Summary, module: "Module", expr: ExprId, methods: tuple[str, ...], *, strict: bool
    ) -> None:
        """Add what entering, or iterating over, a value runs; the call that makes the value is a step of its own."""
        values = known(self._evaluator.infer(module, expr))
        for value in sorted(values, key=repr):
            if isinstance(value, OwnInstance):
                self._conduct.methods(tally, value, methods)
            elif isinstance(value, Instance) and not value.path:
                self._conduct.used(tally, value.name, strict=strict)
        if strict and not isinstance(module.row(expr), Call) and not self._is_seen(values):
            tally.unknown = tally.unknown or bool(values) or not self._plain.is_data(module, expr)

    def _is_seen(self, values: ValueSet) -> bool:
        """Return whether it can be seen what runs when these are entered or iterated over."""
        return bool(values) and all(isinstance(value, Instance | OwnInstance) for value in values)

    def _read(self, tally: Summary, module: "Module", read: Attribute) -> None:
        for value in known(self._evaluator.infer(module, read.base)):
            if isinstance(value, Instance) and not value.path:
                self._conduct.read(tally, value.name)
            getter = properties.getter(self._evaluator, value, read.name) if isinstance(value, OwnInstance) else None
            if getter is not None:
                self._conduct.function(tally, getter)


def _parts(row: Expr) -> tuple[ExprId, ...]:
    """Return the values that a row passes on."""
    if isinstance(row, Starred | Declared):
        return (row.value,)
    if isinstance(row, Narrowed):
        return (row.base,)
    return row.parts if isinstance(row, Join) else row.items if isinstance(row, Display) else ()
