"""Whether a call, an entry or an iteration blocks, by what the catalog says of what it may be."""

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.classes import lineage
from flake8_fakeasync.analysis.facts import UNKNOWN, Attribute, Call, Constant, Element, Enter, Value
from flake8_fakeasync.analysis.things import External, Instance, Offloaded, OwnClass, Partial, Thing, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.module import Module
    from flake8_fakeasync.analysis.names import Names
    from flake8_fakeasync.catalog import Class
    from flake8_fakeasync.settings import Settings


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
        self._nonblocking = settings.nonblocking
        self._declared = [
            (pattern.strip(), instead.strip() or None)
            for pattern, _, instead in (entry.partition("->") for entry in settings.blocking)
        ]

    def call(self, module: "Module", call: Call) -> Blocking | None:
        """Return the blocking API that a call is, if it is one whatever its callee may be."""
        return self._all(module, call.function, "blocks", call)

    def enter(self, module: "Module", enter: Enter) -> Blocking | None:
        """Return the blocking API that entering this context manager is."""
        row = module.row(enter.value)
        if enter.is_async or not isinstance(row, Call):
            return None
        return self._all(module, row.function, "enters", row)

    def element(self, module: "Module", element: Element) -> Blocking | None:
        """Return the blocking API that iterating over this is."""
        row = module.row(element.base)
        if element.is_async or not isinstance(row, Call):
            return None
        return self._all(module, row.function, "iterates", row)

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
            found.append(Blocking(f"{thing.name}.{path}", cls.kind, cls.library, member.instead or cls.instead))
        return min(found, default=None)

    def _all(self, module: "Module", function: Value, effect: str, call: Call) -> Blocking | None:
        things = known(self._names.things(module, function))
        found = [self.thing(module, thing, effect, call) for thing in things]
        if not found or None in found:
            return None
        return min(each for each in found if each is not None)

    def thing(
        self, module: "Module", thing: Thing, effect: str = "blocks", call: Call | None = None
    ) -> Blocking | None:
        """Return the blocking API that calling a thing is; `call` holds its arguments, if it is known."""
        if isinstance(thing, External):
            return self._external(module, thing.name, effect, call)
        if isinstance(thing, Instance) and thing.path:
            return self._member(thing, effect)
        if isinstance(thing, Partial):
            return self.thing(module, thing.target, effect, call)
        if isinstance(thing, OwnClass):
            return self._constructed(module, thing, effect, call)
        return None

    def _external(self, module: "Module", name: str, effect: str, call: Call | None) -> Blocking | None:
        if self._is_declared_harmless(name):
            return None
        for pattern, instead in self._declared:
            if effect == "blocks" and fnmatchcase(name, pattern):
                return Blocking(f"{name}()", "http", name.partition(".")[0], instead)
        catalog = self._names.catalog
        function = catalog.function(name)
        if function is not None:
            harmless = call is not None and any(keyword in function.unless for keyword, _ in call.keywords)
            if function.effect != effect or harmless:
                return None
            return Blocking(f"{function.name}()", function.kind, function.library, function.instead)
        cls = catalog.cls(name)
        if cls is not None and effect == "blocks" and _connects(module, cls, call):
            return Blocking(f"{cls.name}()", cls.kind, cls.library, cls.instead)
        return None

    def _member(self, thing: Instance, effect: str) -> Blocking | None:
        cls = self._names.catalog.cls(thing.name)
        member = cls.member(thing.path) if cls else None
        name = f"{thing.name}.{thing.path}"
        if cls is None or member is None or member.effect != effect or self._is_declared_harmless(name):
            return None
        return Blocking(f"{name}()", cls.kind, cls.library, member.instead or cls.instead)

    def _constructed(self, module: "Module", thing: OwnClass, effect: str, call: Call | None) -> Blocking | None:
        line = lineage(self._names, thing)
        for own in line.own:
            found = self._names.project.module(own.module)
            if found is not None and "__init__" in found.cls(own.scope).names:
                return None
        for base in line.external:
            blocking = self._external(module, base, effect, call)
            if blocking is not None and self._names.catalog.cls(base) is not None:
                return blocking
        return None

    def _is_declared_harmless(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in self._nonblocking)


def _connects(module: "Module", cls: "Class", call: Call | None) -> bool:
    """Return whether constructing this class does I/O with these arguments."""
    if cls.connects == "never" or call is None:
        return cls.connects == "always"
    keywords = dict(call.keywords)
    if any(keyword in cls.unless for keyword in keywords) or None in keywords:
        return False
    if cls.connects == "always":
        return True
    given = [keyword for keyword in keywords if keyword in cls.when]
    if cls.connects == "with_keyword":
        return any(_is_true(module, keywords[keyword]) for keyword in given)
    return bool(call.arguments or given)


def _is_true(module: "Module", value: Value) -> bool:
    row = module.row(value)
    return value != UNKNOWN and isinstance(row, Constant) and row.value is True


__all__ = ["Blocking", "Judge", "Offloaded"]
