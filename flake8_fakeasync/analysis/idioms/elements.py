"""What is inside an argument: the values of a dict, or of pairs, that a request takes as its parameters."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.idioms.forms import is_one_of
from flake8_fakeasync.analysis.idioms.idioms import Place, agreed, called
from flake8_fakeasync.analysis.idioms.instances import is_instance
from flake8_fakeasync.analysis.idioms.kinds import is_optional, is_unordered
from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Declared, Display, Item, Join, Parameter
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.syntax.kinds import DisplayKind
from flake8_fakeasync.analysis.syntax.leaves import joined
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import Instance, Literal, Mapping, ValueSet

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View
    from flake8_fakeasync.catalog.idioms import Idiom

_CHANGES = frozenset({"clear", "pop", "popitem", "update", "setdefault", "items", "keys"})
_NONE = "None"
_PAIR = 2
_LISTS: frozenset[DisplayKind] = frozenset({"list", "tuple"})


class Wrong(NamedTuple):
    """A value that a library does not take among the parameters of a request; `kind` is how to call it."""

    place: Place
    idiom: "Idiom"
    keyword: str
    kind: str


def wrong_values(view: "View", call: Call) -> Iterator[Wrong]:
    """Yield the arguments of a call that hold a value that the library does not take, or takes as text."""
    for keyword, expr in call.keywords:
        if keyword not in view.catalog.idiom_names["wrong"]:
            continue

        def look(place: Place, keyword: str = keyword) -> "Idiom | None":
            return view.catalog.wrong(place.owner, place.name, keyword)

        found = agreed(view, call.function, called, look)
        kind = _kind(view, call, expr, found) if found is not None else None
        if found is not None and kind is not None:
            yield Wrong(*found, keyword, kind)


def _kind(view: "View", call: Call, expr: ExprId, found: "tuple[Place, Idiom]") -> str | None:
    """Return how to call what an argument is, or holds, that the library does not take."""
    if found[1].values:
        return is_instance(view, expr, found[1].values)
    asks = _ASKS.get(found[1].when or "")
    if asks is None:
        return None
    if found[1].when == "pairs":
        row = view.module.row(expr)
        is_list = isinstance(row, Display) and row.kind in _LISTS and bool(row.items)
        return asks(view, row.items[0], call) if isinstance(row, Display) and is_list else None
    kinds = [asks(view, each, call) for each in _values(view, expr)] or [_of_annotation(view, expr, found)]
    if any(store.base == expr and not store.name for store in view.facts.stores):
        kinds = [kind for kind in kinds if kind != _NONE]  # it may have been filled in since
    return next(filter(None, kinds), None)


def _values(view: "View", expr: ExprId) -> Iterator[ExprId]:
    """Yield the values of a dict, or of a list of pairs, that is written out and that nothing changes later."""
    pending, seen = [expr], set[ExprId]()
    while pending:
        each = pending.pop()
        row = view.module.row(each)
        if each in seen:
            continue
        seen.add(each)
        if isinstance(row, Declared):
            pending.append(row.value)
        elif isinstance(row, Display) and not _is_changed(view, each):
            if row.kind == "dict":
                yield from (item for key, item in zip(row.keys, row.items, strict=True) if key)
                pending += [item for key, item in zip(row.keys, row.items, strict=True) if not key]  # **mapping
            elif row.kind in _LISTS:
                pairs = [inner for inner in map(view.module.row, row.items) if isinstance(inner, Display)]
                yield from (pair.items[1] for pair in pairs if pair.kind in _LISTS and len(pair.items) == _PAIR)
        elif isinstance(row, Call) and is_one_of(view, row, ("builtins.dict",)):
            yield from (inner for name, inner in row.keywords if name is not None)


def _is_changed(view: "View", expr: ExprId) -> bool:
    """Return whether something may be taken out of a container, or put in the place of what is in it."""
    uses_of = view.module.uses_of
    for mention in uses_of.of(expr):
        fact = mention.fact
        if isinstance(fact, Attribute) and fact.name in _CHANGES:
            return True
        if isinstance(fact, Call) and expr in fact.arguments:
            return True
        if isinstance(fact, Item):
            later = [each.fact for each in uses_of.of(mention.value)]
            if any(isinstance(each, Use) and each.how == "deleted" for each in later):
                return True
    return False


def _of_annotation(view: "View", expr: ExprId, found: "tuple[Place, Idiom]") -> str | None:
    """Return what a mapping holds by its annotation that is not taken: `dict[str, bool]`."""
    values = view.infer(expr)
    if found[1].when != _NEITHER or len(values) != 1:
        return None
    return next((_neither(value.value) for value in values if isinstance(value, Mapping)), None)


def _neither(values: ValueSet) -> str | None:
    """Return "bool" or "None" where values may be that, by a literal or an annotation."""
    for value in in_order(values):
        if isinstance(value, Literal) and (value.value is None or isinstance(value.value, bool)):
            return str(value.value)
        if value == Instance("builtins.bool", ""):
            return "bool"
    return None


def _is_neither(view: "View", expr: ExprId, call: Call) -> str | None:
    row = view.module.row(expr)
    if isinstance(row, Join):
        found = [_is_neither(view, part, call) for part in joined(view.facts.exprs, expr)]
        kind = found[0] if all(found) else None
        return None if kind == _NONE and _is_present(view, expr, call.region) else kind
    if isinstance(row, Call | Attribute | Item):  # may have been tested, or come from code that knows better
        values = view.infer(expr)
        return _neither(values) if len(values) == 1 else None
    kind = _neither(view.infer(expr))
    if kind is None and isinstance(row, Parameter) and is_optional(view.program.evaluator, view.module, row):
        kind = _NONE
    is_told = kind == _NONE and not isinstance(row, Constant) and _is_present(view, expr, call.region)
    return None if is_told else kind


def _is_present(view: "View", expr: ExprId, region: RegionId) -> bool:
    """Return whether a test around the code of a region has found a value to be there."""
    return any(expr in view.facts.regions[each].detail[1:] for each in view.facts.enclosing(region))


def _is_text_of_several(view: "View", expr: ExprId, _call: Call) -> str | None:
    return is_unordered(view.program.evaluator, view.module, expr)


def _is_pair(view: "View", expr: ExprId, _call: Call) -> str | None:
    row = view.module.row(expr)
    return "list of pairs" if isinstance(row, Display) and row.kind in _LISTS else None


_NEITHER = "bool or None"
_ASKS: "dict[str, Callable[[View, ExprId, Call], str | None]]" = {
    _NEITHER: _is_neither,
    "pairs": _is_pair,
    "set": _is_text_of_several,
}
