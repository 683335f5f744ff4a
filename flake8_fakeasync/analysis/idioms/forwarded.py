"""Keywords that a call does not spell itself: those of dicts that it unpacks, and of functions that pass theirs on."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import (
    UNKNOWN,
    Attribute,
    Call,
    Constant,
    Declared,
    Display,
    Global,
    Item,
    Join,
)
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.values import External, OwnClass, OwnFunction, OwnInstance, known

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.view import View

    Calls: TypeAlias = tuple[tuple[Module, Call], ...]

_DEEPEST = 4  # functions that pass keywords on
_MOST = 32  # calls that they pass them on to
_LOOKS = frozenset({"get", "setdefault", "items", "keys", "values", "copy"})


def unpacked(view: "View", keywords: tuple[tuple[str | None, ExprId], ...]) -> "Iterator[tuple[str, ExprId]]":
    """Yield the keywords that a call is certain to be given by the dicts that it unpacks, with their values."""
    for name, expr in keywords:
        if name is None:
            yield from _written(view, expr)


def _written(view: "View", expr: ExprId) -> "Iterator[tuple[str, ExprId]]":
    module = view.module
    row = module.row(expr)
    read = module.path, row.name if isinstance(row, Global) else expr
    ask = view.program.evaluator.queries.remembered
    if not ask(
        "only read", read, lambda: all(_is_only_read(module, each) for each in _reads(module, expr)), unknown=False
    ):
        return
    if isinstance(row, Global):
        bound = module.facts.names.get(row.name, ())
        row = module.row(bound[0]) if len(bound) == 1 else row
    if isinstance(row, Declared):
        row = module.row(row.value)
    if isinstance(row, Display) and row.kind == "dict":
        for key, value in zip(row.keys, row.items, strict=False):
            constant = module.row(key)
            if isinstance(constant, Constant) and isinstance(constant.value, str):
                yield constant.value, value
    elif isinstance(row, Call) and External("builtins.dict") in view.infer(row.function):
        yield from ((name, value) for name, value in row.keywords if name is not None)


def _reads(module: "Module", expr: ExprId) -> "Iterator[ExprId]":
    """Yield the values by which a dict is read that this value is."""
    row = module.row(expr)
    bound = module.facts.names.get(row.name, ()) if isinstance(row, Global) else ()
    yield from (*module.uses_of.names.get(row.name, ()), *bound) if isinstance(row, Global) else (expr,)
    declared = module.row(bound[0]) if len(bound) == 1 else row
    if isinstance(declared, Declared):
        yield declared.value


def _is_only_read(module: "Module", expr: ExprId) -> bool:
    """Return whether a dict loses nothing: it is only unpacked, looked at and added to."""
    for mention in module.uses_of.of(expr):
        fact = mention.fact
        if isinstance(fact, Attribute) and fact.name not in {*_LOOKS, "update"}:
            return False
        if isinstance(fact, Join) or (isinstance(fact, Call) and expr in fact.arguments):
            return False
        later = module.uses_of.of(mention.value) if isinstance(fact, Item) else []
        if any(getattr(each.fact, "how", "") == "deleted" for each in later):
            return False
    return True


def forwarded(evaluator: "Evaluator", module: "Module", call: Call, name: str, depth: int = _DEEPEST) -> "Calls":
    """Return the calls to which functions of the project pass a keyword of a call on by `**kwargs`.

    Nothing where the keyword may not get there, or where there are very many.
    """
    values = known(evaluator.infer(module, call.function)) if depth else frozenset()
    value = next(iter(values)) if len(values) == 1 else None
    home = evaluator.project.module(value.module) if isinstance(value, OwnFunction) else None
    if home is None or not isinstance(value, OwnFunction):
        return ()
    function = home.function(value.scope)
    if isinstance(value.receiver, OwnInstance | OwnClass) and not home.owner(function):
        return ()
    key = home.path, function.id, name, depth
    return evaluator.queries.remembered("forwarded", key, lambda: _by(evaluator, home, function, name, depth), ())


def _by(evaluator: "Evaluator", module: "Module", function: FunctionFacts, name: str, depth: int) -> "Calls":
    """Return the calls to which a function passes a keyword on, itself or through others."""
    mapping = next((each.value for each in function.parameters if each.kind == "double-star"), UNKNOWN)
    if not mapping or any(each.name == name for each in function.parameters):
        return ()
    found: dict[tuple[Module, Call], None] = {}
    for mention in module.uses_of.of(mapping):
        fact = mention.fact
        if isinstance(fact, Call) and (None, mapping) in fact.keywords:
            further = forwarded(evaluator, module, fact, name, depth - 1)
            found.update(dict.fromkeys(further or ((module, fact),)))
        elif not (isinstance(fact, Attribute) and fact.name in _LOOKS):
            return ()
    return tuple(found) if len(found) <= _MOST else ()
