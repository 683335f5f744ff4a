"""Clients that code tries to close or enter in a way that does not work."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.lifetimes.clients import client, client_of, is_client
from flake8_fakeasync.analysis.lifetimes.creation import close_call
from flake8_fakeasync.analysis.lifetimes.escapes import CLOSERS
from flake8_fakeasync.analysis.lifetimes.exit_handlers import AT_EXIT, closed_at_exit, closed_by_run
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Enter, Expr
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, Use
from flake8_fakeasync.analysis.values import External, Instance, OwnFunction, Value, known
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.lifetimes.creation import Creation
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Class

_CLOSING = CLOSERS | keepers.names("closers", "methods")
_CALLED_WITHOUT_AWAIT = {AT_EXIT: 0, "weakref.finalize": 1}
_REGISTER = AT_EXIT.rpartition(".")[2]
_STACKS = frozenset({"contextlib.ExitStack", "contextlib.AsyncExitStack"})
_SYNC_STACK_METHODS = {
    "callback": "push_async_callback()",
    "enter_context": "enter_async_context()",
    "push": "push_async_exit()",
}


class Misclosing(NamedTuple):
    """A way to close or enter a client that does not work: the code, why it does not, and what to write instead.

    `what` is what it fails to do to the client: closed or entered. `missing` is the one thing that is missing, where
    that is all: "async", "await", "()", or the name of the method that closes the client.
    """

    code: str
    why: str
    instead: str
    library: str
    what: str = "closed"
    missing: str = ""


def finalized(creation: "Creation") -> Misclosing:
    """Return what is wrong with a client that only a finalizer closes."""
    why = "is closed by __del__ only"
    return Misclosing(creation.shown, why, f"a method that calls {creation.close_call}", creation.cls.library)


def entered(evaluator: "Evaluator", module: "Module", enter: Enter) -> Misclosing | None:
    """Return what is wrong with entering a client here: the wrong kind of `with`, or a class instead of a client."""
    values = known(evaluator.infer(module, enter.value))
    found = [_entered(evaluator, value, is_async=enter.is_async) for value in values]
    return found[0] if found and all(each == found[0] for each in found) else None


def _entered(evaluator: "Evaluator", value: Value, *, is_async: bool) -> Misclosing | None:
    with_ = "async with" if is_async else "with"
    cls = client(evaluator, value)
    if cls is not None:
        wanted = "async" if is_async else "sync"
        if cls.enter in {wanted, "both", "none"}:
            return None
        other = "with" if is_async else "async with"
        return Misclosing(
            f"{with_} {cls.name}()",
            f"needs {'__aenter__' if is_async else '__enter__'}(), which it does not have",
            other,
            cls.library,
            "entered",
            "" if is_async else "async",
        )
    if not isinstance(value, External):
        return None
    cls = evaluator.catalog.cls(value.name)
    if cls is None or not is_client(evaluator, cls):
        return None
    return Misclosing(f"{with_} {cls.name}", "enters the class", f"{with_} {cls.name}()", cls.library, "entered", "()")


def closed(evaluator: "Evaluator", module: "Module", call: Call) -> Misclosing | None:
    """Return what is wrong with a call that closes a client, or leaves that to somebody who cannot do it."""
    function = module.row(call.function)
    if isinstance(function, Attribute) and function.name in _CLOSING:
        cls = client_of(evaluator, module, function.base)
        if cls is not None:
            return _closing(evaluator, module, call, function, cls)
    return _registered(evaluator, module, call)


def _closing(
    evaluator: "Evaluator", module: "Module", call: Call, function: Attribute, cls: "Class"
) -> Misclosing | None:
    code = f"{cls.name}.{function.name}()"
    if cls.close and function.name not in cls.close and evaluator.catalog.missing(cls.name, function.name) is not None:
        return Misclosing(code, "does not exist", close_call(cls), cls.library, missing=cls.close[0])
    if function.name not in cls.close or not cls.coroutine_close:
        return None
    uses_of = [mention.fact for mention in module.uses_of.of(call.id)]
    if all(isinstance(fact, Use) and fact.how == "dropped" for fact in uses_of):
        return Misclosing(code, "is not awaited", close_call(cls), cls.library, missing="await")
    return None


def uncalled(evaluator: "Evaluator", module: "Module", waited: Await) -> Misclosing | None:
    """Return what is wrong with awaiting the method that closes a client instead of what calling it returns."""
    read = module.row(waited.value)
    if not isinstance(read, Attribute) or read.name not in CLOSERS:
        return None
    cls = client_of(evaluator, module, read.base)
    if cls is None or read.name not in cls.close:
        return None
    return Misclosing(f"await {cls.name}.{read.name}", "does not call it", close_call(cls), cls.library, missing="()")


def decorated(evaluator: "Evaluator", module: "Module", function: FunctionFacts) -> Misclosing | None:
    """Return what is wrong with a function that `@atexit.register` runs when the process exits."""
    if not any(getattr(module.row(each), "name", "") == _REGISTER for each in function.decorators):
        return None
    values = [value for each in function.decorators for value in known(evaluator.infer(module, each))]
    if External(AT_EXIT) not in values:
        return None
    cls = closed_at_exit(evaluator, [OwnFunction(module.path, function.id, None)])
    return _in_another_loop(cls) if cls is not None else None


def at_exit(evaluator: "Evaluator", module: "Module", arguments: tuple[ExprId, ...]) -> Misclosing | None:
    """Return what is wrong with what `atexit.register()` is given: it may close a client in a loop of its own."""
    values = known(evaluator.infer(module, arguments[0])) if arguments else frozenset()
    cls = closed_at_exit(evaluator, [value for value in values if isinstance(value, OwnFunction)])
    if cls is None and len(arguments) > 1:
        cls = closed_by_run(evaluator, module, values, arguments[1])
    return _in_another_loop(cls) if cls is not None else None


def _in_another_loop(cls: "Class") -> Misclosing:
    why = "closes it in another event loop than it was used in"
    return Misclosing(f"{AT_EXIT}() for {cls.name}", why, "async with", cls.library)


def _registered(evaluator: "Evaluator", module: "Module", call: Call) -> Misclosing | None:
    """Return what is wrong with handing a client, or its closing method, to code that awaits nothing."""
    taker = _taker(evaluator, module, call)
    if taker is None:
        return None
    name, place, instead = taker
    if name == AT_EXIT and (found := at_exit(evaluator, module, call.arguments)) is not None:
        return found
    if len(call.arguments) <= place:
        return None
    given = module.row(call.arguments[place])
    is_method = isinstance(given, Attribute) and given.name in CLOSERS
    expr = given.base if isinstance(given, Attribute) and is_method else call.arguments[place]
    cls = client_of(evaluator, module, expr)
    if cls is None or not cls.is_async or not cls.coroutine_close or is_method != (name in _TAKES_METHOD):
        return None
    shown = f"{cls.name}.{given.name}" if isinstance(given, Attribute) and is_method else f"{cls.name}()"
    return Misclosing(f"{name}({shown})", "awaits nothing", instead, cls.library)


_TAKES_METHOD = frozenset({"callback", *_CALLED_WITHOUT_AWAIT})


def _taker(evaluator: "Evaluator", module: "Module", call: Call) -> tuple[str, int, str] | None:
    for value in known(evaluator.infer(module, call.function)):
        if isinstance(value, External) and value.name in _CALLED_WITHOUT_AWAIT:
            return value.name, _CALLED_WITHOUT_AWAIT[value.name], "async with"
        if isinstance(value, External) and value.name == "contextlib.closing":
            return value.name, 0, "contextlib.aclosing() or async with"
    function = module.row(call.function)
    if (
        isinstance(function, Attribute)
        and function.name in _SYNC_STACK_METHODS
        and _is_stack(evaluator, module, function.base)
    ):
        return function.name, 0, _SYNC_STACK_METHODS[function.name]
    return None


def _is_stack(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    row: Expr = module.row(expr)
    if isinstance(row, Enter):
        row = module.row(row.value)
    values = evaluator.infer(module, row.function) if isinstance(row, Call) else evaluator.infer(module, expr)
    return any(isinstance(value, External | Instance) and value.name in _STACKS for value in values)
