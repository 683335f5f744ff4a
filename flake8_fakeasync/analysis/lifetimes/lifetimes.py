"""How each client that a module creates ends."""

from functools import cached_property
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.lifetimes import misclosing
from flake8_fakeasync.analysis.lifetimes.borrowed import Borrowed, BorrowedClosing
from flake8_fakeasync.analysis.lifetimes.creation import close_call
from flake8_fakeasync.analysis.lifetimes.escapes import Accessor, Escape, InAttribute
from flake8_fakeasync.analysis.lifetimes.generators import Generators
from flake8_fakeasync.analysis.lifetimes.kept_ends import KeptEnds
from flake8_fakeasync.analysis.lifetimes.lifetime import Lifetime
from flake8_fakeasync.analysis.lifetimes.loops import is_per_turn
from flake8_fakeasync.analysis.lifetimes.misclosing import Misclosing
from flake8_fakeasync.analysis.lifetimes.new_loops import NewLoop, NewLoops
from flake8_fakeasync.analysis.lifetimes.parts import is_left_over
from flake8_fakeasync.analysis.lifetimes.replaced import Replaced
from flake8_fakeasync.analysis.lifetimes.skips import skipped
from flake8_fakeasync.analysis.lifetimes.stored_clients import StoredClients
from flake8_fakeasync.analysis.lifetimes.value_flow import ValueFlow
from flake8_fakeasync.analysis.syntax.exprs import Await, Call, Enter
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts, Store
from flake8_fakeasync.analysis.values import OwnClass
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.entry_points.runners import Runners
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.lifetimes.creation import Creation
    from flake8_fakeasync.analysis.lifetimes.creations import Creations
    from flake8_fakeasync.analysis.project.module import Module


