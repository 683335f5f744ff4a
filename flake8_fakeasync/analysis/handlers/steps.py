"""What one step of code may raise: a call, an await, an entry, an iteration, a raise, the reading of a property."""

from typing import TYPE_CHECKING, TypeAlias

from flake8_fakeasync.analysis.handlers.conduct import Conduct, Tally
from flake8_fakeasync.analysis.handlers.plain import Plain
from flake8_fakeasync.analysis.names import classes
from flake8_fakeasync.analysis.names.things import (
    External,
    Instance,
    Offloaded,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Partial,
    Super,
    Thing,
    Things,
    known,
)
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.syntax.rows import (
    Attribute,
    Await,
    Call,
    Declared,
    Display,
    Element,
    Enter,
    Join,
    Narrowed,
    Row,
    Starred,
    Value,
)
from flake8_fakeasync.catalog.conduct import conduct

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names
    from flake8_fakeasync.analysis.names.offloads import Offloads

Event: TypeAlias = Attribute | Await | Call | Element | Enter | Use
_ENTERING = {True: ("__aenter__", "__aexit__"), False: ("__enter__", "__exit__")}
_ITERATING = {True: ("__aiter__", "__anext__"), False: ("__iter__", "__next__")}


class Steps:
    """Adds single steps to a tally."""

    def __init__(self, names: "Names", offloads: "Offloads") -> None:
        self._names = names
        self._offloads = offloads
        self._catalog = names.catalog
        self._conduct = Conduct(names)
        self._plain = Plain(names)

    def add(self, tally: Tally, module: "Module", event: Event) -> None:
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
            for thing in known(self._names.things(module, event.value)):
                self._conduct.raised(tally, thing)
        else:
            self._read(tally, module, event)

    def _call(self, tally: Tally, module: "Module", call: Call) -> None:
        things = known(self._names.things(module, call.function))
        # What a function of the project does with a callable is seen when it is followed.
        own = any(isinstance(getattr(thing, "target", thing), OwnFunction) for thing in things)
        offload = None if own else self._offloads.of(module, call)
        if offload is not None:
            self._conduct.things(tally, known(offload.callables))
            return
        if things:
            self._conduct.things(tally, things)
            for thing in things:
                self._given(tally, module, call, thing)
        elif not self._is_harmless_method(module, call.function):
            tally.unknown = True

    def _given(self, tally: Tally, module: "Module", call: Call, thing: Thing) -> None:
        """Add the callables that Python is given to run, and the awaitables that asyncio is given to wait for."""
        kind = conduct(thing.name) if isinstance(thing, External) else "unknown"
        if kind == "unknown" or not isinstance(thing, External):
            return
        for value in (*call.arguments, *(value for _, value in call.keywords)):
            for each in sorted(known(self._names.things(module, value)), key=repr):
                if self._is_run(each):
                    self._conduct.thing(tally, each)
        if kind == "system" and thing.name.startswith("asyncio."):
            for value in call.arguments:
                if value and not self._plain.is_data(module, value):
                    self._awaited(tally, module, value)

    def _is_run(self, thing: Thing) -> bool:
        """Return whether an argument is something to run, and not a class to compare with."""
        if isinstance(thing, External):
            return self._catalog.function(thing.name) is not None
        return isinstance(thing, OwnFunction | Partial | Offloaded)

    def _is_harmless_method(self, module: "Module", function: Value) -> bool:
        """Return whether an unresolved callee is a method of plain data, or inherited from a class that is quiet."""
        row = module.row(function)
        if not isinstance(row, Attribute):
            return False
        if self._plain.is_data(module, row.base):
            return True
        things = known(self._names.things(module, row.base))
        return bool(things) and all(conduct(base) == "quiet" for thing in things for base in self._bases(thing))

    def _bases(self, thing: Thing) -> tuple[str, ...]:
        """Return the external bases from which a thing may have a method that the project does not define."""
        if not isinstance(thing, OwnClass | OwnInstance | Super):
            return ("",)
        found = self._names.lineage(OwnClass(thing.module, thing.scope)).external
        return found or (("builtins.object",) if isinstance(thing, Super) else ("",))

    def _awaited(self, tally: Tally, module: "Module", value: Value) -> None:
        """Add what awaiting does; what is not made by a call that can be seen may have been made anywhere."""
        row = module.row(value)
        if any(self._is_outcome(thing) for thing in self._names.things(module, value)):
            tally.unknown = True
        elif isinstance(row, Call):
            self._call(tally, module, row)
        elif not isinstance(row, Await):
            parts = _parts(row)
            tally.unknown = tally.unknown or not parts
            for part in parts:
                self._awaited(tally, module, part)

    def _is_outcome(self, thing: Thing) -> bool:
        """Return whether a thing is a future: it stands for what runs somewhere else."""
        return (
            isinstance(thing, Instance)
            and not thing.path
            and self._catalog.cls(thing.name) is not None
            and conduct(thing.name) == "unknown"
        )

    def _through(self, tally: Tally, module: "Module", value: Value, methods: tuple[str, ...], *, strict: bool) -> None:
        """Add what entering, or iterating over, a value runs; the call that makes the value is a step of its own."""
        things = known(self._names.things(module, value))
        for thing in sorted(things, key=repr):
            if isinstance(thing, OwnInstance):
                self._conduct.methods(tally, thing, methods)
            elif isinstance(thing, Instance) and not thing.path:
                self._conduct.used(tally, thing.name, strict=strict)
        if strict and not isinstance(module.row(value), Call) and not self._is_seen(things):
            tally.unknown = tally.unknown or bool(things) or not self._plain.is_data(module, value)

    def _is_seen(self, things: Things) -> bool:
        """Return whether it can be seen what runs when these are entered or iterated over."""
        return bool(things) and all(isinstance(thing, Instance | OwnInstance) for thing in things)

    def _read(self, tally: Tally, module: "Module", read: Attribute) -> None:
        for thing in known(self._names.things(module, read.base)):
            if isinstance(thing, Instance) and not thing.path:
                self._conduct.read(tally, thing.name)
            getter = classes.getter(self._names, thing, read.name) if isinstance(thing, OwnInstance) else None
            if getter is not None:
                self._conduct.function(tally, getter)


def _parts(row: Row) -> tuple[Value, ...]:
    """Return the values that a row passes on."""
    if isinstance(row, Starred | Declared):
        return (row.value,)
    if isinstance(row, Narrowed):
        return (row.base,)
    return row.parts if isinstance(row, Join) else row.items if isinstance(row, Display) else ()
