"""Streamed responses that nobody opens, reads to the end or closes."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.names.things import External, Instance, Thing, known
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.syntax.rows import Attribute, Await, Call, Constant, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names

_NEUTRAL = frozenset({"tested", "compared", "formatted", "operand", "dropped"})
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


def lost(names: "Names", module: "Module", call: Call) -> LostStream | None:
    """Return the stream that a call asks for and that is never entered, read to its end or closed."""
    found = {_stream(names, thing) for thing in known(names.things(module, call.function))}
    stream = found.pop() if len(found) == 1 else None
    if stream is None:
        return None
    if stream.close is not None:
        return _sent(module, call, stream, stream.close)
    if not _is_only_looked_at(module, call.id, frozenset({"__enter__", "__aenter__"})):
        return None
    return LostStream(stream.code, _NOTHING_SENT, "async with" if stream.is_async else "with", stream.library)


def _stream(names: "Names", thing: Thing) -> _Stream | None:
    if isinstance(thing, External):
        function = names.catalog.function(thing.name)
        if function is None or function.effect != "enters" or function.kind != "http":
            return None
        return _Stream(f"{function.name}()", function.library, is_async=False, close=None)
    cls = names.catalog.cls(thing.name) if isinstance(thing, Instance) and thing.path else None
    member = cls.member(thing.path) if cls is not None and isinstance(thing, Instance) else None
    if cls is None or member is None or cls.kind != "http" or not isinstance(thing, Instance):
        return None
    code = f"{cls.name}.{thing.path}"
    is_only_entered = names.catalog.misuse(cls.name, "await", thing.path) is not None
    if member.effect == "enters" or (member.effect == "context" and is_only_entered):
        return _Stream(f"{code}()", cls.library, cls.is_async, close=None)
    returned = names.catalog.cls(member.returns) if member.returns else None
    is_sent = thing.path == "send" and returned is not None and returned.library == cls.library
    return _Stream(f"{code}(stream=True)", cls.library, cls.is_async, cls.close[0]) if is_sent and cls.close else None


def _sent(module: "Module", call: Call, stream: _Stream, close: str) -> LostStream | None:
    """Return the stream that a request is sent for, if its response is left open."""
    row = module.row(dict(call.keywords).get("stream", 0))
    if not isinstance(row, Constant) or row.value is not True:
        return None
    mentions = module.mentions.of(call.id)
    response = call.id
    if stream.is_async:
        awaits = [mention.value for mention in mentions if isinstance(mention.fact, Await)]
        if len(awaits) != 1 or len(mentions) != 1:
            return None
        response = awaits[0]
    reads = {"aread", "aclose", "stream"} if stream.is_async else {"read", "close", "stream", close}
    if not _is_only_looked_at(module, response, frozenset(reads)):
        return None
    await_ = "await " if stream.is_async else ""
    return LostStream(stream.code, _KEEPS_OPEN, f"{await_}response.{close}() in finally", stream.library)


def _is_only_looked_at(module: "Module", value: Value, ends: frozenset[str]) -> bool:
    """Return whether a value goes nowhere and nothing of these, or an iterator over its body, is asked of it."""
    for mention in module.mentions.of(value):
        fact = mention.fact
        if isinstance(fact, Attribute):
            if fact.name in ends or "iter_" in fact.name:
                return False
        elif not isinstance(fact, Use) or fact.how not in _NEUTRAL:
            return False
    return True
