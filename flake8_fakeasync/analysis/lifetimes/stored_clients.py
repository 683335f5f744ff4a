"""Whether anything closes a client that classes, modules or cached functions keep."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import FunctionId
from flake8_fakeasync.analysis.infer.functions import binding_kind
from flake8_fakeasync.analysis.lifetimes.escapes import (
    CLIENT,
    HOLDER,
    Accessor,
    Handed,
    How,
    InAttribute,
    InContext,
    InState,
    Keeper,
    Release,
    Role,
    key_of,
)
from flake8_fakeasync.analysis.lifetimes.reads import Read, Reads
from flake8_fakeasync.analysis.lifetimes.value_flow import ValueFlow
from flake8_fakeasync.analysis.syntax.exprs import Attribute
from flake8_fakeasync.analysis.values import OwnClass, OwnFunction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_MOST = 100  # keepers; whether the others close a client is unknown


class StoredClients:
    """Asks whether anything closes a kept client; for one module, of which each attribute is asked about once."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator
        self._reads = Reads(evaluator)
        self._known: dict[tuple[tuple[object, ...], ...], set[How | Handed]] = {}

    def ends(self, keepers: "Sequence[Keeper]") -> set[How | Handed]:
        """Return how readers of what these keep close the client or take it over, empty if none does."""
        key = tuple(map(key_of, keepers))
        if key not in self._known:
            self._known[key] = self._ends(keepers)
        return self._known[key]

    def _ends(self, keepers: "Sequence[Keeper]") -> set[How | Handed]:
        pending, seen = list(keepers), set[tuple[object, ...]]()
        found: set[How | Handed] = set()
        while pending:
            keeper = pending.pop()
            if key_of(keeper) in seen:
                continue
            if len(seen) >= _MOST:
                return found | {"argument"}
            seen.add(key_of(keeper))
            if self._is_looked_up(keeper):
                found.add("argument")
            for read in self._of(keeper):
                found |= self._end(read, keeper, pending)
        return found

    def _is_looked_up(self, keeper: Keeper) -> bool:
        """Return whether something gets what is kept by a name that is not in the text."""
        if isinstance(keeper, InAttribute):
            return self._reads.is_looked_up(keeper.owner, keeper.name)
        module = self._evaluator.project.module(keeper.path) if isinstance(keeper, InState) else None
        return module is not None and self._reads.is_state_looked_up(module)

    def _of(self, keeper: Keeper) -> "Iterable[Read]":
        if isinstance(keeper, InAttribute):
            return self._reads.attribute(keeper.owner, keeper.name)
        if isinstance(keeper, Accessor):
            return self._reads.function(OwnFunction(keeper.path, keeper.scope, None))
        module = self._evaluator.project.module(keeper.path)
        if module is None:
            return ()
        if isinstance(keeper, InState):
            return self._reads.state(module, keeper.name)
        is_context = isinstance(keeper, InContext)
        return self._reads.context(module, keeper.name) if is_context else self._reads.variable(module, keeper.name)

    def _end(self, read: Read, keeper: Keeper, pending: list[Keeper]) -> set[How | Handed]:
        role: Role = HOLDER if keeper.is_inside else CLIENT
        fate = ValueFlow(self._evaluator, read.module, keeper.cls, None).follow(read.value, role)
        ends: set[How | Handed] = {self._how(read.module, release) for release in fate.releases}
        if not read.is_sure and not isinstance(keeper, Accessor) and keeper.name.startswith("_"):
            return ends
        pending += [*fate.kept, *fate.lent]
        for scope in fate.returned_by:
            accessor = self._accessor(read.module, scope, keeper)
            if accessor is None:
                ends.add("returned")
            else:
                pending.append(accessor)
        return ends | (fate.handed - {"returned"})

    def _how(self, module: "Module", release: Release) -> How:
        """Return how a place closes a client; a method that only `__del__` calls is part of that."""
        function = module.facts.function_of(release.region)
        owner = module.owner(function)
        if release.how not in {"closed", "given"} or owner is None or not function.name.startswith("_"):
            return release.how
        reads = list(self._reads.attribute(OwnClass(module.path, owner.id), function.name))
        rows = [(read.module, read.module.row(read.value)) for read in reads]
        users = [home.facts.function_of(row.region).name for home, row in rows if isinstance(row, Attribute)]
        return "finalizer" if users and set(users) == {"__del__"} else release.how

    def _accessor(self, module: "Module", scope: FunctionId, keeper: Keeper) -> Keeper | None:
        """Return the accessor that a function is, None if its callers are unknown."""
        function = module.function(scope)
        if function.is_lambda or not function.name or function.is_generator:
            return None
        owner = module.owner(function)
        value = OwnFunction(module.path, scope, None)
        if owner is not None and binding_kind(self._evaluator, value) == "property":
            cls = OwnClass(module.path, owner.id)
            return InAttribute(cls, function.name, keeper.is_inside, keeper.cls)
        return Accessor(module.path, scope, keeper.is_inside, keeper.cls)
