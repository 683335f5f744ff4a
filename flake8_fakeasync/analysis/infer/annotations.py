"""The instances of an annotation."""

import re
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import members, parameters
from flake8_fakeasync.analysis.infer.aliases import Aliased, aliased
from flake8_fakeasync.analysis.literals import literal
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Call, Constant, Declared, Display, Item, Join, Union
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Coroutine,
    External,
    Instance,
    Iterable,
    Literal,
    Manager,
    Mapping,
    OwnClass,
    OwnInstance,
    Several,
    Signature,
    Value,
    ValueSet,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_FIRST = frozenset({"Annotated", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly", "InitVar", "Unpack"})
_ONE_OF = frozenset({"Optional", "Union"})
_ELEMENT: "dict[str, Callable[[ValueSet], Value]]" = {
    "Awaitable": Coroutine,
    "AsyncContextManager": lambda inner: Manager(inner, is_async=True, awaitable=False),
    "AbstractAsyncContextManager": lambda inner: Manager(inner, is_async=True, awaitable=False),
    "AbstractContextManager": lambda inner: Manager(inner, is_async=False, awaitable=False),
    "AsyncGenerator": lambda inner: Iterable(inner, is_async=True),
    "AsyncIterable": lambda inner: Iterable(inner, is_async=True),
    "AsyncIterator": lambda inner: Iterable(inner, is_async=True),
    "ContextManager": lambda inner: Manager(inner, is_async=False, awaitable=False),
}
_PLAIN = frozenset(
    {"Collection", "Deque", "FrozenSet", "Generator", "Iterable", "Iterator", "List", "Sequence", "Set", "deque"}
    | {"frozenset", "list", "set", "MutableSequence", "AbstractSet"}
)
_MAPPING = frozenset({"Dict", "Mapping", "MutableMapping", "defaultdict", "dict", "DefaultDict", "OrderedDict"})
_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_TYPING = ("typing.", "typing_extensions.", "collections.", "contextlib.", "builtins.", "asyncio.", "dataclasses.")
_CALLABLE = frozenset(frozenset({External(f"{module}.Callable")}) for module in ("typing", "collections.abc"))
_SAYS_NOTHING = frozenset({"builtins.object", "builtins.type"}) | {
    f"{module}.{name}" for module in ("typing", "typing_extensions") for name in ("Any", "ClassVar", "Final", "Self")
}


def read(evaluator: "Evaluator", module: "Module", expr: ExprId) -> ValueSet:
    """Return the values that a variable with this annotation may have; not memoised here."""
    row = module.row(expr)
    if isinstance(row, Union | Join):
        return together([evaluator.infer_annotation(module, each) for each in row.parts])
    if isinstance(row, Item):
        return _generic(evaluator, module, row)
    if isinstance(row, Declared):  # Alias: TypeAlias = …
        return evaluator.infer_annotation(module, row.value)
    if isinstance(row, Constant):
        return _text(evaluator, module, row.value)
    if isinstance(row, Call):
        return _variable(evaluator, module, row)
    named = aliased(evaluator, module, row)
    if named is not None:
        return together([evaluator.infer_annotation(named.module, each) for each in named.exprs])
    values = evaluator.infer(module, expr)
    if values in _CALLABLE:
        return frozenset({Signature(NOTHING)})
    return together([instance_of(evaluator, value) for value in values])


def says_nothing(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    """Return whether an annotation allows anything: `Any`, `object`, a type variable without a bound."""
    if any(isinstance(value, External) and value.name in _SAYS_NOTHING for value in evaluator.infer(module, expr)):
        return True
    named = aliased(evaluator, module, module.row(expr)) or Aliased(module, (expr,))
    return any(isinstance(named.module.row(each), Call) for each in named.exprs)


def _text(evaluator: "Evaluator", module: "Module", text: object) -> ValueSet:
    """Return what a string means that is an annotation where it cannot be seen: `cast("a.B", x)`, an alias."""
    if text is None:
        return frozenset({literal(None)})
    parts = [part.strip() for part in text.split("|")] if isinstance(text, str) else []
    if not parts or not all(_DOTTED.fullmatch(part) for part in parts):
        return NOTHING
    found: list[ValueSet] = []
    for first, *rest in (part.split(".") for part in parts if part != "None"):
        values = evaluator.global_named(module, first)
        for name in rest:
            values = together([members.member(evaluator, module, value, name) for value in values])
        found += [instance_of(evaluator, value) for value in values]
    return together(found)


def _variable(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    """Return what a `TypeVar` is bound to, or a `NewType` made of."""
    for value in evaluator.infer(module, row.function):
        if not isinstance(value, External) or not value.name.startswith(_TYPING):
            continue
        if value.name.endswith(".TypeVar"):
            bounds = [expr for keyword, expr in row.keywords if keyword == "bound"] or row.arguments[1:]
            return together([evaluator.infer_annotation(module, each) for each in bounds])
        if value.name.endswith(".NewType") and len(row.arguments) > 1:
            return evaluator.infer_annotation(module, row.arguments[1])
    return NOTHING


def instance_of(evaluator: "Evaluator", value: Value) -> ValueSet:
    """Return the instance of a class that is named in an annotation."""
    if isinstance(value, OwnClass):
        return frozenset({OwnInstance(value.module, value.scope)})
    if isinstance(value, External) and value.name not in _SAYS_NOTHING:
        return frozenset({Instance(evaluator.catalog.canonical(value.name), "")})
    return frozenset({value}) if isinstance(value, Literal) else NOTHING


def instances(evaluator: "Evaluator", module: "Module", classes: ExprId) -> ValueSet:
    """Return the instances of a class, or of the classes in a tuple, as `isinstance` and `except` take them."""
    found: list[ValueSet] = []
    for value in evaluator.infer(module, classes):
        if isinstance(value, Several):
            found += [instance_of(evaluator, each) for part in value.parts for each in part]
        else:
            found.append(instance_of(evaluator, value))
    row = module.row(classes)
    if isinstance(row, Union):
        return evaluator.infer_annotation(module, classes)
    return together(found)


def _generic(evaluator: "Evaluator", module: "Module", row: Item) -> ValueSet:
    key = module.row(row.key)
    arguments = key.items if isinstance(key, Display) and key.kind == "tuple" else (row.key,)
    found: list[ValueSet] = []
    for value in evaluator.infer(module, row.base):
        if isinstance(value, External) and value.name.startswith(_TYPING):
            found.append(_typing(evaluator, module, value.name.rpartition(".")[2], arguments))
        else:
            found.append(instance_of(evaluator, value))
    return together(found)


def _typing(evaluator: "Evaluator", module: "Module", form: str, arguments: tuple[ExprId, ...]) -> ValueSet:
    if form in _FIRST:
        return _annotated(evaluator, module, arguments) or evaluator.infer_annotation(module, arguments[0])
    if form in {"type", "Type"}:
        return evaluator.any_of(module, arguments)
    inner = [evaluator.infer_annotation(module, argument) for argument in arguments]
    if form in _ONE_OF:
        return together(inner)
    if form in {"tuple", "Tuple"}:
        repeated = len(arguments) == 2 and arguments[1] == UNKNOWN  # noqa: PLR2004  (tuple[T, ...])
        return frozenset({Iterable(inner[0], is_async=False) if repeated else Several(tuple(inner))})
    wrapped = _wrapped(form, inner)
    return frozenset({wrapped}) if wrapped is not None else NOTHING


def _wrapped(form: str, inner: list[ValueSet]) -> Value | None:
    if form in _ELEMENT:
        return _ELEMENT[form](inner[0])
    if form in {"Coroutine", "Task", "Future"}:
        return Coroutine(inner[-1])
    if form in _PLAIN:
        return Iterable(inner[0], is_async=False)
    if form == "Callable":
        return Signature(inner[-1])
    return Mapping(inner[-1]) if form in _MAPPING else None


def _annotated(evaluator: "Evaluator", module: "Module", arguments: tuple[ExprId, ...]) -> ValueSet:
    """Return what a dependency in `Annotated[T, Depends(factory)]` returns."""
    return together([parameters.injected(evaluator, module, argument) for argument in arguments[1:]])
