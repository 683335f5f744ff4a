"""Whether a value is plain data: something whose methods wait for nothing and speak no HTTP."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.facts import (
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
from flake8_fakeasync.analysis.things import (
    External,
    Instance,
    Iterable,
    Literal,
    OwnModule,
    Several,
    Thing,
)
from flake8_fakeasync.catalog.conduct import conduct

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.module import Module
    from flake8_fakeasync.analysis.names import Names

_DEEPEST = 20
_MADE = Constant | Text | Display | Caught
_OF_VALUE = Await | Declared | Enter | Starred
_OF_BASE = Attribute | Element | Item | Narrowed | Part


class Plain:
    """Follows values to where they were made: literals, what Python parses and formats, the body of a response."""

    def __init__(self, names: "Names") -> None:
        self._names = names

    def is_data(self, module: "Module", value: Value, depth: int = 0) -> bool:
        """Return whether a value is plain data for certain."""
        if not value or depth > _DEEPEST:
            return False
        things = self._names.things(module, value)
        if things:
            return all(self._is_data(thing) for thing in things)
        row = module.row(value)
        if isinstance(row, _MADE):
            return True
        if isinstance(row, _OF_VALUE | _OF_BASE):
            return self.is_data(module, row.value if isinstance(row, _OF_VALUE) else row.base, depth + 1)
        if isinstance(row, Join):
            return all(self.is_data(module, each, depth + 1) for each in row.parts)
        return self._gives_data(module, row, depth) if isinstance(row, Call) else self._named(module, row, depth)

    def _is_data(self, thing: Thing) -> bool:
        if isinstance(thing, Instance):
            cls = self._names.catalog.cls(thing.name)
            if cls is None:
                return conduct(thing.name) != "unknown" or self._names.catalog.exception(thing.name) is not None
            return bool(thing.path) if cls.kind == "http" else cls.kind == "local"
        return isinstance(thing, Several | Iterable | Literal)

    def _gives_data(self, module: "Module", call: Call, depth: int) -> bool:
        function = module.row(call.function)
        things = self._names.things(module, call.function)
        if things:
            return all(self._is_maker(thing) for thing in things)
        return isinstance(function, Attribute) and self.is_data(module, function.base, depth + 1)

    def _is_maker(self, thing: Thing) -> bool:
        """Return whether what a callable gives, where nothing else is known of it, is plain data."""
        catalog = self._names.catalog
        if isinstance(thing, External):
            if thing.name == "builtins.getattr":
                return False
            return conduct(thing.name) == "quiet" or thing.name in {"builtins.open", "asyncio.Queue"}
        if isinstance(thing, Instance) and thing.path:
            cls = catalog.cls(thing.name)
            return self._is_data(thing) if cls is None or cls.kind != "http" else cls.member(thing.path) is not None
        return False

    def _named(self, module: "Module", row: Row, depth: int) -> bool:
        values: tuple[Value, ...] = ()
        if isinstance(row, Global):
            values = module.facts.names.get(row.name, ())
        elif isinstance(row, Imported):
            base = self._names.module_named(module, row.module)
            found = self._names.project.module(base.path) if isinstance(base, OwnModule) else None
            if found is None or row.name is None:
                return False
            module, values = found, found.facts.names.get(row.name, ())
        return bool(values) and all(self.is_data(module, value, depth + 1) for value in values)
