"""What one call of a function of the project returns, where what it passes decides that."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.infer import conditions
from flake8_fakeasync.analysis.infer.arguments import Callee, bind
from flake8_fakeasync.analysis.infer.contexts import seen_by
from flake8_fakeasync.analysis.infer.functions import as_receiver
from flake8_fakeasync.analysis.literals import GIVEN
from flake8_fakeasync.analysis.project.parameters import behind, deciding
from flake8_fakeasync.analysis.project.uses import parts
from flake8_fakeasync.analysis.syntax.exprs import Call, Item, Join
from flake8_fakeasync.analysis.syntax.kinds import TESTS
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Coroutine,
    Instance,
    Literal,
    OwnFunction,
    Several,
    Value,
    ValueSet,
    known,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Context, Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts

_MOST_VALUES = 6
_MOST_RESULTS = 20
_MOST_ROWS = 40
_NO_ONE: frozenset[ExprId] = frozenset()


class Deciders(NamedTuple):
    """The parameters that decide what a function returns: by tests, by keys of tables, or as what it is made of."""

    tested: frozenset[ExprId]
    used: frozenset[ExprId]


def of_call(
    evaluator: "Evaluator", module: "Module", value: OwnFunction, call: Call, found: ValueSet
) -> ValueSet | None:
    """Return what a function returns in one call; None where that is not decided by what the call passes.

    `found` is what it may return in any call.
    """
    home = evaluator.project.module(value.module)
    if home is None:
        return None
    function = home.function(value.scope)
    deciders = _deciders(evaluator, home, function)
    if not deciders.tested and (not deciders.used or _is_settled(evaluator, found)):
        return None
    context = _context(evaluator, module, call, home, value)
    if not context:
        return None
    view = seen_by(evaluator, home, context)
    beyond = conditions.excluded(evaluator, view)
    returned = _returned(home, function)
    left = [expr for expr, region in returned if region not in beyond]
    results = [known(evaluator.infer(view, expr)) for expr in left]
    if function.annotation and not all(result and all(map(_is_whole, result)) for result in results):
        return None
    if not any(results) and len(left) == len(returned):
        return None
    result = as_receiver(evaluator, NOTHING.union(*results), value.receiver)
    return frozenset({Coroutine(result)}) if function.is_async else result


def _is_whole(value: Value) -> bool:
    """Return whether all of a value is known: of a tuple, every part."""
    return not isinstance(value, Several) or all(part and all(map(_is_whole, part)) for part in value.parts)


def _is_settled(evaluator: "Evaluator", found: ValueSet) -> bool:
    """Return whether it is known what a function returns, whatever it is passed."""
    if len(found) != 1:
        return False
    value = next(iter(found))
    if not isinstance(value, Instance) or value.site:
        return True
    cls = evaluator.catalog.cls(value.name)
    return cls is None or not cls.chosen


def _deciders(evaluator: "Evaluator", home: "Module", function: "FunctionFacts") -> Deciders:
    key = (home.path, function.id)
    known_ones = evaluator.deciders.get(key)
    if known_ones is None:
        known_ones = evaluator.deciders[key] = _found(home, function)
    return known_ones


def _found(home: "Module", function: "FunctionFacts") -> Deciders:
    is_plain = not function.is_generator and not function.decorators
    if not is_plain or not 0 < len(function.results) <= _MOST_RESULTS or not function.parameters:
        return Deciders(_NO_ONE, _NO_ONE)
    own = {each.value for each in function.parameters}
    tests: set[ExprId] = set()
    for expr, region in _returned(home, function):
        around = (home.facts.regions[each] for each in home.facts.enclosing(region))
        tests.update(each.detail[0] for each in around if each.kind in TESTS and each.detail)
        tests |= _choosing(home, expr)
    tested = _NO_ONE.union(*(behind(home, test) for test in tests if test))
    used = _NO_ONE.union(*(behind(home, expr) for expr in function.results if expr))
    return Deciders(tested & own, used & own)


def _choosing(home: "Module", expr: ExprId) -> set[ExprId]:
    """Return the tests, and the keys of tables, that decide about a part of a value."""
    found, seen, pending = set[ExprId](), {expr}, [expr]
    while pending and len(seen) < _MOST_ROWS:
        row = home.row(pending.pop())
        if isinstance(row, Join) and row.regions:
            found.update(deciding(home, row))
        elif isinstance(row, Item):
            found.add(row.key)
        more = [part for part in parts(row) if part not in seen]
        seen.update(more)
        pending += more
    return found


def _context(evaluator: "Evaluator", module: "Module", call: Call, home: "Module", value: OwnFunction) -> "Context":
    """Return what a call passes for the parameters that decide what a function returns."""
    function, bound = home.function(value.scope), value.receiver is not None
    tested, used = _deciders(evaluator, home, function)
    wanted = [each for each in function.parameters[bound:] if each.value in tested | used]
    given = bind(evaluator, module, call, Callee(function, bound), wanted)
    entries: dict[ExprId, ValueSet] = {}
    for each in wanted:
        values = given.given.get(each.name, NOTHING) - {GIVEN}
        if each.name not in given.given and each.default and not given.may_give_more:
            values = evaluator.infer(home, each.default)
        says_something = each.value in tested or any(_says_something(each) for each in values)
        if says_something and 0 < len(values) <= _MOST_VALUES:
            entries[each.value] = values
    return tuple(sorted(entries.items()))


def _says_something(value: object) -> bool:
    return not isinstance(value, Literal) or isinstance(value.value, str)


def _returned(home: "Module", function: "FunctionFacts") -> list[tuple[ExprId, RegionId]]:
    """Return what a function returns, with the regions of the statements."""
    if function.is_lambda:
        return [(expr, function.region) for expr in function.results]
    return home.returned.get(function.id, [])
