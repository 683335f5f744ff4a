"""Whether a value is plain data: something whose methods wait for nothing and speak no HTTP."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.names.things import (
    Bound,
    External,
    Instance,
    Iterable,
    Literal,
    Mapping,
    OwnModule,
    Several,
    Thing,
    Things,
    together,
)
from flake8_fakeasync.analysis.syntax.rows import (
    Attribute,
    Await,
    Call,
    Caught,
    Constant,
    Declared,
    Display,
    Element,
    Enter,
    Global,
    Imported,
    Item,
    Join,
    Narrowed,
    Part,
    Row,
    Starred,
    Text,
    Value,
)
from flake8_fakeasync.catalog.conduct import conduct, gives

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names

_DEEPEST = 20
_HARMLESS = frozenset({"local", "quiet"})
_OF_VALUE = Await | Declared | Enter | Starred
_CONTAINER = Iterable | Mapping | Several
_OF_BASE = Attribute | Element | Item | Part


class Plain:
    """Follows values to where they were made: literals, what Python parses and formats, the body of a response."""

    def __init__(self, names: "Names") -> None:
        self._names = names

    def is_data(self, module: "Module", value: Value, *, deep: bool = False, depth: int = 0) -> bool:
        """Return whether a value is plain data for certain; `deep`: so is whatever it contains or its methods give."""
        if not value or depth > _DEEPEST:
            return False
        things = self._names.things(module, value)
        if things and all(self._is_data(thing, deep=deep) for thing in things):
            return True
        if any(not isinstance(thing, _CONTAINER) or _inside(thing) for thing in things):
            return False
        return self._by_row(module, module.row(value), deep=deep, depth=depth)

    def _by_row(self, module: "Module", row: Row, *, deep: bool, depth: int) -> bool:
        if isinstance(row, Constant | Text | Caught):
            return True
        if isinstance(row, Display):
            return not deep or self._all(module, row.items, depth)
        if isinstance(row, _OF_VALUE):
            return self.is_data(module, row.value, deep=deep, depth=depth + 1)
        if isinstance(row, _OF_BASE):
            return self.is_data(module, row.base, deep=True, depth=depth + 1)
        return self._made(module, row, deep=deep, depth=depth)

    def _all(self, module: "Module", values: tuple[Value, ...], depth: int) -> bool:
        return bool(values) and all(self.is_data(module, each, deep=True, depth=depth + 1) for each in values)

    def _made(self, module: "Module", row: Row, *, deep: bool, depth: int) -> bool:
        if isinstance(row, Narrowed):
            return self.is_data(module, row.base, deep=deep, depth=depth + 1)
        if isinstance(row, Call):
            return self._gives_data(module, row, deep=deep, depth=depth)
        found = [(module, each) for each in row.parts] if isinstance(row, Join) else self._bound(module, row)
        return bool(found) and all(self.is_data(where, each, deep=deep, depth=depth + 1) for where, each in found)

    def _is_data(self, thing: Thing, *, deep: bool) -> bool:
        if isinstance(thing, Instance):
            cls = self._names.catalog.cls(thing.name)
            if cls is not None:
                return bool(thing.path) if cls.kind == "http" else cls.kind in _HARMLESS
            known = conduct(thing.name) != "unknown" or self._names.catalog.exception(thing.name) is not None
            return known and not (deep and gives(thing.name) != "data")
        if isinstance(thing, _CONTAINER):
            inside = _inside(thing)
            return not deep or (bool(inside) and all(self._is_data(each, deep=True) for each in inside))
        return isinstance(thing, Literal)

    def _gives_data(self, module: "Module", call: Call, *, deep: bool, depth: int) -> bool:
        function = module.row(call.function)
        things = self._names.things(module, call.function)
        if things:
            return all(self._is_maker(module, call, thing, deep=deep, depth=depth) for thing in things)
        return isinstance(function, Attribute) and self.is_data(module, function.base, deep=True, depth=depth + 1)

    def _is_maker(self, module: "Module", call: Call, thing: Thing, *, deep: bool, depth: int) -> bool:
        """Return whether what a callable gives, where nothing else is known of it, is plain data."""
        if isinstance(thing, External):
            how = gives(thing.name)
            if conduct(thing.name) == "unknown":
                return False
            return how == "data" or (how == "container" and not deep) or self._all(module, call.arguments, depth)
        if isinstance(thing, Bound):
            return self._is_data(thing.container, deep=True)
        if isinstance(thing, Instance) and thing.path:
            cls = self._names.catalog.cls(thing.name)
            return (
                self._is_data(thing, deep=True)
                if cls is None or cls.kind != "http"
                else cls.member(thing.path) is not None
            )
        return False

    def _bound(self, module: "Module", row: Row) -> "list[tuple[Module, Value]]":
        """Return what a module-level name, here or in another module of the project, is bound to."""
        if isinstance(row, Global):
            return [(module, value) for value in module.facts.names.get(row.name, ())]
        base = self._names.module_named(module, row.module) if isinstance(row, Imported) else None
        found = self._names.project.module(base.path) if isinstance(base, OwnModule) else None
        if found is None or not isinstance(row, Imported) or row.name is None:
            return []
        return [(found, value) for value in found.facts.names.get(row.name, ())]


def _inside(thing: Iterable | Mapping | Several) -> Things:
    if isinstance(thing, Several):
        return together(list(thing.parts))
    return thing.element if isinstance(thing, Iterable) else thing.value
