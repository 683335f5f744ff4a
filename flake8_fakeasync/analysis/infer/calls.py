"""The values of calls: results of functions, instances of classes, what a parameter may be."""

from typing import TYPE_CHECKING, assert_never

from flake8_fakeasync.analysis.infer import (
    call_results,
    classes,
    containers,
    databases,
    decorators,
    members,
    references,
    tables,
    wellknown,
)
from flake8_fakeasync.analysis.infer.functions import function_result
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Bound,
    Coroutine,
    EnumMember,
    External,
    Instance,
    Iterable,
    Literal,
    Manager,
    Mapping,
    Offloaded,
    Options,
    OwnClass,
    OwnFunction,
    OwnInstance,
    OwnModule,
    Partial,
    Several,
    Signature,
    Super,
    Value,
    ValueSet,
    known,
    together,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Function, Member

_STACKED = {"enter_context": False, "enter_async_context": True}  # of whatever kind of exit stack


def result(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    """Return what a call may return."""
    function = module.row(row.function)
    if isinstance(function, Attribute) and function.name in _STACKED and row.arguments:
        return wellknown.stacked(evaluator, module, row.arguments[0], is_async=_STACKED[function.name])
    found = together([called(evaluator, module, value, row) for value in evaluator.infer(module, row.function)])
    if found:
        return found
    if isinstance(function, Attribute) and function.name == references.FUTURE_RESULT:
        return _of_any(evaluator, module, references.of_future(evaluator, module, function))
    callables, how = references.offloaded(evaluator, module, row)
    if how not in {"awaitable", "iterator"}:
        return NOTHING
    inner = _of_any(evaluator, module, callables)
    return frozenset({Coroutine(inner) if how == "awaitable" else Iterable(inner, is_async=False)})


def _of_any(evaluator: "Evaluator", module: "Module", callables: ValueSet) -> ValueSet:
    """Return what calling any of these returns, with arguments that are not seen here."""
    return together([called(evaluator, module, each, None) for each in callables])


def _mapped(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    """Return what a method returns that may call its first argument for each of others: `pool.map(f, items)`."""
    functions = known(evaluator.infer(module, row.arguments[0])) if row.arguments else NOTHING
    inner = _of_any(evaluator, module, functions)
    return frozenset({Iterable(inner, is_async=False)}) if inner else NOTHING


def _by_argument(evaluator: "Evaluator", module: "Module", value: OwnFunction, row: Call) -> ValueSet:
    """Return what a function of the project returns that calls one of its arguments and returns the result."""
    sets = [NOTHING]
    for argument in references.called_arguments(evaluator, value, row):
        given = _of_any(evaluator, module, known(evaluator.infer(module, argument.value)))
        sets.append(members.awaited(given) if argument.is_awaited else given)
    return known(together(sets))


def called(evaluator: "Evaluator", module: "Module", value: Value, row: Call | None) -> ValueSet:
    """Return what calling a value returns; `row` is the call in `module`, None for an implied one (a property)."""
    match value:
        case External():
            return _external(evaluator, module, value, row)
        case Instance():
            cls = evaluator.catalog.cls(value.name)
            found = cls.member(value.path or "__call__") if cls else None
            given = _effect(found, value.site) if found else NOTHING
            is_mapping = found is not None and found.effect == "iterates" and row is not None and not given
            return _mapped(evaluator, module, row) if is_mapping and row is not None else given
        case OwnFunction() | OwnClass() | OwnInstance():
            return _own(evaluator, module, value, row)
        case Bound() | Signature() | Partial() | Offloaded():
            return _passing_on(evaluator, module, value, row)
        case (
            OwnModule() | EnumMember() | Super() | Literal() | Coroutine() | Manager() | Iterable() | Mapping()
            | Options() | Several()
        ):  # fmt: skip
            return NOTHING
        case _:
            assert_never(value)


def _own(
    evaluator: "Evaluator", module: "Module", value: OwnFunction | OwnClass | OwnInstance, row: Call | None
) -> ValueSet:
    if isinstance(value, OwnFunction):
        found = function_result(evaluator, value)
        is_coroutine = found == frozenset({Coroutine(NOTHING)})
        if row is None:
            return found
        if found and all(isinstance(each, OwnFunction) for each in found):
            wrapped = decorators.applied(evaluator, module, value, row)
            if wrapped:
                return wrapped
        by_call = call_results.of_call(evaluator, module, value, row, known(found))
        if by_call is not None:
            return by_call
        if known(found) and not is_coroutine:
            return found
        given = _by_argument(evaluator, module, value, row)
        return frozenset({Coroutine(given)}) if is_coroutine else given or found
    if isinstance(value, OwnClass):
        return frozenset({OwnInstance(value.module, value.scope)})
    methods = classes.attribute(evaluator, value, "__call__")
    return together([called(evaluator, module, each, row) for each in methods if each != value])


def _passing_on(
    evaluator: "Evaluator", module: "Module", value: Bound | Signature | Partial | Offloaded, row: Call | None
) -> ValueSet:
    if isinstance(value, Signature):
        return value.result
    if isinstance(value, Partial):
        return called(evaluator, module, value.target, row)
    if isinstance(value, Offloaded):
        inner = together([called(evaluator, module, each, None) for each in value.target])
        return frozenset({Coroutine(inner)})
    arguments = row.arguments if row is not None else ()
    default = evaluator.infer(module, arguments[1]) if len(arguments) > 1 else NOTHING
    is_asked = arguments and isinstance(value.container, Options)
    return containers.called(value, tables.key(evaluator, module, arguments[0]) if is_asked else None, default)


def _external(evaluator: "Evaluator", module: "Module", value: External, row: Call | None) -> ValueSet:
    if row is not None:
        special = wellknown.result(evaluator, module, value.name, row)
        if special is not None:
            return special
    cls = evaluator.catalog.cls(value.name)
    if cls is not None:
        return frozenset({Instance(cls.name, "", databases.site(evaluator, module, cls.database, row))})
    function = evaluator.catalog.function(value.name)
    if function is None:
        return NOTHING
    return _effect(function, databases.site(evaluator, module, function.database, row))


def _effect(entry: "Function | Member", site: str) -> ValueSet:
    """Return what a cataloged function or method returns, wrapped as its effect says."""
    given: ValueSet = frozenset({Instance(entry.returns, "", site)}) if entry.returns else NOTHING
    if entry.effect == "coroutine":
        return frozenset({Coroutine(given)})
    if entry.effect == "context":
        return frozenset({Manager(given, is_async=True, awaitable=True)})
    if entry.effect == "enters":
        return frozenset({Manager(given, is_async=False, awaitable=False)})
    return given
