"""What all callers in the project pass for a parameter, where all of them are known."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer import known_decorators
from flake8_fakeasync.analysis.infer.arguments import Callee, bind
from flake8_fakeasync.analysis.infer.mentions import CONSTRUCTOR, Caller, Mentions, UnknownCallersError
from flake8_fakeasync.analysis.infer.passed_on import is_asked, passes_on
from flake8_fakeasync.analysis.literals import GIVEN, literal
from flake8_fakeasync.analysis.project.neighbours import naming
from flake8_fakeasync.analysis.syntax.exprs import Constant
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ParameterFact
from flake8_fakeasync.analysis.values import (
    NOTHING,
    External,
    Instance,
    Literal,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Value,
    ValueSet,
    known,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.ids import ScopeId
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

Found = tuple[Caller, ...] | None
_MOST_FILES = 20
_MOST_CALLERS = 40
_MOST_CLASSES = 20
_NONE = literal(None)


class Callers:
    """Answers for the functions of a project; each is asked about once."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator
        self._found: dict[tuple[str, ScopeId], Found] = evaluator.queries.memo()

    def passed(self, module: "Module", function: FunctionFacts, parameter: ParameterFact) -> ValueSet:
        """Return what every caller passes for a parameter for which callers are asked wherever it is used."""
        if not is_asked(module, function, parameter):
            return NOTHING
        return self.of_parameter(module, function, parameter)

    def of_parameter(self, module: "Module", function: FunctionFacts, parameter: ParameterFact) -> ValueSet:
        """Return what every caller passes, or nothing: None is passed where there is none.

        Callers pass the same, or objects of several classes of libraries that all block.
        """
        if parameter.kind not in {"positional", "keyword"}:
            return NOTHING
        found: set[ValueSet] = set()
        for caller in self.of(module, function) or ():
            if not passes_on(caller, module, function, parameter):
                found.add(self._argument(module, function, parameter, caller))
        found.discard(frozenset({_NONE}))
        values = together(list(found))
        return values if all(found) and (len(values) == 1 or all(map(self._blocks, values))) else NOTHING

    def _blocks(self, value: Value) -> bool:
        """Return whether a thing is an object of a class whose methods block."""
        catalog = self._evaluator.catalog
        names: tuple[str, ...] = (value.name,) if isinstance(value, Instance) and not value.path else ()
        if isinstance(value, OwnInstance):
            names = self._evaluator.mro(OwnClass(value.module, value.scope)).external
        classes = [cls for cls in map(catalog.cls, names) if cls is not None]
        return any(
            not cls.is_async and any(each.effect == "blocks" for each in cls.members.values()) for cls in classes
        )

    def _argument(
        self, module: "Module", function: FunctionFacts, parameter: ParameterFact, caller: Caller
    ) -> ValueSet:
        """Return what one caller passes: one thing, or None, or nothing if it is not known."""
        arguments = bind(self._evaluator, caller.module, caller.call, Callee(function, caller.bound))
        if parameter.name in arguments.given:
            values = arguments.given[parameter.name]
        elif arguments.may_give_more or not parameter.default:
            return NOTHING
        else:
            row = module.row(parameter.default)
            is_none = isinstance(row, Constant) and row.value is None
            values = frozenset({_NONE}) if is_none else self._evaluator.infer(module, parameter.default)
        found = known(values) if len(values) > 1 else values
        is_plain = any(isinstance(each, Literal) and each != _NONE for each in values)
        return found if len(found) == 1 and GIVEN not in values and not is_plain else NOTHING

    def of(self, module: "Module", function: FunctionFacts) -> Found:
        """Return the calls of a function, or of the class whose constructor it is; None if there may be others."""
        key = (module.path, function.id)
        return self._evaluator.queries.uncut(self._found, key, lambda: self._search(module, function))

    def of_class(self, cls: OwnClass) -> Found:
        """Return the calls of a class without a constructor; None if there may be others, or derived classes."""
        key = (cls.module, cls.scope)
        return self._evaluator.queries.uncut(self._found, key, lambda: self._made(cls))

    def _made(self, cls: OwnClass) -> Found:
        home = self._evaluator.project.module(cls.module)
        try:
            mentions = self._read(cls, home, is_local=False) if home is not None else None
        except UnknownCallersError:
            return None
        if mentions is None or mentions.subclasses or len(mentions.callers) > _MOST_CALLERS:
            return None
        return tuple(mentions.callers)

    def _search(self, module: "Module", function: FunctionFacts) -> Found:
        owner = module.owner(function)
        try:
            if owner is not None and function.name == CONSTRUCTOR:
                found = self._constructed(OwnClass(module.path, owner.id), OwnFunction(module.path, function.id, None))
            elif self._may_be_known(module, function):
                target = OwnFunction(module.path, function.id, None)
                found = self._read(target, module, is_local=bool(function.parent) and owner is None).callers
            else:
                return None
        except UnknownCallersError:
            return None
        return tuple(dict.fromkeys(found)) if len(found) <= _MOST_CALLERS else None

    def _may_be_known(self, module: "Module", function: FunctionFacts) -> bool:
        """Return whether nothing but calls in the project can call a function: neither Python nor a framework."""
        names = [value for each in function.decorators for value in self._evaluator.infer(module, each) or (None,)]
        if any(not isinstance(name, External) or not known_decorators.is_transparent(name.name) for name in names):
            return False
        owner = module.owner(function)
        if owner is None:
            return not function.is_lambda
        is_special = function.name.startswith("__") and function.name.endswith("__")
        return not is_special and not self._evaluator.mro(OwnClass(module.path, owner.id)).external

    def _constructed(self, cls: OwnClass, constructor: OwnFunction) -> list[Caller]:
        """Return where objects of a class, and of those that take over its constructor, are made."""
        found: list[Caller] = []
        pending, seen = [cls], {cls}
        while pending:
            current = pending.pop()
            home = self._evaluator.project.module(current.module)
            if home is None or len(seen) > _MOST_CLASSES:
                raise UnknownCallersError
            mentions = self._read(current, home, is_local=False)
            mentions.constructions(home)
            for below in mentions.subclasses:
                other = self._evaluator.project.module(below.module)
                if other is None:
                    raise UnknownCallersError
                mentions.super_calls(other, constructor)
                if CONSTRUCTOR not in other.cls(below.scope).names and below not in seen:
                    seen.add(below)
                    pending.append(below)
            found += mentions.callers
        return found

    def _read(self, target: OwnFunction | OwnClass, home: "Module", *, is_local: bool) -> Mentions:
        """Return what the modules of the project do with a function or class of one of them."""
        mentions = Mentions(self._evaluator, target)
        pending = [home.scope(target.scope).name]
        seen = set(pending)
        while pending:
            name = pending.pop()
            for each in (home,) if is_local else (home, *self._naming(home, name)):
                mentions.read(each, name)
            pending += [each for each in mentions.names if each not in seen]
            seen.update(mentions.names)
        return mentions

    def _naming(self, home: "Module", name: str) -> "Iterator[Module]":
        """Yield the other modules that contain a name."""
        found = naming(self._evaluator.project, home.path, name)
        if found is None or len(found) > _MOST_FILES:
            raise UnknownCallersError
        for path in found:
            module = self._evaluator.project.neighbour(path)
            if module is None:
                raise UnknownCallersError
            yield module
