"""Attributes of a class that lose a client which the class could close."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ClassId, ExprId
from flake8_fakeasync.analysis.lifetimes.escapes import CLIENT, Escape, InAttribute
from flake8_fakeasync.analysis.lifetimes.value_flow import ValueFlow
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Constant, Declared
from flake8_fakeasync.analysis.syntax.facts import Store, Use
from flake8_fakeasync.analysis.values import OwnClass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.lifetimes.creations import Creations
    from flake8_fakeasync.analysis.lifetimes.stored_clients import StoredClients
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.exprs import Expr
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
    from flake8_fakeasync.catalog import Class

_ENTER = "__aenter__"
_CLOSED = frozenset({"closed", "entered"})


class Replaced:
    """Tells which stores of one module replace a client that is still open."""

    def __init__(
        self, evaluator: "Evaluator", creations: "Creations", module: "Module", stored: "StoredClients"
    ) -> None:
        self._evaluator = evaluator
        self._creations = creations
        self._module = module
        self._stored = stored
        self._known: dict[tuple[ClassId, str], tuple[tuple[Store, Class], ...]] = {}
        self._closing: dict[tuple[ClassId, str, str], frozenset[str]] = {}

    def of(self, store: Store) -> "Class | None":
        """Return the class of the client that a store replaces unclosed, None if it replaces none."""
        owner = self._module.class_of_self(store.base)
        function = self._module.facts.function_of(store.region)
        if owner is None or not store.name or function.name.startswith("__") or not self._is_new(store.value):
            return None
        created = self._created_in(owner, store.name)
        others = (cls for each, cls in created if self._module.facts.function_of(each.region) is not function)
        cls = next(others, None)
        is_first = bool(created) and self._module.facts.function_of(created[0][0].region) is function
        if cls is None or cls.long_lived or is_first:
            return None
        if self._is_asked_or_let_go(function, owner, store.name, cls):
            return None
        kept = InAttribute(OwnClass(self._module.path, owner), store.name, is_inside=False, cls=cls)
        return cls if self._stored.ends([kept]) & _CLOSED else None

    def reentered(self, waited: Await) -> str | None:
        """Return the attribute whose client `await self.client.__aenter__()` enters although another method does."""
        read = _entering(self._module, waited)
        held = self._module.row(read.base) if read is not None else None
        owner = self._module.class_of_self(held.base) if isinstance(held, Attribute) else None
        function = self._module.facts.function_of(waited.region)
        if owner is None or not isinstance(held, Attribute) or function.name.startswith("__"):
            return None
        stores = self._module.attributes.get(owner, {}).get(held.name, [])
        created = [cls for _, cls in self._created_in(owner, held.name)]
        is_stored_here = any(self._module.facts.function_of(each.region) is function for each in stores)
        if not created or is_stored_here or not self._is_entered_before(owner, held.name, function):
            return None
        return None if self._is_asked_or_let_go(function, owner, held.name, created[0]) else held.name

    def _is_entered_before(self, owner: ClassId, name: str, function: "FunctionFacts") -> bool:
        """Return whether a method that is written before another one, or `__aenter__`, enters an attribute."""
        found: list[FunctionFacts] = []
        for read in self._module.uses_of.reads.get(_ENTER, ()):
            held = self._module.row(read.base)
            if isinstance(held, Attribute) and held.name == name and self._module.class_of_self(held.base) == owner:
                found.append(self._module.facts.function_of(read.region))
        return any(each is not function and (each.name == _ENTER or each.line < function.line) for each in found)

    def _is_new(self, expr: ExprId) -> bool:
        row = self._module.row(expr)
        return (isinstance(row, Constant) and row.value is None) or self._created(expr) is not None

    def _created_in(self, owner: ClassId, name: str) -> "tuple[tuple[Store, Class], ...]":
        """Return the stores of new clients in an attribute, with the classes of these."""
        key = (owner, name)
        if key not in self._known:
            stores = self._module.attributes.get(owner, {}).get(name, [])
            made = ((store, self._created(store.value)) for store in stores)
            self._known[key] = tuple((store, cls) for store, cls in made if cls is not None)
        return self._known[key]

    def _created(self, expr: ExprId) -> "Class | None":
        row = self._module.row(expr)
        if isinstance(row, Declared):
            row = self._module.row(row.value)
        read = _entering(self._module, row)
        row = self._module.row(read.base) if read is not None else row
        creation = self._creations.of(self._module, row, owners=False) if isinstance(row, Call) else None
        return creation.cls if creation is not None else None

    def _is_asked_or_let_go(self, function: "FunctionFacts", owner: ClassId, name: str, cls: "Class") -> bool:
        """Return whether a method asks what the attribute holds, closes that or passes it on, or a caller does."""
        closers = self._closers(owner, name, cls)
        for read in self._module.reads(function.id):
            is_asked = read.name in closers or (read.name == name and self._matters(read, cls))
            if is_asked and self._module.class_of_self(read.base) == owner:
                return True
        calls = self._module.uses_of.reads.get(function.name, ())
        own = (read for read in calls if self._module.class_of_self(read.base) == owner)
        return any(self._module.facts.function_of(read.region).name in closers for read in own)

    def _matters(self, read: Attribute, cls: "Class") -> bool:
        facts = [mention.fact for mention in self._module.uses_of.of(read.id)]
        if any(isinstance(fact, Use) and fact.how in {"tested", "compared"} for fact in facts):
            return True
        fate = self._follow(read, cls)
        return bool(fate.releases or fate.handed or fate.kept or {"closed", "is_closed"} & fate.members)

    def _closers(self, owner: ClassId, name: str, cls: "Class") -> frozenset[str]:
        """Return the methods that close the attribute."""
        key = (owner, name, cls.name)
        if key not in self._closing:
            self._closing[key] = frozenset(self._find_closers(owner, name, cls))
        return self._closing[key]

    def _find_closers(self, owner: ClassId, name: str, cls: "Class") -> "Iterator[str]":
        for read in self._module.uses_of.reads.get(name, ()):
            if self._module.class_of_self(read.base) == owner:
                for release in self._follow(read, cls).releases:
                    yield self._module.facts.function_of(release.region).name

    def _follow(self, read: Attribute, cls: "Class") -> Escape:
        return ValueFlow(self._evaluator, self._module, cls, None).follow(read.id, CLIENT)


def _entering(module: "Module", row: "Expr") -> Attribute | None:
    """Return what `await client.__aenter__()` reads to enter a client."""
    call = module.row(row.value) if isinstance(row, Await) else None
    read = module.row(call.function) if isinstance(call, Call) else None
    return read if isinstance(read, Attribute) and read.name == _ENTER else None