class Lifetimes:
    """The lifetimes of the clients that one module creates."""

    def __init__(self, evaluator: "Evaluator", runners: "Runners", creations: "Creations", module: "Module") -> None:
        self._evaluator = evaluator
        self._creations = creations
        self._module = module
        self._stored = StoredClients(evaluator)
        self._kept = KeptEnds(evaluator, module, self._stored)
        self._generators = Generators(evaluator, module)
        self._replaced = Replaced(evaluator, creations, module, self._stored)
        self._new_loops = NewLoops(evaluator, runners, creations, module)
        self._borrowed = Borrowed(evaluator, creations, module)

    @cached_property
    def all(self) -> dict[ExprId, Lifetime]:
        """The lifetimes by the call that creates the client."""
        found: dict[ExprId, Lifetime] = {}
        for call in self._module.rows(Call):
            creation = self._creations.of(self._module, call)
            if creation is not None:
                found[call.id] = self._lifetime(creation)
        return found

    def link(self, lifetime: Lifetime) -> str:
        """Return the address of what the guide says about closing clients."""
        return self._evaluator.catalog.link(lifetime.creation.cls.library, "opening-and-closing-clients")

    def borrowed(self, fact: Call | Enter) -> BorrowedClosing | None:
        """Return what is wrong with closing or entering a client here that may be somebody else's."""
        return self._borrowed.closed(fact)

    def replaced(self, store: Store) -> str | None:
        """Return how to close the client that a store replaces unclosed, None if it replaces none."""
        cls = self._replaced.of(store)
        owner = self._module.class_of_self(store.base)
        if cls is None or owner is None:
            return None
        return close_call(cls).replace("client.", f"self.{store.name}.")

    def reentered(self, waited: Await) -> str | None:
        """Return the attribute whose client is entered by hand for a second time, None if it is none."""
        return self._replaced.reentered(waited)

    def new_loop(self, call: Call) -> NewLoop | None:
        """Return the event loop that a call starts each time for a client that outlives it."""
        return self._new_loops.of(call)

    def misclosing_at_exit(self, function: FunctionFacts) -> Misclosing | None:
        """Return the way in which a function that a decorator registers for the end of the process closes a client."""
        return misclosing.decorated(self._evaluator, self._module, function)

    def misclosing(self, fact: Await | Call | Enter) -> Misclosing | None:
        """Return the way in which a fact closes or enters a client that does not work."""
        if isinstance(fact, Await):
            return misclosing.uncalled(self._evaluator, self._module, fact)
        if isinstance(fact, Enter):
            return misclosing.entered(self._evaluator, self._module, fact)
        lifetime = self.all.get(fact.id)
        if lifetime is not None and lifetime.end == "finalizer":
            return misclosing.finalized(lifetime.creation)
        return misclosing.closed(self._evaluator, self._module, fact)

    def _lifetime(self, creation: "Creation") -> Lifetime:
        scope = self._module.facts.scope_of(creation.call.region)
        if isinstance(scope, ClassFacts):
            found = self._kept.of_class_body(creation, scope)
            is_for_good = creation.cls.long_lived and found.end == "attribute"
            return found._replace(end="module") if is_for_good else found
        if (default := self._is_default_of(creation.value)) is not None:
            return self._of_default(creation, default)
        fate = ValueFlow(self._evaluator, self._module, creation.cls, scope.id).follow(creation.value)
        found = self._of_local(creation, fate, scope) if scope.id else self._of_module(creation, fate)
        if creation.cls.long_lived:
            return self._of_long_lived(found, scope)
        return self._of_owner(found, fate, scope) if creation.owner is not None else found

    def _of_long_lived(self, found: Lifetime, function: FunctionFacts) -> Lifetime:
        """Return how a client ends of which there is usually one: kept on an object it may live as long as that."""
        if found.end in {"turn", "module"}:
            return found
        if found.end == "attribute":
            return found._replace(end="module")
        is_for_a_call = function.is_async and function.name != "main" and not self._module.is_test
        cls = found.creation.cls
        closes_itself = bool(cls.takes) or cls.name in keepers.names("straight", "classes")
        ends = {"never"} if closes_itself else {"never", "skipped"}
        return found if found.end in ends and is_for_a_call else found._replace(end="handed over")

    def _of_owner(self, found: Lifetime, fate: Escape, function: FunctionFacts) -> Lifetime:
        """Return how an object ends that owns a client: one that never opens it needs no closing."""
        opened_by = found.creation.owner.opened_by if found.creation.owner is not None else None
        is_open = opened_by is None or not opened_by.isdisjoint(fate.members) or found.end == "attribute"
        counts = found.end == "attribute" or (function.is_async and found.end in {"never", "skipped"})
        if is_open and counts and not self._module.is_test:
            return found
        return Lifetime(found.creation, "handed over")

    def _of_local(self, creation: "Creation", fate: Escape, function: FunctionFacts) -> Lifetime:
        if any(release.how == "misused" for release in fate.releases):
            return Lifetime(creation, "released")
        if creation.owner is None and is_per_turn(self._evaluator, self._module, creation, fate):
            return Lifetime(creation, "turn")
        if fate.releases:
            return Lifetime(creation, "released") if fate.kept else self._released(creation, fate, function)
        return self._unreleased(creation, fate, function)

    def _released(self, creation: "Creation", fate: Escape, function: FunctionFacts) -> Lifetime:
        is_thrown_into = self._generators.is_thrown_into(function)
        line = skipped(self._module, creation, fate, is_thrown_into=is_thrown_into)
        if line:
            return Lifetime(creation, "skipped", line=line)
        is_closed_here = all(self._module.facts.function_of(each.region) is function for each in fate.releases)
        is_of_call = is_closed_here and not fate.lent and fate.handed <= {"yielded"}
        return Lifetime(creation, "released", is_of_call=is_of_call)

    def _unreleased(self, creation: "Creation", fate: Escape, function: FunctionFacts) -> Lifetime:
        if fate.kept and fate.handed <= {"returned"}:
            accessors = [
                Accessor(self._module.path, scope, is_inside=False, cls=creation.cls) for scope in fate.returned_by
            ]
            return self._kept.of_kept(creation, [*fate.kept, *fate.lent, *accessors])
        if fate.lent and not fate.handed:
            return self._kept.of_lent(creation, fate, function)
        if not fate.handed:
            used = any(getattr(each.fact, "how", "") != "dropped" for each in self._module.uses_of.of(creation.value))
            return Lifetime(creation, "never" if used else "handed over")
        is_part = creation.cls.is_part and fate.handed == {"argument"}
        if is_part and is_left_over(self._module, creation.call, fate.takers):
            return Lifetime(creation, "never")
        if fate.handed == {"yielded"} and self._generators.owns_what_it_yields(function):
            return Lifetime(creation, "never")
        if fate.handed == {"returned"} and (kept := self._cached(function, creation)) is not None:
            return self._kept.of_kept(creation, [kept])
        if fate.handed == {"returned"} and self._generators.is_decorated(function, "caches"):
            cached = Accessor(self._module.path, function.id, is_inside=False, cls=creation.cls)
            return Lifetime(creation, "handed over" if self._stored.ends([cached]) else "never")
        return Lifetime(creation, "handed over")

    def _cached(self, function: FunctionFacts, creation: "Creation") -> InAttribute | None:
        """Return the attribute that a property is whose value is kept once it is there."""
        owner = self._module.owner(function)
        if owner is None or not self._generators.is_kept_property(function):
            return None
        return InAttribute(OwnClass(self._module.path, owner.id), function.name, is_inside=False, cls=creation.cls)

    def _is_default_of(self, expr: ExprId) -> FunctionFacts | None:
        """Return the function of whose parameter a value is the default, and nothing else."""
        uses_of = self._module.uses_of
        if uses_of.of(expr) or uses_of.globals.get(expr):
            return None
        return next((each for each in uses_of.defaults.get(expr, ()) if not each.is_lambda), None)

    def _of_default(self, creation: "Creation", function: FunctionFacts) -> Lifetime:
        """Return how a default argument ends: it is created once, when the function is defined."""
        for parameter in function.parameters:
            if parameter.default == creation.value:
                fate = ValueFlow(self._evaluator, self._module, creation.cls, function.id).follow(parameter.value)
                if fate.is_open and not fate.kept:
                    return Lifetime(creation, "never", parameter.name)
        return Lifetime(creation, "handed over")

    def _of_module(self, creation: "Creation", fate: Escape) -> Lifetime:
        if fate.releases or fate.handed - {"closure"} or not fate.kept:
            return Lifetime(creation, "handed over")
        return self._kept.of_kept(creation, [*fate.kept, *fate.lent])
