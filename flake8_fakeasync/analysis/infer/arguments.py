"""What a call passes: its arguments by the parameters that get them."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.infer.fields import is_optional_field
from flake8_fakeasync.analysis.syntax.exprs import (
    UNKNOWN,
    Attribute,
    Await,
    Call,
    Constant,
    Display,
    Element,
    Enter,
    Expr,
    ExprId,
    Global,
    Imported,
    Item,
    Join,
    Parameter,
    Part,
    Starred,
    Text,
    Unknown,
)
from flake8_fakeasync.analysis.values import (
    EMPTY,
    GIVEN,
    NOTHING,
    Instance,
    Iterable,
    Mapping,
    Options,
    Several,
    ValueSet,
    known,
    literal,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ParameterFact

_TEXT: ValueSet = frozenset({Instance("builtins.str", "")})
_NONE: ValueSet = frozenset({literal(None)})
_SOMETHING: ValueSet = frozenset({GIVEN})
_DEEPEST = 8
# What is hardly ever None; a row that is unknown was put together by an operator.
_COMPUTED = (Attribute, Await, Call, Display, Element, Enter, Item, Part, Unknown)


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
            into.update(value.items)
            return False
    return True


def _spread(evaluator: "Evaluator", module: "Module", expr: ExprId) -> "list[ValueSet] | None":
    """Return the elements of `*value`, None if its length is unknown."""
    row = module.row(expr)
    is_known = isinstance(row, Parameter) and any(expr == each for each, _ in module.context)
    values = evaluator.infer(module, expr) if is_known else NOTHING
    value = next(iter(values)) if len(values) == 1 else None
    return list(value.parts) if isinstance(value, Several) else None


def passed(evaluator: "Evaluator", module: "Module", expr: ExprId) -> ValueSet:
    """Return what an argument may be, as `certain` does; `GIVEN` where all that is known is that it is not None."""
    found = certain(evaluator, module, expr)
    is_something = not found and isinstance(module.row(expr), _COMPUTED) and not is_optional_field(module, expr)
    return _SOMETHING if is_something else found


def certain(evaluator: "Evaluator", module: "Module", expr: ExprId, depth: int = _DEEPEST) -> ValueSet:
    """Return what a value may be; constants only where it is nothing else; empty when nothing is known of it.

    A container without items is `EMPTY`.
    """
    row = module.row(expr)
    if isinstance(row, Join) and depth:
        sets = [certain(evaluator, module, part, depth - 1) for part in row.parts]
        return together(sets) if all(sets) else known(together(sets))
    written = _written(module, expr)
    if written:
        return written
    found = evaluator.infer(module, expr)
    if isinstance(row, Parameter) and any(expr == each for each, _ in module.context):
        return found
    if isinstance(row, Global | Imported) and len(found) == 1:
        return found
    container = _container(evaluator, module, row)
    if container:
        return found if module.context and all(isinstance(each, Options) for each in container) else NOTHING
    found = known(found)
    return found | _NONE if found and is_optional_field(module, expr) else found


def _container(evaluator: "Evaluator", module: "Module", row: Expr) -> ValueSet:
    """Return the containers that something is taken from; what it is depends on the key."""
    function = module.row(row.function) if isinstance(row, Call) else row
    base = function.base if isinstance(function, Attribute | Item) else UNKNOWN
    values = evaluator.infer(module, base)
    return frozenset(each for each in values if isinstance(each, Iterable | Mapping | Options | Several))


def _written(module: "Module", expr: ExprId) -> ValueSet:
    """Return what an argument is that is written down where it is passed."""
    row = module.row(expr)
    if isinstance(row, Constant):
        return frozenset({literal(row.value)})
    if isinstance(row, Display) and not row.items and expr not in module.writes_by_container:
        return frozenset({EMPTY})
    return _TEXT if isinstance(row, Text) else NOTHING
