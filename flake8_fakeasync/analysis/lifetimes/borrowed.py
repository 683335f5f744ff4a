"""Clients that are closed where they may belong to somebody else."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.lifetimes.alternatives import alternatives
from flake8_fakeasync.analysis.lifetimes.escapes import CLOSERS
from flake8_fakeasync.analysis.lifetimes.generators import Generators
from flake8_fakeasync.analysis.lifetimes.later_uses import LaterUses
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Attribute, Call, Enter, Global, Item, Parameter
from flake8_fakeasync.analysis.syntax.kinds import RegionKind
from flake8_fakeasync.analysis.values import External, OwnFunction, known
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.lifetimes.creations import Creations
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Class

_TESTS: frozenset[RegionKind] = frozenset({"branch", "rest", "case"})
_AWAITED_CLOSE = "aclose"
_IS_OPEN = frozenset({"is_closed", "closed"})


class BorrowedClosing(NamedTuple):
    """A closing of somebody else's client: the code as one would write it, why it is wrong, what to do instead."""

    code: str
    why: str
    instead: str
    library: str


class _Origin(NamedTuple):
    """Where a client may come from: parameters, calls that create one here; `other` is whatever else."""

    parameters: list[Parameter]
    created: "list[Class]"
    other: bool


class Borrowed:
    """Tells which closings of one module are of clients that may be somebody else's."""

    def __init__(self, evaluator: "Evaluator", creations: "Creations", module: "Module") -> None:
        self._evaluator = evaluator
        self._creations = creations
        self._module = module
        self._later = LaterUses(evaluator, module)

    def closed(self, fact: Call | Enter) -> BorrowedClosing | None:
        """Return what is wrong with a fact that enters or closes a client, None if nothing is."""
        expr = self._closed(fact)
        if not expr:
            return None
        row = self._module.row(expr)
        code = "async with {}" if isinstance(fact, Enter) else f"{{}}.{self._method(fact)}()"
        attribute = isinstance(row, Attribute) and self._module.class_of_self(row.base) is not None
        shared = self._shared(expr, is_entered=isinstance(fact, Enter))
        if shared is not None:
            return shared
        if isinstance(row, Attribute) and attribute:
            return self._of_attribute(fact, row, code.format(f"self.{row.name}"))
        return self._of_local(fact, expr, code)

    def _closed(self, fact: Call | Enter) -> ExprId:
        """Return the client that a fact closes, sooner or later."""
        if isinstance(fact, Enter):
            return fact.value if fact.is_async else UNKNOWN
        read = self._module.row(fact.function)
        return read.base if isinstance(read, Attribute) and read.name in CLOSERS else UNKNOWN

    def _method(self, call: Call) -> str:
        return getattr(self._module.row(call.function), "name", "")

    def _of_local(self, fact: Call | Enter, expr: ExprId, code: str) -> BorrowedClosing | None:
        origin = self._origin(expr)
        if origin.other or not origin.parameters or self._is_tested(fact.region):
            return None
        parameter = origin.parameters[0]
        code = code.format(parameter.name)
        if origin.created:
            why = "closes the client of the caller if one is given"
            return BorrowedClosing(code, why, "close it only if it was created here", origin.created[0].library)
        if self._module.facts.function_of(fact.region).id != parameter.scope:
            return None  # a function inside closes it, perhaps much later
        cls = self._client(expr)
        may_be_one = cls is not None or (self._is_bare(parameter) and self._ends(fact))
        user = self._later.user(parameter) if may_be_one else None
        cls = self._creations.client(*user[1:]) if cls is None and user is not None else cls
        if cls is None or user is None:
            return None
        why = f"closes a client that {user[0]} goes on using"
        return BorrowedClosing(code, why, "leave that to whoever created it", cls.library)

    def _is_bare(self, parameter: Parameter) -> bool:
        """Return whether nothing is said of a parameter: callers tell what it is."""
        declared = self._module.function(parameter.scope).parameters
        return any(each.name == parameter.name and not each.annotation and not each.default for each in declared)

    def _ends(self, fact: Call | Enter) -> bool:
        """Return whether a fact is what only clients and the like are ended by."""
        return isinstance(fact, Enter) or self._method(fact) == _AWAITED_CLOSE

    def _of_attribute(self, fact: Call | Enter, read: Attribute, code: str) -> BorrowedClosing | None:
        """Return what is wrong with entering a client that the class may have been given, in just any method."""
        function = self._module.facts.function_of(fact.region)
        if not isinstance(fact, Enter) or function.name == "__aenter__" or self._is_tested(fact.region):
            return None
        owner = self._module.class_of_self(read.base)
        stores = self._module.attributes.get(owner, {}).get(read.name, []) if owner is not None else []
        origins = [self._origin(store.value) for store in stores]
        created = [cls for origin in origins for cls in origin.created]
        given = [each for origin in origins for each in origin.parameters]
        if not created or not given or any(origin.other for origin in origins):
            return None
        why = "closes the client that the object was given, and that of its next call"
        return BorrowedClosing(code, why, "use it as it is, and close it in a method of its own", created[0].library)

    def _shared(self, expr: ExprId, *, is_entered: bool) -> BorrowedClosing | None:
        """Return what is wrong with closing what a function returns that returns it to others, too."""
        row = self._module.row(expr)
        exprs = [expr]
        if isinstance(row, Attribute):
            owner = self._module.class_of_self(row.base)
            stores = self._module.attributes.get(owner, {}).get(row.name, []) if owner is not None else []
            exprs = [store.value for store in stores]
        calls = [self._module.row(each) for each in exprs]
        found = [self._shares(call, is_entered=is_entered) if isinstance(call, Call) else None for call in calls]
        name = found[0] if found and all(found) else None
        if name is None:
            return None
        cls = self._client(expr)
        library = cls.library if cls is not None else "aiohttp"
        return BorrowedClosing(f"{name}()", "returns a client that others use", "do not close it here", library)

    def _shares(self, call: Call, *, is_entered: bool) -> str | None:
        """Return the name of a function that returns a shared client."""
        for value in known(self._evaluator.infer(self._module, call.function)):
            if isinstance(value, External) and value.name in keepers.names("shared", "functions"):
                return value.name.rpartition(".")[2]
            if isinstance(value, OwnFunction) and is_entered and self._is_accessor(value):
                module = self._evaluator.project.module(value.module)
                return module.function(value.scope).name if module is not None else None
        return None

    def _is_accessor(self, value: OwnFunction) -> bool:
        """Return whether a function returns the same client each time, and does not ask whether it is still open."""
        module = self._evaluator.project.module(value.module)
        if module is None:
            return False
        function = module.function(value.scope)
        if any(
            module.facts.function_of(row.region) is function for name in _IS_OPEN for row in module.uses_of.reads[name]
        ):
            return False
        cached = Generators(self._evaluator, module).is_decorated(function, "caches")
        results = [each for expr in function.results for each in alternatives(module, expr)]
        bound = module.uses_of.globals
        kept = [each for each in results if isinstance(module.row(each), Global | Item) or bound.get(each)]
        clients = [self._creations.client(module, each) for each in function.results]
        return bool(clients) and all(clients) and (cached or bool(kept))

    def _origin(self, expr: ExprId) -> _Origin:
        found = _Origin([], [], other=False)
        for each in alternatives(self._module, expr):
            row = self._module.row(each)
            creation = self._creations.of(self._module, row, owners=False) if isinstance(row, Call) else None
            given = self._given(row) if isinstance(row, Attribute) else row
            if isinstance(given, Parameter) and self._module.class_of_self(each) is None:
                found.parameters.append(given)
            elif creation is not None:
                found.created.append(creation.cls)
            else:
                found = found._replace(other=True)
        return found

    def _given(self, read: Attribute) -> Parameter | None:
        """Return the parameter that an attribute of the object keeps, None if it may be anything else."""
        owner = self._module.class_of_self(read.base)
        stores = self._module.attributes.get(owner, {}).get(read.name, []) if owner is not None else []
        rows = [self._module.row(each) for each in alternatives(self._module, *(store.value for store in stores))]
        parameters = [row for row in rows if isinstance(row, Parameter)]
        return parameters[0] if parameters and len(parameters) == len(rows) else None

    def _client(self, expr: ExprId) -> "Class | None":
        return self._creations.client(self._module, expr)

    def _is_tested(self, region: RegionId) -> bool:
        """Return whether code runs only if some test came out one way: it may ask whose the client is."""
        regions = self._module.facts.regions
        return any(regions[each].kind in _TESTS for each in self._module.facts.enclosing(region))
