"""What a call passes: its arguments by the parameters that get them."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.argument_values import passed
from flake8_fakeasync.analysis.syntax.exprs import Call, Constant, Display, Parameter, Starred
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Options,
    Several,
    ValueSet,
    known,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ParameterFact

_DEEPEST = 8


class Arguments(NamedTuple):
    """The arguments of one call by the names of parameters; `may_give_more` others than these as well."""

    given: dict[str, ValueSet]
    may_give_more: bool


class Callee(NamedTuple):
    """A function that is called; the first `bound` of its parameters get theirs from the method itself."""

    function: "FunctionFacts"
    bound: int


def bind(
    evaluator: "Evaluator",
    module: "Module",
    call: Call,
    callee: Callee,
    wanted: "Collection[ParameterFact] | None" = None,
) -> Arguments:
    """Return what parameters of a function get in a call.

    Of others than the wanted ones, if those are given, nothing is asked.
    """
    function, bound = callee
    asked = function.parameters if wanted is None else wanted
    names = {each.name for each in asked if each.kind in {"positional", "keyword"}}
    rests = [each for each in asked if each.kind in {"star", "double-star"}]
    positional = [each.name for each in function.parameters if each.kind == "positional"][bound:]
    options, may_give_more = keywords(evaluator, module, call, None if rests else names)
    places: list[ValueSet] = []
    for expr in call.arguments:
        row = module.row(expr)
        if isinstance(row, Starred):
            spread = _spread(evaluator, module, row.value)
            if spread is None:
                may_give_more = True
                break
            places += spread
        else:
            place = len(places)
            is_asked = positional[place] in names if place < len(positional) else rests
            places.append(passed(evaluator, module, expr) if is_asked else NOTHING)
    given = dict(zip(positional, places, strict=False))
    own = {each.name for each in function.parameters if each.kind in {"positional", "keyword"}}
    given.update((name, values) for name, values in options.items() if name in own)
    for each in rests if not may_give_more else ():
        if each.kind == "star":
            given[each.name] = frozenset({Several(tuple(map(known, places[len(positional) :])))})
        else:
            rest = tuple(sorted((name, values) for name, values in options.items() if name not in own))
            given[each.name] = frozenset({Options(rest)})
    return Arguments(given, may_give_more)


def keywords(
    evaluator: "Evaluator", module: "Module", call: Call, wanted: "Collection[str] | None" = None
) -> tuple[dict[str, ValueSet], bool]:
    """Return the keyword arguments of a call, those of `**options` with them, and whether there may be others.

    Of others than the wanted ones, if those are given, nothing is asked.
    """
    found: dict[str, ValueSet] = {}
    is_open = False
    for name, expr in call.keywords:
        if name is None:
            is_open |= _unpacked(evaluator, module, expr, found, _DEEPEST)
        elif wanted is None or name in wanted:
            found[name] = passed(evaluator, module, expr)
        else:
            found[name] = NOTHING
    return found, is_open


def _unpacked(evaluator: "Evaluator", module: "Module", expr: ExprId, into: dict[str, ValueSet], depth: int) -> bool:
    """Add the items of a mapping; return whether it may have others."""
    row = module.row(expr)
    if isinstance(row, Display) and row.kind == "dict" and depth:
        is_open = False
        for key, item in zip(row.keys, row.items, strict=True):
            name = module.row(key)
            if isinstance(name, Constant) and isinstance(name.value, str):
                into[name.value] = passed(evaluator, module, item)
            else:
                is_open |= bool(key) or _unpacked(evaluator, module, item, into, depth - 1)
        return is_open or expr in module.writes_by_container
    values = evaluator.infer(module, expr)
    for value in values:
        if isinstance(value, Options) and len(values) == 1:
            into.update((name, each) for name, each in value.items if isinstance(name, str))
            return False
    return True


def _spread(evaluator: "Evaluator", module: "Module", expr: ExprId) -> "list[ValueSet] | None":
    """Return the elements of `*value`, None if its length is unknown."""
    row = module.row(expr)
    is_known = isinstance(row, Parameter) and any(expr == each for each, _ in module.context)
    values = evaluator.infer(module, expr) if is_known else NOTHING
    value = next(iter(values)) if len(values) == 1 else None
    return list(value.parts) if isinstance(value, Several) else None
