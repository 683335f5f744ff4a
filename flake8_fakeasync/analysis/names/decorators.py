"""What a decorator of the project makes of a function: whether it still runs where it is called, and what else runs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.names import wellknown
from flake8_fakeasync.analysis.names.things import (
    NOTHING,
    Coroutine,
    External,
    OwnFunction,
    Partial,
    Thing,
    Things,
    order,
    together,
)
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.syntax.rows import Await, Call, Constant, Join, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names

_CASTS = frozenset({"typing.cast", "typing_extensions.cast"})


class Seen(NamedTuple):
    """A decorator that can be seen through.

    `wrappers` are what it returns in place of the function, each of which calls it; `as_is` tells that the
    function itself may be returned. `given` are the values that stand for the function in the wrappers.
    """

    wrappers: tuple[OwnFunction, ...]
    as_is: bool
    given: frozenset[Value]

    def around(self, names: "Names", *, is_async: bool) -> list[OwnFunction]:
        """Return the wrappers of one kind."""
        return [each for each in self.wrappers if _function(names, each)[1].is_async == is_async]


def see(names: "Names", module: "Module", decorator: Value) -> Seen | None:
    """Return what a decorator does, None when it may do anything."""
    row = module.row(decorator)
    if not isinstance(row, Call):
        return _all([_see(names, thing) for thing in _sorted(names.things(module, decorator))])
    seen: list[Seen | None] = []
    for thing in _sorted(names.things(module, row.function)):
        made = _made(names, thing) if isinstance(thing, OwnFunction) else []
        seen.append(_all([_see(names, each) for each in made]) or _see(names, thing))
    return _all(seen)


def _sorted(things: Things) -> list[Thing]:
    return sorted(things, key=order)


def _all(seen: list[Seen | None]) -> Seen | None:
    """Return several decorators as one: all that a name may be must be known."""
    found = [each for each in seen if each is not None]
    if not found or len(found) < len(seen):
        return None
    wrappers = tuple(wrapper for each in found for wrapper in each.wrappers)
    given = frozenset(value for each in found for value in each.given)
    return Seen(wrappers, any(each.as_is for each in found), given)


def _made(names: "Names", factory: OwnFunction) -> list[Thing]:
    """Return the decorators that a factory of decorators returns, whatever its annotation says."""
    module, function = _function(names, factory)
    found = [names.things(module, value) for value in _results(names, module, function)]
    return [each.target if isinstance(each, Partial) else each for each in _sorted(together(found))]


def _see(names: "Names", thing: Thing) -> Seen | None:
    if isinstance(thing, External):
        return Seen((), as_is=True, given=frozenset()) if wellknown.is_transparent(thing.name) else None
    if not isinstance(thing, OwnFunction):
        return None
    module, function = _function(names, thing)
    given = frozenset(parameter.value for parameter in function.parameters)
    wrappers: list[OwnFunction] = []
    as_is = False
    for value in _results(names, module, function):
        if value in given:
            as_is = True
            continue
        for each in _sorted(names.things(module, value)):
            if isinstance(each, Partial) and each.target == thing:  # called with options: returns itself
                continue
            if not isinstance(each, OwnFunction) or not _calls(names, each, thing, given):
                return None
            wrappers.append(each)
    return Seen(tuple(wrappers), as_is, given) if wrappers or as_is else None


def _results(names: "Names", module: "Module", function: FunctionFacts) -> Iterator[Value]:
    """Yield the values that a function returns, each alternative by itself, without casts."""
    pending = list(function.results)
    while pending:
        value = pending.pop()
        row = module.row(value)
        if isinstance(row, Join):
            pending += row.parts
        elif isinstance(row, Call) and len(row.arguments) > 1 and _is_cast(names, module, row):
            pending.append(row.arguments[1])
        elif not isinstance(row, Constant):
            yield value


def _is_cast(names: "Names", module: "Module", row: Call) -> bool:
    return any(isinstance(each, External) and each.name in _CASTS for each in names.things(module, row.function))


def _calls(names: "Names", wrapper: OwnFunction, decorator: OwnFunction, given: frozenset[Value]) -> bool:
    """Return whether a wrapper calls what was decorated, itself and not through somebody else."""
    module, function = _function(names, wrapper)
    if wrapper.module != decorator.module or function.is_generator:
        return False
    if any(see(names, module, each) is None for each in function.decorators):
        return False
    return any(_stands_for(module, call.function, given) for call in module.calls(function.id))


def _stands_for(module: "Module", value: Value, given: frozenset[Value]) -> bool:
    row = module.row(value)
    return value in given or (isinstance(row, Join) and bool(given & set(row.parts)))


def result(names: "Names", module: "Module", decorator: Value, inner: Things) -> Things:
    """Return what a function behind a decorator of the project gives that gives `inner` without it."""
    seen = see(names, module, decorator)
    if seen is None:
        return NOTHING
    is_awaited = any(isinstance(each, Coroutine) for each in inner)
    fitting = seen.around(names, is_async=is_awaited) or list(seen.wrappers)
    return together([_result(names, each, seen.given, inner) for each in fitting]) if fitting else inner


def _result(names: "Names", wrapper: OwnFunction, given: frozenset[Value], inner: Things) -> Things:
    module, function = _function(names, wrapper)
    found: list[Things] = []
    for value in _results(names, module, function):
        row = module.row(value)
        awaited = isinstance(row, Await)
        call = module.row(row.value) if isinstance(row, Await) else row
        if isinstance(call, Call) and _stands_for(module, call.function, given):
            found.append(together([each.result for each in inner if isinstance(each, Coroutine)]) if awaited else inner)
        else:
            found.append(names.things(module, value))
    given_back = together(found)
    return frozenset({Coroutine(given_back)}) if function.is_async else given_back


def _function(names: "Names", thing: OwnFunction) -> tuple["Module", FunctionFacts]:
    module = names.project.module(thing.module)
    if module is None:
        raise LookupError(thing.module)
    return module, module.function(thing.scope)
