"""The parameters and fields of the project to which a call passes a value."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.infer import classes
from flake8_fakeasync.analysis.infer.functions import binding_kind
from flake8_fakeasync.analysis.infer.known_decorators import is_transparent
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Declared
from flake8_fakeasync.analysis.values import External, OwnClass, OwnFunction, OwnInstance, Super, Value, known
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


class Borrower(NamedTuple):
    """A parameter: the module and function it is of, and its value there."""

    module: "Module"
    scope: FunctionId
    value: ExprId


class Field(NamedTuple):
    """A field that a generated constructor stores an argument in."""

    owner: OwnClass
    name: str


def borrowers(evaluator: "Evaluator", module: "Module", call: Call, given: ExprId) -> list[Borrower | Field] | None:
    """Return every parameter and field that takes a value given to a call, None where that cannot be told."""
    values = known(evaluator.infer(module, call.function))
    found: list[Borrower | Field] = []
    for value in values:
        taken = _of(evaluator, value, call, given)
        if not taken:
            return None
        found += taken
    if not values:
        found = [
            field for cls in _models(evaluator, module, call) for field in _fields(evaluator, cls, call, given) or ()
        ]
    return found or None


def _models(evaluator: "Evaluator", module: "Module", call: Call) -> list[OwnClass]:
    """Return the class whose fields `super().__init__(name=value)` sets: its bases define no constructor."""
    read = module.row(call.function)
    if not isinstance(read, Attribute) or read.name != "__init__":
        return []
    bases = evaluator.infer(module, read.base)
    return sorted(OwnClass(each.module, each.scope) for each in bases if isinstance(each, Super))


def _of(evaluator: "Evaluator", value: Value, call: Call, given: ExprId) -> list[Borrower | Field] | None:
    if isinstance(value, OwnClass):
        return _constructed(evaluator, value, call, given)
    module = evaluator.project.module(value.module) if isinstance(value, OwnFunction) else None
    if module is None or not isinstance(value, OwnFunction):
        return None
    function = module.function(value.scope)
    if not all(_is_wellknown(evaluator, module, decorator) for decorator in function.decorators):
        return None
    positional = [parameter for parameter in function.parameters if parameter.kind == "positional"]
    if value.receiver is not None and binding_kind(evaluator, value) != "static":
        positional = positional[1:]
    places, names = _places(call, given)
    by_place = [positional[place].value for place in places if place < len(positional)]
    by_name = [each.value for each in function.parameters if each.name in names and "star" not in each.kind]
    if len(by_place) < len(places) or len(by_name) < len(names):
        return None
    return [Borrower(module, function.id, each) for each in (*by_place, *by_name)]


def _places(call: Call, given: ExprId) -> tuple[list[int], set[str | None]]:
    """Return the positions and the keywords at which a call passes a value."""
    places = [place for place, argument in enumerate(call.arguments) if argument == given]
    return places, {name for name, argument in call.keywords if argument == given}


def _constructed(evaluator: "Evaluator", cls: OwnClass, call: Call, given: ExprId) -> list[Borrower | Field] | None:
    """Return what the constructor of a class does with a value: the parameters of `__init__`, or generated fields."""
    mro = evaluator.mro(cls)
    if any("__new__" in _names(evaluator, own) for own in mro.own):
        return None
    if any("__init__" in _names(evaluator, own) for own in mro.own):
        found = classes.attribute(evaluator, OwnInstance(cls.module, cls.scope), "__init__")
        taken = [_of(evaluator, value, call, given) for value in found]
        return [one for some in taken for one in some or ()] if taken and all(taken) else None
    return _fields(evaluator, cls, call, given)


def _names(evaluator: "Evaluator", cls: OwnClass) -> dict[str, tuple[ExprId, ...]]:
    module = evaluator.project.module(cls.module)
    return dict(module.cls(cls.scope).names) if module is not None else {}


def _fields(evaluator: "Evaluator", cls: OwnClass, call: Call, given: ExprId) -> list[Borrower | Field] | None:
    """Return the fields of a dataclass or model that a call of its generated constructor sets."""
    mro = evaluator.mro(cls)
    is_model = bool(mro.external) and set(mro.external) <= keepers.names("fields", "bases")
    if not is_model and (mro.external or not any(_is_dataclass(evaluator, own) for own in mro.own)):
        return None
    names = [name for own in reversed(mro.own) for name in _declared(evaluator, own)]
    places, named = _places(call, given)
    by_place = [names[place] for place in places if place < len(names)]
    by_name = [name for name in named if name in names]
    if len(by_place) < len(places) or len(by_name) < len(named):
        return None
    return [Field(cls, name) for name in dict.fromkeys((*by_place, *by_name))]


def _declared(evaluator: "Evaluator", cls: OwnClass) -> list[str]:
    module = evaluator.project.module(cls.module)
    if module is None:
        return []
    names = module.cls(cls.scope).names
    return [name for name, exprs in names.items() if any(isinstance(module.row(expr), Declared) for expr in exprs)]


def _is_dataclass(evaluator: "Evaluator", cls: OwnClass) -> bool:
    module = evaluator.project.module(cls.module)
    if module is None:
        return False
    for decorator in module.cls(cls.scope).decorators:
        row = module.row(decorator)
        values = evaluator.infer(module, row.function if isinstance(row, Call) else decorator)
        if any(isinstance(value, External) and value.name in keepers.names("fields", "decorators") for value in values):
            return True
    return False


def _is_wellknown(evaluator: "Evaluator", module: "Module", decorator: ExprId) -> bool:
    """Return whether a decorator is known to do nothing with the arguments of the function."""
    row = module.row(decorator)
    values = evaluator.infer(module, row.function if isinstance(row, Call) else decorator)
    return bool(values) and all(isinstance(value, External) and is_transparent(value.name) for value in values)
