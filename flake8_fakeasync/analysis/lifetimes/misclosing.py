"""Clients that code tries to close or enter in a way that does not work."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.lifetimes.creations import close_call
from flake8_fakeasync.analysis.lifetimes.fates import CLOSERS
from flake8_fakeasync.analysis.names.things import External, Instance, OwnClass, OwnInstance, Thing, known
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.syntax.rows import Attribute, Call, Enter, Row, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.lifetimes.creations import Creation
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names
    from flake8_fakeasync.catalog import Class

_CALLED_WITHOUT_AWAIT = {"atexit.register": 0, "weakref.finalize": 1}
_STACKS = frozenset({"contextlib.ExitStack", "contextlib.AsyncExitStack"})
_SYNC_STACK_METHODS = {
    "callback": "push_async_callback()",
    "enter_context": "enter_async_context()",
    "push": "push_async_exit()",
}


class Misclosing(NamedTuple):
    """One way that does not work: the code as one would write it, why not, and what to write instead."""

    code: str
    why: str
    instead: str
    library: str


def finalized(creation: "Creation") -> Misclosing:
    """Return what is wrong with a client that only a finalizer closes."""
    why = "is closed by __del__ only"
    return Misclosing(creation.shown, why, f"a method that calls {creation.close_call}", creation.cls.library)


def entered(names: "Names", module: "Module", enter: Enter) -> Misclosing | None:
    """Return what is wrong with entering a client here: the wrong kind of `with`, or a class instead of a client."""
    things = known(names.things(module, enter.value))
    found = [_entered(names, thing, is_async=enter.is_async) for thing in things]
    return found[0] if found and all(each == found[0] for each in found) else None


def _entered(names: "Names", thing: Thing, *, is_async: bool) -> Misclosing | None:
    with_ = "async with" if is_async else "with"
    cls = _client(names, thing)
    if cls is not None:
        wanted = "async" if is_async else "sync"
        if cls.enter in {wanted, "both", "none"}:
            return None
        other = "with" if is_async else "async with"
        return Misclosing(
            f"{with_} {cls.name}()", f"has no {'__aenter__' if is_async else '__enter__'}()", other, cls.library
        )
    if not isinstance(thing, External):
        return None
    cls = names.catalog.cls(thing.name)
    if cls is None or not is_client(names, cls):
        return None
    return Misclosing(f"{with_} {cls.name}", "enters the class", f"{with_} {cls.name}()", cls.library)


def is_client(names: "Names", cls: "Class") -> bool:
    """Return whether a class is a client to close: an async one, or the sync twin of one."""
    twin = names.catalog.cls(cls.instead) if cls.instead else None
    return cls.leaks or (bool(cls.close) and twin is not None and twin.leaks)


def _client(names: "Names", thing: Thing) -> "Class | None":
    """Return the class of a client that a thing is, unless a derived class says itself how it is closed and entered."""
    if isinstance(thing, Instance) and not thing.path:
        cls = names.catalog.cls(thing.name)
        return cls if cls is not None and is_client(names, cls) else None
    if isinstance(thing, OwnInstance):
        line = names.lineage(OwnClass(thing.module, thing.scope))
        found = [cls for cls in map(names.catalog.cls, line.external) if cls is not None and is_client(names, cls)]
        return found[0] if found and not any(_closes_itself(names, own) for own in line.own) else None
    return None


def _closes_itself(names: "Names", own: OwnClass) -> bool:
    module = names.project.module(own.module)
    return module is None or bool({*CLOSERS, "__enter__", "__aenter__"} & module.cls(own.scope).names.keys())


def _client_of(names: "Names", module: "Module", value: Value) -> "Class | None":
    found = [_client(names, thing) for thing in known(names.things(module, value))]
    return found[0] if found and all(each is found[0] for each in found) else None


def closed(names: "Names", module: "Module", call: Call) -> Misclosing | None:
    """Return what is wrong with a call that closes a client, or leaves that to somebody who cannot do it."""
    function = module.row(call.function)
    if isinstance(function, Attribute) and function.name in CLOSERS:
        cls = _client_of(names, module, function.base)
        if cls is not None:
            return _closing(names, module, call, function, cls)
    return _registered(names, module, call)


def _closing(names: "Names", module: "Module", call: Call, function: Attribute, cls: "Class") -> Misclosing | None:
    code = f"{cls.name}.{function.name}()"
    if cls.close and function.name not in cls.close and names.catalog.missing(cls.name, function.name) is not None:
        return Misclosing(code, "does not exist", close_call(cls), cls.library)
    if function.name not in cls.close or not cls.coroutine_close:
        return None
    mentions = [mention.fact for mention in module.mentions.of(call.id)]
    if all(isinstance(fact, Use) and fact.how == "dropped" for fact in mentions):
        return Misclosing(code, "is not awaited", close_call(cls), cls.library)
    return None


def _registered(names: "Names", module: "Module", call: Call) -> Misclosing | None:
    """Return what is wrong with handing a client, or its closing method, to code that awaits nothing."""
    taker = _taker(names, module, call)
    if taker is None:
        return None
    name, place, instead = taker
    if len(call.arguments) <= place:
        return None
    given = module.row(call.arguments[place])
    is_method = isinstance(given, Attribute) and given.name in CLOSERS
    value = given.base if isinstance(given, Attribute) and is_method else call.arguments[place]
    cls = _client_of(names, module, value)
    if cls is None or not cls.is_async or not cls.coroutine_close or is_method != (name in _TAKES_METHOD):
        return None
    shown = f"{cls.name}.{given.name}" if isinstance(given, Attribute) and is_method else f"{cls.name}()"
    return Misclosing(f"{name}({shown})", "awaits nothing", instead, cls.library)


_TAKES_METHOD = frozenset({"callback", *_CALLED_WITHOUT_AWAIT})


def _taker(names: "Names", module: "Module", call: Call) -> tuple[str, int, str] | None:
    for thing in known(names.things(module, call.function)):
        if isinstance(thing, External) and thing.name in _CALLED_WITHOUT_AWAIT:
            return thing.name, _CALLED_WITHOUT_AWAIT[thing.name], "async with"
        if isinstance(thing, External) and thing.name == "contextlib.closing":
            return thing.name, 0, "contextlib.aclosing() or async with"
    function = module.row(call.function)
    if (
        isinstance(function, Attribute)
        and function.name in _SYNC_STACK_METHODS
        and _is_stack(names, module, function.base)
    ):
        return function.name, 0, _SYNC_STACK_METHODS[function.name]
    return None


def _is_stack(names: "Names", module: "Module", value: Value) -> bool:
    row: Row = module.row(value)
    if isinstance(row, Enter):
        row = module.row(row.value)
    things = names.things(module, row.function) if isinstance(row, Call) else names.things(module, value)
    return any(isinstance(thing, External | Instance) and thing.name in _STACKS for thing in things)
