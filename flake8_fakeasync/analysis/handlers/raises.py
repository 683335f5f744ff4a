"""What calling a thing may raise: exceptions of a library, errors of Python, or anything at all."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer import classes
from flake8_fakeasync.analysis.infer.wellknown import is_transparent
from flake8_fakeasync.analysis.project.requirements import allowed
from flake8_fakeasync.analysis.project.versions import ANY, bounds
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.values import (
    Bound,
    External,
    Instance,
    Offloaded,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Partial,
    Value,
    ValueSet,
    known,
)
from flake8_fakeasync.catalog.backends import backend
from flake8_fakeasync.catalog.raises import conduct

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Class, Function

# Their results, and exceptions, come from other code.
_OUTCOMES = frozenset({"network", "dispatch", "wait"})
_RESUMES = frozenset({"__anext__", "__next__", "asend", "send", "athrow", "throw"})
STATUS_ERROR, CHECK = "HTTPStatusError", "raise_for_status"
CONSTRUCTION = ("__new__", "__init__", "__post_init__", "model_post_init")


class Summary:
    """Summary of a region; `functions` are the project functions that it runs.

    `status` tells that the error of a bad status may be among the exceptions.
    """

    __slots__ = ("functions", "home", "raises", "status", "system", "unknown", "uses")

    def __init__(self, home: "Module | None" = None) -> None:
        self.home = home
        self.uses: set[str] = set()
        self.raises: set[str] = set()
        self.unknown = False
        self.system = False
        self.status = False
        self.functions: list[OwnFunction] = []


class Raises:
    """Adds to a tally what calling things may raise."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator
        self._catalog = evaluator.catalog
        self._http = evaluator.catalog.roots_of(("http",))

    def infer(self, tally: Summary, values: ValueSet) -> None:
        """Add what calling any of these may raise."""
        tally.unknown = tally.unknown or not values
        for value in sorted(values, key=repr):
            self.thing(tally, value)

    def thing(self, tally: Summary, value: Value) -> None:
        """Add what calling a thing may raise."""
        if isinstance(value, External):
            self._external(tally, value.name)
        elif isinstance(value, Instance) and value.path:
            self._member(tally, value)
        elif isinstance(value, OwnFunction):
            self.function(tally, value)
        elif isinstance(value, OwnClass):
            self._constructed(tally, value)
        elif isinstance(value, OwnInstance):
            self.methods(tally, value, ("__call__",))
        elif isinstance(value, Partial):
            self.thing(tally, value.target)
        elif isinstance(value, Offloaded):
            self.infer(tally, known(value.target))
        else:
            tally.unknown = tally.unknown or not isinstance(value, Bound) or value.name in _RESUMES

    def _external(self, tally: Summary, name: str) -> None:
        entry = self._catalog.function(name) or self._catalog.cls(name)
        exception = self._catalog.exception(name)
        kind = conduct(name)
        if entry is not None:
            self._entry(tally, entry, pure=getattr(entry, "effect", "pure") == "pure")
        elif exception is not None:
            tally.raises.add(exception.library)
            tally.status = tally.status or exception.name.endswith(STATUS_ERROR)
        elif kind == "unknown":
            self._foreign(tally, name)
        else:
            tally.system = tally.system or kind == "system"

    def _entry(self, tally: Summary, entry: "Function | Class", *, pure: bool) -> None:
        kind = conduct(entry.name)
        if entry.kind == "network" and self._wraps(tally, entry.name):
            return
        if entry.kind == "http":
            self._raise(tally, entry)
            if not pure or getattr(entry, "connects", "never") == "always":
                tally.uses.add(entry.library)
        elif kind == "unknown":
            tally.unknown = tally.unknown or entry.kind in _OUTCOMES
            tally.system = tally.system or not pure
        else:
            tally.system = tally.system or (kind == "system" and not pure)

    def _foreign(self, tally: Summary, name: str) -> None:
        """Add code that only its root tells: a client library whose exceptions are known raises those."""
        root = name.partition(".")[0]
        if self._wraps(tally, name):
            return
        if root in self._http and self._catalog.exception(f"{root}.InvalidURL") is not None:
            tally.raises.add(root)
            tally.status = True
        else:
            tally.unknown = True

    def _wraps(self, tally: Summary, name: str) -> bool:
        """Add what a package raises whose HTTP library is known by its release; return whether it is."""
        found = backend(name.partition(".")[0])
        if found is None or tally.home is None:
            return False
        asked = allowed(self._evaluator.project, tally.home, found.distribution)
        fitting = [each for each in found.releases if asked.meets(bounds(each[0]))]
        for release, library in fitting[-1:] if asked == ANY else fitting:
            tally.raises.add(library)
            tally.uses.add(f"{found.distribution}{release}")
        tally.system = tally.status = True
        return bool(fitting)

    def _raise(self, tally: Summary, entry: "Function | Class") -> None:
        """Add the libraries whose exceptions come out of an entry; what wraps another library may check the status."""
        tally.raises.update(entry.raises)
        tally.status = tally.status or set(entry.raises) != {entry.library}

    def _member(self, tally: Summary, value: Instance) -> None:
        cls = self._catalog.cls(value.name)
        if cls is None:
            self._uncatalogued(tally, value)
            return
        member = cls.member(value.path)
        if cls.kind == "http":
            self._raise(tally, cls)
            tally.status = tally.status or value.path.endswith(CHECK)
            if "." not in value.path and value.path != "__init__":
                tally.uses.add(cls.library)
            # What goes wrong while a socket is closed is not translated.
            tally.system = tally.system or value.path in cls.close
        else:
            self._entry(tally, cls, pure=member is not None and member.effect == "pure")

    def _uncatalogued(self, tally: Summary, value: Instance) -> None:
        exception = self._catalog.exception(value.name)
        kind = conduct(f"{value.name}.{value.path}")
        if exception is not None:
            tally.raises.add(exception.library)
            tally.status = tally.status or exception.name.endswith(STATUS_ERROR)
        elif kind == "unknown":
            self._foreign(tally, value.name)
        tally.system = tally.system or kind == "system"

    def read(self, tally: Summary, name: str) -> None:
        """Add what reading an attribute of an instance may raise: a response that was not read, say."""
        cls = self._catalog.cls(name)
        if cls is not None and cls.kind == "http":
            tally.raises.update(cls.raises)

    def used(self, tally: Summary, name: str, *, strict: bool) -> None:
        """Add what entering, or iterating over, an instance of an external class may raise."""
        cls = self._catalog.cls(name)
        if cls is not None:
            self._entry(tally, cls, pure=True)
        elif strict and conduct(name) == "unknown" and self._catalog.exception(name) is None:
            self._foreign(tally, name)

    def raised(self, tally: Summary, value: Value) -> None:
        """Add what raising an exception may mean for the handlers around it."""
        evaluator: tuple[str, ...] = ()
        if isinstance(value, External | Instance):
            evaluator = (value.name,)
        elif isinstance(value, OwnClass | OwnInstance):
            evaluator = self._evaluator.mro(OwnClass(value.module, value.scope)).external
        for name in evaluator:
            exception = self._catalog.exception(name)
            if exception is not None:
                tally.raises.add(exception.library)
                tally.status = tally.status or exception.name.endswith(STATUS_ERROR)
            # A method that is not implemented here is implemented in a subclass.
            tally.unknown = tally.unknown or name == "builtins.NotImplementedError"

    def function(self, tally: Summary, value: OwnFunction) -> None:
        """Add a function of the project."""
        module = self._evaluator.project.module(value.module)
        if module is None:
            tally.unknown = True
            return
        tally.functions.append(value)
        tally.unknown = tally.unknown or self._is_hidden(module, module.function(value.scope))

    def _is_hidden(self, module: "Module", function: FunctionFacts) -> bool:
        """Return whether a function is abstract, or behind a decorator that may do anything."""
        for decorator in function.decorators:
            row = module.row(decorator)
            values = known(self._evaluator.infer(module, row.function if isinstance(row, Call) else decorator))
            for value in values:
                if not isinstance(value, External) or value.name == "abc.abstractmethod":
                    return True
                if not is_transparent(value.name) and conduct(value.name) not in {"quiet", "bridge"}:
                    return True
            if not values:
                return True
        return False

    def _constructed(self, tally: Summary, value: OwnClass) -> None:
        self.methods(tally, OwnInstance(value.module, value.scope), CONSTRUCTION, needed=False)
        instance = OwnInstance(value.module, value.scope)
        own = [each for name in CONSTRUCTION for each in classes.attribute(self._evaluator, instance, name)]
        is_own = any(isinstance(each, OwnFunction) for each in own)  # others run only where it calls them
        for base in self._evaluator.mro(value).external:
            if not is_own or self._catalog.cls(base) is not None or self._catalog.exception(base) is not None:
                self._external(tally, base)

    def methods(self, tally: Summary, value: OwnInstance, wanted: tuple[str, ...], *, needed: bool = True) -> None:
        """Add methods of an instance; when one is needed and there is none, anything may run."""
        found = [
            each
            for name in wanted
            for each in sorted(classes.attribute(self._evaluator, value, name), key=repr)
            if isinstance(each, OwnFunction) or needed
        ]
        for each in found:
            self.thing(tally, each)
        tally.unknown = tally.unknown or (needed and not found)
