"""Streamed responses that nobody opens, reads to the end or closes."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Attribute, Await, Call, Constant
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.syntax.kinds import UseKind
from flake8_fakeasync.analysis.values import External, Instance, Value, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_NEUTRAL: frozenset[UseKind] = frozenset({"tested", "compared", "formatted", "represented", "operand", "dropped"})
_ENTERS = frozenset({"__enter__", "__aenter__"})
_KEEPS_OPEN = "leaves its response open"
_NOTHING_SENT = "is never entered"


class LostStream(NamedTuple):
    """A stream as one would write it, what is wrong with it, and what to write instead."""

    code: str
    why: str
    instead: str
    library: str


class _Stream(NamedTuple):
    """A call that opens a stream; `close` closes its response, None where it has to be entered."""

    code: str
    library: str
    is_async: bool
    close: str | None


def lost(evaluator: "Evaluator", module: "Module", call: Call) -> LostStream | None:
    """Return the stream that a call asks for and that is never entered, read to its end or closed."""
    found = {_stream(evaluator, value) for value in known(evaluator.infer(module, call.function))}
    stream = found.pop() if len(found) == 1 else None
    if stream is None:
        return None
    if stream.close is not None:
        return _sent(module, call, stream, stream.close)
    if not _is_only_looked_at(module, call.id, _ENTERS, may_be_iterated=False):
        return None
    return LostStream(stream.code, _NOTHING_SENT, "async with" if stream.is_async else "with", stream.library)


def _stream(evaluator: "Evaluator", value: Value) -> _Stream | None:
    if isinstance(value, External):
        function = evaluator.catalog.function(value.name)
        if function is None or function.effect != "enters" or function.kind != "http":
            return None
        return _Stream(f"{function.name}()", function.library, is_async=False, close=None)
    cls = evaluator.catalog.cls(value.name) if isinstance(value, Instance) and value.path else None
    member = cls.member(value.path) if cls is not None and isinstance(value, Instance) else None
    if cls is None or member is None or cls.kind != "http" or not isinstance(value, Instance):
        return None
    code = f"{cls.name}.{value.path}"
    is_only_entered = evaluator.catalog.misuse(cls.name, "await", value.path) is not None
    if member.effect == "enters" or (member.effect == "context" and is_only_entered):
        return _Stream(f"{code}()", cls.library, cls.is_async, close=None)
    returned = evaluator.catalog.cls(member.returns) if member.returns else None
    is_sent = value.path == "send" and returned is not None and returned.library == cls.library
    return _Stream(f"{code}(stream=True)", cls.library, cls.is_async, cls.close[0]) if is_sent and cls.close else None


def _sent(module: "Module", call: Call, stream: _Stream, close: str) -> LostStream | None:
    """Return the stream that a request is sent for, if its response is left open."""
    row = module.row(dict(call.keywords).get("stream", UNKNOWN))
    if not isinstance(row, Constant) or row.value is not True:
        return None
    uses_of = module.uses_of.of(call.id)
    response = call.id
    if stream.is_async:
        awaits = [mention.value for mention in uses_of if isinstance(mention.fact, Await)]
        if len(awaits) != 1 or len(uses_of) != 1:
            return None
        response = awaits[0]
    reads = {"aread", "aclose", "stream"} if stream.is_async else {"read", "close", "stream", close}
    if not _is_only_looked_at(module, response, frozenset(reads)):
        return None
    await_ = "await " if stream.is_async else ""
    return LostStream(stream.code, _KEEPS_OPEN, f"{await_}response.{close}() in finally", stream.library)


def _is_only_looked_at(module: "Module", expr: ExprId, ends: frozenset[str], *, may_be_iterated: bool = True) -> bool:
    """Return whether a value goes nowhere and nothing of these, or an iterator over its body, is asked of it.

    What has not been entered has no body: asking it for an iterator ends nothing.
    """
    for mention in module.uses_of.of(expr):
        fact = mention.fact
        if isinstance(fact, Attribute):
            if fact.name in ends or (may_be_iterated and "iter_" in fact.name):
                return False
        elif not isinstance(fact, Use) or fact.how not in _NEUTRAL:
            return False
    return True
