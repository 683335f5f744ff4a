"""What calling a thing may raise: exceptions of a library, errors of Python, or anything at all."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.names import classes
from flake8_fakeasync.analysis.names.things import (
    Bound,
    External,
    Instance,
    Offloaded,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Partial,
    Thing,
    Things,
    known,
)
from flake8_fakeasync.analysis.names.wellknown import is_transparent
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.syntax.rows import Call
from flake8_fakeasync.catalog.conduct import conduct

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names
    from flake8_fakeasync.catalog import Class, Function

# What they give, or raise, was made elsewhere.
_OUTCOMES = frozenset({"network", "wait"})
_RESUMES = frozenset({"__anext__", "__next__", "asend", "send", "athrow", "throw"})
CONSTRUCTION = ("__new__", "__init__", "__post_init__", "model_post_init")


class Tally:
    """What the steps of a stretch of code add up to; `functions` are the project functions that it runs."""

    __slots__ = ("functions", "raises", "system", "unknown", "uses")

    def __init__(self) -> None:
        self.uses: set[str] = set()
        self.raises: set[str] = set()
        self.unknown = False
        self.system = False
        self.functions: list[OwnFunction] = []


class Conduct:
    """Adds to a tally what calling things may raise."""

    def __init__(self, names: "Names") -> None:
        self._names = names
        self._catalog = names.catalog
        self._http = names.catalog.roots_of(("http",))

    def things(self, tally: Tally, things: Things) -> None:
        """Add what calling any of these may raise."""
        tally.unknown = tally.unknown or not things
        for thing in sorted(things, key=repr):
            self.thing(tally, thing)

    def thing(self, tally: Tally, thing: Thing) -> None:
        """Add what calling a thing may raise."""
        if isinstance(thing, External):
            self._external(tally, thing.name)
        elif isinstance(thing, Instance) and thing.path:
            self._member(tally, thing)
        elif isinstance(thing, OwnFunction):
            self.function(tally, thing)
        elif isinstance(thing, OwnClass):
            self._constructed(tally, thing)
        elif isinstance(thing, OwnInstance):
            self.methods(tally, thing, ("__call__",))
        elif isinstance(thing, Partial):
            self.thing(tally, thing.target)
        elif isinstance(thing, Offloaded):
            self.things(tally, known(thing.target))
        else:
            tally.unknown = tally.unknown or not isinstance(thing, Bound) or thing.name in _RESUMES

    def _external(self, tally: Tally, name: str) -> None:
        entry = self._catalog.function(name) or self._catalog.cls(name)
        exception = self._catalog.exception(name)
        kind = conduct(name)
        if entry is not None:
            self._entry(tally, entry, pure=getattr(entry, "effect", "pure") == "pure")
        elif exception is not None:
            tally.raises.add(exception.library)
        elif kind == "unknown":
            self._foreign(tally, name)
        else:
            tally.system = tally.system or kind == "system"

    def _entry(self, tally: Tally, entry: "Function | Class", *, pure: bool) -> None:
        kind = conduct(entry.name)
        if entry.kind == "http":
            tally.raises.update(entry.raises)
            if not pure or getattr(entry, "connects", "never") == "always":
                tally.uses.add(entry.library)
        elif kind == "unknown":
            tally.unknown = tally.unknown or entry.kind in _OUTCOMES
            tally.system = tally.system or not pure
        else:
            tally.system = tally.system or (kind == "system" and not pure)

    def _foreign(self, tally: Tally, name: str) -> None:
        """Add code that only its root tells: a client library whose exceptions are known raises those."""
        root = name.partition(".")[0]
        if root in self._http and self._catalog.exception(f"{root}.InvalidURL") is not None:
            tally.raises.add(root)
        else:
            tally.unknown = True

    def _member(self, tally: Tally, thing: Instance) -> None:
        cls = self._catalog.cls(thing.name)
        if cls is None:
            self._uncatalogued(tally, thing)
            return
        member = cls.member(thing.path)
        if cls.kind == "http":
            tally.raises.update(cls.raises)
            if "." not in thing.path and thing.path != "__init__":
                tally.uses.add(cls.library)
            # What goes wrong while a socket is closed is not translated.
            tally.system = tally.system or thing.path in cls.close
        else:
            self._entry(tally, cls, pure=member is not None and member.effect == "pure")

    def _uncatalogued(self, tally: Tally, thing: Instance) -> None:
        exception = self._catalog.exception(thing.name)
        kind = conduct(f"{thing.name}.{thing.path}")
        if exception is not None:
            tally.raises.add(exception.library)
        elif kind == "unknown":
            self._foreign(tally, thing.name)
        tally.system = tally.system or kind == "system"

    def read(self, tally: Tally, name: str) -> None:
        """Add what reading an attribute of an instance may raise: a response that was not read, say."""
        cls = self._catalog.cls(name)
        if cls is not None and cls.kind == "http":
            tally.raises.update(cls.raises)

    def used(self, tally: Tally, name: str, *, strict: bool) -> None:
        """Add what entering, or iterating over, an instance of an external class may raise."""
        cls = self._catalog.cls(name)
        if cls is not None:
            self._entry(tally, cls, pure=True)
        elif strict and conduct(name) == "unknown" and self._catalog.exception(name) is None:
            self._foreign(tally, name)

    def raised(self, tally: Tally, thing: Thing) -> None:
        """Add what raising an exception may mean for the handlers around it."""
        names: tuple[str, ...] = ()
        if isinstance(thing, External | Instance):
            names = (thing.name,)
        elif isinstance(thing, OwnClass | OwnInstance):
            names = self._names.lineage(OwnClass(thing.module, thing.scope)).external
        for name in names:
            exception = self._catalog.exception(name)
            if exception is not None:
                tally.raises.add(exception.library)
            # A method that is not implemented here is implemented in a subclass.
            tally.unknown = tally.unknown or name == "builtins.NotImplementedError"

    def function(self, tally: Tally, thing: OwnFunction) -> None:
        """Add a function of the project."""
        module = self._names.project.module(thing.module)
        if module is None:
            tally.unknown = True
            return
        tally.functions.append(thing)
        tally.unknown = tally.unknown or self._is_hidden(module, module.function(thing.scope))

    def _is_hidden(self, module: "Module", function: FunctionFacts) -> bool:
        """Return whether a function is abstract, or behind a decorator that may do anything."""
        for decorator in function.decorators:
            row = module.row(decorator)
            things = known(self._names.things(module, row.function if isinstance(row, Call) else decorator))
            for thing in things:
                if not isinstance(thing, External) or thing.name == "abc.abstractmethod":
                    return True
                if not is_transparent(thing.name) and conduct(thing.name) != "quiet":
                    return True
            if not things:
                return True
        return False

    def _constructed(self, tally: Tally, thing: OwnClass) -> None:
        self.methods(tally, OwnInstance(thing.module, thing.scope), CONSTRUCTION, needed=False)
        for base in self._names.lineage(thing).external:
            self._external(tally, base)

    def methods(self, tally: Tally, thing: OwnInstance, wanted: tuple[str, ...], *, needed: bool = True) -> None:
        """Add methods of an instance; when one is needed and there is none, anything may run."""
        found = [
            each
            for name in wanted
            for each in sorted(classes.attribute(self._names, thing, name), key=repr)
            if isinstance(each, OwnFunction) or needed
        ]
        for each in found:
            self.thing(tally, each)
        tally.unknown = tally.unknown or (needed and not found)
