"""Whether a call, an entry or an iteration blocks, by what the catalog says of what it may be."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.names.things import (
    NOTHING,
    External,
    Instance,
    Literal,
    Offloaded,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Partial,
    Thing,
    known,
)
from flake8_fakeasync.analysis.reach.connecting import connects, spared
from flake8_fakeasync.analysis.reach.declared import Declared
from flake8_fakeasync.analysis.syntax.rows import Attribute, Call, Element, Enter, Starred, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names
    from flake8_fakeasync.catalog import Class, Member
    from flake8_fakeasync.settings import Settings

DRAINS = frozenset(
    f"builtins.{name}"
    for name in ("all", "any", "dict", "enumerate", "frozenset", "list", "max", "min", "next", "set", "sorted", "sum")
) | {"builtins.tuple", "itertools.chain"}
_DRAINING = frozenset(map(External, DRAINS))


class Blocking(NamedTuple):
    """A blocking API: its qualified name as a call, its kind and library, and what to use instead.

    `instead` is None where that is the recommended client (for HTTP), or not known.
    """

    name: str
    kind: str
    library: str
    instead: str | None


class Judge:
    """Says what blocks: the catalog, corrected by what the user declared."""

    def __init__(self, names: "Names", settings: "Settings") -> None:
        self._names = names
        self.declared = Declared(settings.blocking, settings.nonblocking, names.catalog)
        self._quiet: dict[str, bool] = {}

    def call(self, module: "Module", call: Call) -> Blocking | None:
        """Return the blocking API that a call is, if it is one whatever its callee may be."""
        return self._all(module, call.function, "blocks", call) or self._drained(module, call)

    def enter(self, module: "Module", enter: Enter) -> Blocking | None:
        """Return the blocking API that entering this context manager is."""
        if enter.is_async:
            return None
        row = module.row(enter.value)
        entered = self._all(module, row.function, "enters", row) if isinstance(row, Call) else None
        return entered or self._protocol(module, enter.value, "__enter__")

    def element(self, module: "Module", element: Element) -> Blocking | None:
        """Return the blocking API that iterating over this is."""
        return None if element.is_async else self._iterated(module, element.base)

    def _iterated(self, module: "Module", value: Value) -> Blocking | None:
        row = module.row(value)
        if isinstance(row, Starred):
            value, row = row.value, module.row(row.value)
        iterated = self._all(module, row.function, "iterates", row) if isinstance(row, Call) else None
        return iterated or self._protocol(module, value, "__iter__")

    def _drained(self, module: "Module", call: Call) -> Blocking | None:
        """Return what `list(...)` and its like iterate over to the end."""
        things = self._names.things(module, call.function) if call.arguments else NOTHING
        if things.isdisjoint(_DRAINING):
            return None
        found = [self._iterated(module, value) for value in call.arguments if value]
        return next((each for each in found if each is not None), None)

    def _protocol(self, module: "Module", value: Value, method: str) -> Blocking | None:
        """Return the blocking API that a method called by the language (`with`, `for`) is."""
        found: list[Blocking] = []
        for thing in known(self._names.things(module, value)) if value else ():
            if isinstance(thing, OwnInstance):
                return None
            cls = self._names.catalog.cls(thing.name) if isinstance(thing, Instance) and not thing.path else None
            member = cls.member(method) if cls else None
            if cls is None or member is None or member.effect != "blocks":
                return None
            found.append(Blocking(f"{cls.name}.{method}()", cls.kind, cls.library, _instead(cls, member)))
        return min(found, default=None)

    def attribute(self, module: "Module", attribute: Attribute) -> Blocking | None:
        """Return the blocking API that reading this attribute is (a property that does I/O)."""
        found: list[Blocking] = []
        for thing in known(self._names.things(module, attribute.base)):
            if not isinstance(thing, Instance):
                return None
            path = f"{thing.path}.{attribute.name}" if thing.path else attribute.name
            cls = self._names.catalog.cls(thing.name)
            member = cls.member(path) if cls else None
            if cls is None or member is None or member.effect != "property-blocks":
                return None
            found.append(Blocking(f"{thing.name}.{path}", cls.kind, cls.library, _instead(cls, member)))
        return min(found, default=None)

    def _all(self, module: "Module", function: Value, effect: str, call: Call) -> Blocking | None:
        found: list[Blocking] = []
        for thing in self._names.things(module, function):
            if type(thing) is Literal:
                continue
            blocking = self.thing(module, thing, effect, call)
            if blocking is None:
                return None
            found.append(blocking)
        return min(found, default=None)

    def thing(
        self, module: "Module", thing: Thing, effect: str = "blocks", call: Call | None = None
    ) -> Blocking | None:
        """Return the blocking API that calling a thing is; `call` holds its arguments, if it is known."""
        if isinstance(thing, External):
            is_quiet = self._is_quiet(thing.name)
            return None if is_quiet else self._external(module, thing.name, effect, call)
        if isinstance(thing, Instance):
            return self._member(thing, effect)
        if isinstance(thing, Partial):
            return self.thing(module, thing.target, effect, call)
        if isinstance(thing, OwnFunction):
            return self._declared_own(thing) if effect == "blocks" else None
        if isinstance(thing, OwnClass):
            return self._constructed(module, thing, effect, call)
        return None

    def _is_quiet(self, name: str) -> bool:
        """Return whether neither the catalog nor the user says anything of a function or class."""
        known = self._quiet.get(name)
        if known is None:
            catalog = self._names.catalog
            speaks = catalog.function(name) or catalog.cls(name) or self.declared.blocking(name)
            known = self._quiet[name] = speaks is None
        return known

    def _external(self, module: "Module", name: str, effect: str, call: Call | None) -> Blocking | None:
        if self.declared.is_harmless(name):
            return None
        declared = self.declared.blocking(name) if effect == "blocks" else None
        if declared is not None:
            return Blocking(f"{name}()", declared.kind, name.partition(".")[0], declared.instead)
        catalog = self._names.catalog
        function = catalog.function(name)
        if function is not None:
            if function.effect != effect or (call and spared(call, function.unless)):
                return None
            name = function.name.removeprefix("builtins.")
            return Blocking(f"{name}()", function.kind, function.library, function.instead)
        cls = catalog.cls(name)
        if cls is not None and effect == "blocks" and connects(module, cls, call):
            return Blocking(f"{cls.name}()", cls.kind, cls.library, cls.instead)
        return None

    def _member(self, thing: Instance, effect: str) -> Blocking | None:
        path = thing.path or "__call__"
        name = f"{thing.name}.{path}"
        if self.declared.is_harmless(name):
            return None
        declared = self.declared.blocking(name) if effect == "blocks" else None
        if declared is not None:
            return Blocking(f"{name}()", declared.kind, name.partition(".")[0], declared.instead)
        cls = self._names.catalog.cls(thing.name)
        member = cls.member(path) if cls else None
        if cls is None or member is None or member.effect != effect:
            return None
        return Blocking(f"{name}()", cls.kind, cls.library, _instead(cls, member))

    def _declared_own(self, thing: OwnFunction) -> Blocking | None:
        """Return what the user declared a function of the project to be; an async one never blocks."""
        module = self._names.project.module(thing.module) if self.declared.speaks else None
        function = module.function(thing.scope) if module is not None else None
        if module is None or function is None or function.is_async:
            return None
        found = self.declared.function(module, function)
        if found is None:
            return None
        name, said = found
        return Blocking(f"{name}()", said.kind, name.partition(".")[0], said.instead)

    def _constructed(self, module: "Module", thing: OwnClass, effect: str, call: Call | None) -> Blocking | None:
        line = self._names.lineage(thing)
        for own in line.own:
            found = self._names.project.module(own.module)
            if found is not None and "__init__" in found.cls(own.scope).names:
                return None
        for base in line.external:
            blocking = self._external(module, base, effect, call)
            if blocking is not None and self._names.catalog.cls(base) is not None:
                return blocking
        return None


def _instead(cls: "Class", member: "Member") -> str | None:
    """Return what to use in place of a member; a twin on the same object is named with its class."""
    return f"{cls.name}.{member.instead}" if member.instead and cls.twin else member.instead or cls.instead


__all__ = ["DRAINS", "Blocking", "Judge", "Offloaded"]
