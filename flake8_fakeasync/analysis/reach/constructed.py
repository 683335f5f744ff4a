"""What an object was made with, for its methods: what its constructor stores decides what they run."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import construction
from flake8_fakeasync.analysis.infer.arguments import Callee, bind
from flake8_fakeasync.analysis.literals import GIVEN, literal
from flake8_fakeasync.analysis.project.parameters import behind
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison, Logical
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, FunctionRef, Global
from flake8_fakeasync.analysis.values import Literal, OwnClass, OwnFunction, OwnInstance, Value, ValueSet, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Context, Module
    from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts, ParameterFact

    _Class = tuple[Module, ClassFacts]

_CONSTRUCTOR = "__init__"
_MOST_VALUES = 6
_MOST_PARAMETERS = 3  # that decide what methods run: each way of making objects is looked at by itself
_NOTHING: "Context" = ()


class _Wanted(NamedTuple):
    """A parameter of a constructor that a class stores, and whether the attribute is tested, and compared."""

    parameter: "ParameterFact"
    is_tested: bool
    is_compared: bool


class Constructed:
    """Answers for the classes of a project; each is looked at once."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator
        self._wanted: dict[OwnClass, tuple[_Wanted, ...]] = evaluator.queries.memo()

    def passed(self, module: "Module", call: Call, function: OwnFunction) -> "Context":
        """Return what the parameters of the constructor of an object were, where that decides and is in sight."""
        receiver = function.receiver
        called = module.row(call.function)
        if not isinstance(receiver, OwnInstance) or not isinstance(called, Attribute):
            return _NOTHING
        home = self._evaluator.project.module(function.module)
        owner = home.owner(home.function(function.scope)) if home is not None else None
        if home is None or owner is None:
            return _NOTHING
        wanted = self._wanted_by(home, owner)
        if not wanted:
            return _NOTHING
        own = home.function(function.scope).parameters[:1]
        if module.class_of_self(called.base) == owner.id and module.path == home.path:
            found = [(expr, values) for expr, values in module.context if any(expr == each[0].value for each in wanted)]
        else:
            found = self._given(module, called.base, OwnClass(receiver.module, receiver.scope), (home, owner), wanted)
        return (*found, *((each.value, frozenset({receiver})) for each in own)) if found else _NOTHING

    def _given(
        self, module: "Module", base: ExprId, cls: OwnClass, home: "_Class", wanted: tuple[_Wanted, ...]
    ) -> list[tuple[ExprId, ValueSet]]:
        made = construction.made_by(module, base)
        if len(made) != 1 or self._evaluator.infer(module, made[0].function) != {cls}:
            return []
        place = self._constructing(module, made[0], cls, home)
        constructor = _constructor(*home)
        if place is None or constructor is None:
            return []
        arguments = bind(self._evaluator, *place, Callee(constructor, 1), [each.parameter for each in wanted])
        found: list[tuple[ExprId, ValueSet]] = []
        for parameter, is_tested, is_compared in wanted:
            if parameter.name in arguments.given:
                values = arguments.given[parameter.name] - {GIVEN}
            else:
                row = home[0].row(parameter.default)
                is_left_out = not arguments.may_give_more and isinstance(row, Constant)
                values = frozenset({literal(row.value)}) if is_left_out and isinstance(row, Constant) else frozenset()
            is_constant = is_compared or (is_tested and all(map(_is_switch, values)))
            values = values if is_constant else known(values)
            if values and len(values) <= _MOST_VALUES:
                found.append((parameter.value, values))
        return found

    def _constructing(
        self, module: "Module", made: Call, cls: OwnClass, home: "_Class"
    ) -> "tuple[Module, Call] | None":
        """Return the call of the constructor of a class by which an object of one derived from it is made."""
        for each in self._evaluator.mro(cls).own:
            here = self._evaluator.project.module(each.module)
            if here is None or (here.path, each.scope) == (home[0].path, home[1].id):
                return (module, made) if here is not None else None
            own = _constructor(here, here.cls(each.scope))
            if own is not None:
                calls = [call for call in here.calls(own.id) if _is_of_base(here, call)]
                if len(calls) != 1:
                    return None
                module, made = here, calls[0]
        return None

    def _wanted_by(self, home: "Module", owner: "ClassFacts") -> tuple[_Wanted, ...]:
        """Return the parameters that a constructor stores and that are not known, or tested in other methods."""
        key = OwnClass(home.path, owner.id)
        found = self._wanted.get(key)
        if found is None:
            constructor = _constructor(home, owner)
            parameters = constructor.parameters[1:] if constructor is not None else ()
            tested, compared = _tested(home, owner)
            wanted = tuple(
                _Wanted(each, name in tested, name in compared)
                for each in parameters
                for name in [_stored_as(home, owner, each)]
                if name in tested or (name and not known(self._evaluator.infer(home, each.value)))
            )
            found = self._wanted[key] = wanted if len(wanted) <= _MOST_PARAMETERS else ()
        return found


def _is_switch(value: Value) -> bool:
    """Return whether a value is what switches something on or off, and has no more forms than that."""
    return not isinstance(value, Literal) or value.type in {"NoneType", "bool"}


def _is_of_base(module: "Module", call: Call) -> bool:
    """Return whether a call is `super().__init__(...)`."""
    row = module.row(call.function)
    base = module.row(row.base) if isinstance(row, Attribute) and row.name == _CONSTRUCTOR else None
    called = module.row(base.function) if isinstance(base, Call) else None
    return isinstance(called, Global) and called.name == "super"


def _constructor(home: "Module", owner: "ClassFacts") -> "FunctionFacts | None":
    rows = [home.row(expr) for expr in owner.names.get(_CONSTRUCTOR, ())]
    if len(rows) != 1 or not isinstance(rows[0], FunctionRef):
        return None
    return home.function(rows[0].scope)


def _tested(home: "Module", owner: "ClassFacts") -> tuple[set[str], set[str]]:
    """Return the attributes of `self` that tests of branches ask about, and those of them that they compare."""
    found, compared = set[str](), set[str]()
    pending = [(expr, False) for tests in home.tested.values() for expr in tests]
    while pending:
        expr, is_compared = pending.pop()
        row = home.row(expr)
        if isinstance(row, Attribute) and home.class_of_self(row.base) == owner.id:
            found.add(row.name)
            compared |= {row.name} if is_compared else set()
        elif isinstance(row, Logical):
            pending += [(each, False) for each in row.parts if each]
        elif isinstance(row, Comparison):
            pending += [(row.left, True), (row.right, True)]
    return found, compared


def _stored_as(home: "Module", owner: "ClassFacts", parameter: "ParameterFact") -> str:
    """Return the attribute that alone keeps a parameter, "" if none does or others are kept there."""
    for name, stores in home.attributes.get(owner.id, {}).items():
        if len(stores) == 1 and parameter.value in behind(home, stores[0].value):
            return name
    return ""
