"""Functions that are handed to a framework by a call: `app.add_event_handler("startup", f)`, `Agent(tools=[f])`."""

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.entry_points.conditions import first
from flake8_fakeasync.analysis.entry_points.naming import callee_names
from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.infer import classes
from flake8_fakeasync.analysis.syntax.exprs import (
    UNKNOWN,
    Attribute,
    Call,
    Display,
    Global,
    Imported,
    Starred,
)
from flake8_fakeasync.analysis.syntax.passed import NEVER_CALLABLE
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import (
    Iterable,
    Mapping,
    Options,
    OwnFunction,
    OwnInstance,
    Partial,
    Several,
    Value,
    ValueSet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import EntryPoint
    from flake8_fakeasync.catalog.entry_vocabulary import Vocabulary

_APPEND = "append"
_NESTED = 2  # of the containers that a call is given, as deep as frameworks take them


class Registration(NamedTuple):
    """A function, by its module and scope, that a call in the module `caller` hands to a framework."""

    module: str
    scope: FunctionId
    caller: str
    call: Call
    entry: "EntryPoint"


class Given(NamedTuple):
    """An argument of a call in a module that a framework will run, with its entry point."""

    module: str
    call: Call
    expr: ExprId
    entry: "EntryPoint"


def given(evaluator: "Evaluator", module: "Module", vocabulary: "Vocabulary") -> "Iterator[Given]":
    """Yield what calls of a module hand to frameworks, which are written with the words of a vocabulary."""
    for call in module.rows(Call):
        if _may_register(vocabulary, module, call):
            for expr, entry in _given(evaluator, module, call):
                yield Given(module.path, call, expr, entry)


def _may_register(vocabulary: "Vocabulary", module: "Module", call: Call) -> bool:
    """Return whether a call may register a function with a framework, judged by its names alone; cheap."""
    if not any(_may_be_function(module, expr) for expr in call.given):
        return False
    row = module.row(call.function)
    if isinstance(row, Call):  # app.get("/")(function)
        row = module.row(row.function)
    if isinstance(row, Attribute | Global | Imported) and row.name is not None and vocabulary.calls(row.name):
        return not isinstance(row, Attribute) or row.name != _APPEND or _may_be_list(vocabulary, module, row.base)
    return any(name is not None and vocabulary.has_keyword(name) for name, _ in call.keywords)


def _may_be_list(vocabulary: "Vocabulary", module: "Module", expr: ExprId) -> bool:
    """Return whether a value may be a list of functions that a framework runs, by how it is written."""
    row = module.row(expr)
    if isinstance(row, Attribute):
        return vocabulary.is_list(row.name)
    return not isinstance(row, Call | Display)


def _may_be_function(module: "Module", expr: ExprId) -> bool:
    """Return whether an argument may be a function, or have some in it, by how it is written."""
    row = module.row(expr)
    if isinstance(row, Display):
        return any(not isinstance(module.row(item), NEVER_CALLABLE) for item in row.items)
    return not isinstance(row, NEVER_CALLABLE)


def _given(evaluator: "Evaluator", module: "Module", call: Call) -> "Iterator[tuple[ExprId, EntryPoint]]":
    """Yield the arguments of a call that a framework will run, each with its entry point."""
    points, project = evaluator.catalog.entry_points, evaluator.project
    made = module.row(call.function)
    if isinstance(made, Call):
        entries = [
            entry for name in callee_names(evaluator, module, made.function) for entry in points.decorating(name)
        ]
        found = first(project, module, entries, made)
        if found is not None and call.arguments:
            yield call.arguments[0], found
        return
    names = callee_names(evaluator, module, call.function)
    decorating = first(project, module, [entry for name in names for entry in points.decorating(name)], call)
    if decorating is not None and call.arguments:
        yield call.arguments[0], decorating
    places: dict[ExprId, list[EntryPoint]] = {}
    for entry in (entry for name in names for entry in points.calling(name)):
        for expr in _places(module, call, entry):
            places.setdefault(expr, []).append(entry)
    for expr, entries in places.items():
        found = first(project, module, entries, call)
        if found is not None:
            yield expr, found


def _places(module: "Module", call: Call, entry: "EntryPoint") -> "Iterator[ExprId]":
    """Yield the arguments in which an entry point takes functions."""
    position = entry.position
    if 0 <= position < len(call.arguments) and not any(
        isinstance(module.row(each), Starred) for each in call.arguments[: position + 1]
    ):
        yield call.arguments[position]
    for name, expr in call.keywords:
        if name is not None and expr != UNKNOWN and any(fnmatchcase(name, pattern) for pattern in entry.keywords):
            yield expr


def functions(evaluator: "Evaluator", values: ValueSet, depth: int = _NESTED) -> "Iterator[OwnFunction]":
    """Yield the functions of the project among values, alone or in containers."""
    for value in in_order(values):
        if isinstance(value, OwnFunction):
            yield value
        elif isinstance(value, Partial):
            yield from functions(evaluator, frozenset({value.target}), depth)
        elif isinstance(value, OwnInstance):
            called = classes.attribute(evaluator, value, "__call__")
            yield from (each for each in in_order(called) if isinstance(each, OwnFunction))
        elif depth:
            for inner in _inside(value):
                yield from functions(evaluator, inner, depth - 1)


def _inside(value: Value) -> tuple[ValueSet, ...]:
    if isinstance(value, Several):
        return value.parts
    if isinstance(value, Iterable):
        return (value.element,)
    return (value.value,) if isinstance(value, Mapping | Options) else ()
