"""The parameters of project functions that a call gives a value to."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.names.calls import nature
from flake8_fakeasync.analysis.names.things import External, OwnFunction, Thing, known
from flake8_fakeasync.analysis.names.wellknown import is_transparent
from flake8_fakeasync.analysis.syntax.rows import Call, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names


class Borrower(NamedTuple):
    """A parameter: the function it is of, and its value there."""

    scope: int
    value: Value


def borrowers(
    names: "Names", module: "Module", call: Call, given: set[Value]
) -> "list[tuple[Module, Borrower]] | None":
    """Return every parameter that takes one of these values given to a call, None where that cannot be told."""
    found: list[tuple[Module, Borrower]] = []
    for thing in known(names.things(module, call.function)):
        taken = _of(names, thing, call, given)
        if taken is None:
            return None
        found += taken
    return found


def _of(names: "Names", thing: Thing, call: Call, given: set[Value]) -> "list[tuple[Module, Borrower]] | None":
    module = names.project.module(thing.module) if isinstance(thing, OwnFunction) else None
    if module is None or not isinstance(thing, OwnFunction):
        return None
    function = module.function(thing.scope)
    if not all(_is_wellknown(names, module, decorator) for decorator in function.decorators):
        return None
    positional = [parameter for parameter in function.parameters if parameter.kind == "positional"]
    if thing.receiver is not None and nature(names, thing) != "static":
        positional = positional[1:]
    places = [place for place, argument in enumerate(call.arguments) if argument in given]
    named = {name for name, argument in call.keywords if argument in given}
    by_place = [positional[place].value for place in places if place < len(positional)]
    by_name = [each.value for each in function.parameters if each.name in named and "star" not in each.kind]
    if len(by_place) < len(places) or len(by_name) < len(named):
        return None
    return [(module, Borrower(function.id, each)) for each in (*by_place, *by_name)]


def _is_wellknown(names: "Names", module: "Module", decorator: Value) -> bool:
    """Return whether a decorator is known to do nothing with the arguments of the function."""
    row = module.row(decorator)
    things = names.things(module, row.function if isinstance(row, Call) else decorator)
    return bool(things) and all(isinstance(thing, External) and is_transparent(thing.name) for thing in things)
