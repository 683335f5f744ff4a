"""What calling a thing may raise: exceptions of a library, errors of Python, or anything at all."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.library_raises import STATUS_ERROR, LibraryRaises
from flake8_fakeasync.analysis.handlers.summary import Summary
from flake8_fakeasync.analysis.infer import classes
from flake8_fakeasync.analysis.infer.known_decorators import is_transparent
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.value_order import in_order
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
from flake8_fakeasync.catalog.raises import conduct

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_RESUMES = frozenset({"__anext__", "__next__", "asend", "send", "athrow", "throw"})
CONSTRUCTION = ("__new__", "__init__", "__post_init__", "model_post_init")


class Raises:
    """Adds to a summary what calling things may raise."""

    def __init__(self, evaluator: "Evaluator", library: LibraryRaises) -> None:
        self._evaluator = evaluator
        self._catalog = evaluator.catalog
        self._library = library

    def infer(self, summary: Summary, values: ValueSet) -> None:
        """Add what calling any of these may raise."""
        summary.unknown = summary.unknown or not values
        for value in in_order(values):
            self.thing(summary, value)

    def thing(self, summary: Summary, value: Value) -> None:
        """Add what calling a thing may raise."""
        if isinstance(value, External):
            self._library.function(summary, value.name)
        elif isinstance(value, Instance) and value.path:
            self._library.member(summary, value)
        elif isinstance(value, OwnFunction):
            self.function(summary, value)
        elif isinstance(value, OwnClass):
            self._constructed(summary, value)
        elif isinstance(value, OwnInstance):
            self.methods(summary, value, ("__call__",))
        elif isinstance(value, Partial):
            self.thing(summary, value.target)
        elif isinstance(value, Offloaded):
            self.infer(summary, known(value.target))
        else:
            summary.unknown = summary.unknown or not isinstance(value, Bound) or value.name in _RESUMES

    def raised(self, summary: Summary, value: Value) -> None:
        """Add what raising an exception may mean for the handlers around it."""
        names: tuple[str, ...] = ()
        if isinstance(value, External | Instance):
            names = (value.name,)
        elif isinstance(value, OwnClass | OwnInstance):
            names = self._evaluator.mro(OwnClass(value.module, value.scope)).external
        for name in names:
            exception = self._catalog.exception(name)
            if exception is not None:
                summary.raises.add(exception.library)
                summary.status = summary.status or exception.name.endswith(STATUS_ERROR)
            # A method that is not implemented here is implemented in a subclass.
            summary.unknown = summary.unknown or name == "builtins.NotImplementedError"

    def function(self, summary: Summary, value: OwnFunction) -> None:
        """Add a function of the project."""
        module = self._evaluator.project.module(value.module)
        if module is None:
            summary.unknown = True
            return
        summary.functions.append(value)
        summary.unknown = summary.unknown or self._is_hidden(module, module.function(value.scope))

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

    def _constructed(self, summary: Summary, value: OwnClass) -> None:
        self.methods(summary, OwnInstance(value.module, value.scope), CONSTRUCTION, needed=False)
        instance = OwnInstance(value.module, value.scope)
        own = [each for name in CONSTRUCTION for each in classes.attribute(self._evaluator, instance, name)]
        is_own = any(isinstance(each, OwnFunction) for each in own)  # others run only where it calls them
        for base in self._evaluator.mro(value).external:
            if not is_own or self._catalog.cls(base) is not None or self._catalog.exception(base) is not None:
                self._library.function(summary, base)

    def methods(self, summary: Summary, value: OwnInstance, wanted: tuple[str, ...], *, needed: bool = True) -> None:
        """Add methods of an instance; when one is needed and there is none, anything may run."""
        found = [
            each
            for name in wanted
            for each in in_order(classes.attribute(self._evaluator, value, name))
            if isinstance(each, OwnFunction) or needed
        ]
        for each in found:
            self.thing(summary, each)
        summary.unknown = summary.unknown or (needed and not found)
