"""How a client ends that attributes, names of modules or other objects keep."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.lifetimes.escapes import Accessor, InAttribute, InContext, InState, InVariable, key_of
from flake8_fakeasync.analysis.lifetimes.lifetime import Lifetime
from flake8_fakeasync.analysis.lifetimes.stored_clients import StoredClients
from flake8_fakeasync.analysis.syntax.exprs import Declared, Join
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts, Store
from flake8_fakeasync.analysis.values import OwnClass

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.lifetimes.creation import Creation
    from flake8_fakeasync.analysis.lifetimes.escapes import Escape, Keeper
    from flake8_fakeasync.analysis.project.module import Module


class KeptEnds:
    """Ends of clients of one module; each keeper is reported once."""

    def __init__(self, evaluator: "Evaluator", module: "Module", stored: StoredClients) -> None:
        self._evaluator = evaluator
        self._module = module
        self._stored = stored
        self._reported: set[tuple[object, ...]] = set()

    def of_kept(self, creation: "Creation", kept: "list[Keeper]") -> Lifetime:
        """Return how a client ends that attributes or module-level names keep."""
        keeper = self._foremost(kept)
        ends = self._stored.ends(kept)
        if ends - {"finalizer"} or key_of(keeper) in self._reported:
            return Lifetime(creation, "handed over")
        self._reported.add(key_of(keeper))
        if isinstance(keeper, InVariable | InContext):
            return Lifetime(creation, "module", keeper.name)
        owner = self._evaluator.project.module(keeper.owner.module) if isinstance(keeper, InAttribute) else None
        if owner is None or not isinstance(keeper, InAttribute):
            return Lifetime(creation, "never")
        if creation.owner is not None and self._evaluator.mro(keeper.owner).external:
            return Lifetime(creation, "handed over")  # a base outside the project may close it
        held = f"{owner.cls(keeper.owner.scope).name}.{keeper.name}"
        return Lifetime(creation, "finalizer" if ends else "attribute", held)

    def _foremost(self, kept: "list[Keeper]") -> "Keeper":
        """Return the keeper to name: an attribute before a module-level name."""
        order = (InAttribute, InVariable, InContext, InState, Accessor)
        return min(kept, key=lambda keeper: (order.index(type(keeper)), repr(keeper[:-1])))

    def of_lent(self, creation: "Creation", fate: "Escape", function: FunctionFacts) -> Lifetime:
        """Return how a client ends that only objects keep to which it was passed: where these are kept decides."""
        if self._stored.ends(fate.lent):
            return Lifetime(creation, "handed over")
        cls = self._module.owner(function)
        own = OwnClass(self._module.path, cls.id) if cls is not None else None
        for keeper in fate.lent:
            if cls is not None and isinstance(keeper, InAttribute) and keeper.owner == own:
                return self._once(creation, f"{cls.name}.{keeper.name}")  # by `super().__init__(name=client)`
        for expr in fate.objects:
            for mention in self._module.uses_of.of(expr):
                owner = self._module.class_of_self(mention.fact.base) if isinstance(mention.fact, Store) else None
                if owner is not None and isinstance(mention.fact, Store) and mention.fact.name:
                    return self._once(creation, f"{self._module.cls(owner).name}.{mention.fact.name}")
        return Lifetime(creation, "never")

    def _once(self, creation: "Creation", held: str) -> Lifetime:
        """Return the end of a client that something in an attribute keeps; of several in one, the first counts."""
        if (held,) in self._reported:
            return Lifetime(creation, "handed over")
        self._reported.add((held,))
        return Lifetime(creation, "attribute", held)

    def of_class_body(self, creation: "Creation", scope: ClassFacts) -> Lifetime:
        """Return how a client ends that a class attribute keeps."""
        names = {name for expr in self._same(creation.value) for _, name in self._module.uses_of.classes.get(expr, ())}
        if len(names) != 1:
            return Lifetime(creation, "handed over")
        owner = OwnClass(self._module.path, scope.id)
        return self.of_kept(creation, [InAttribute(owner, names.pop(), is_inside=False, cls=creation.cls)])

    def _same(self, expr: ExprId) -> list[ExprId]:
        """Return a value and what is declared or joined with it."""
        found = [expr]
        for each in found:
            found += [m.value for m in self._module.uses_of.of(each) if isinstance(m.fact, Declared | Join)]
        return found
