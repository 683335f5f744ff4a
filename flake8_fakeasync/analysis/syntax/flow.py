"""Which value a name is bound to at one point of a scope: branches fork, meet again, loops close on themselves."""

from collections.abc import Callable, Iterable

from flake8_fakeasync.analysis.ids import MODULE_BODY, ExprId, RegionId

JoinValues = Callable[[Iterable[ExprId], Iterable[RegionId]], ExprId]
OpenJoin = Callable[[ExprId], ExprId]


class Flow:
    """The bindings visible at one point.

    Layers: a loop body, comprehension or class body has its own bindings over those of `outer`. In a loop a name
    that comes from outside may have been rebound by an earlier turn; it is read through an open join
    (`turns`), completed when the loop has been walked. A `transparent` layer only holds what a test told; what is
    bound by `:=` in it is bound below as well.

    A flow that is not `live` has left by `return`, `raise`, `break` or `continue`; one that `ended` surely has, for
    nothing around it may have held up what was raised. `region` is the branch that it follows, 0 outside of any.
    """

    __slots__ = ("ended", "live", "names", "outer", "region", "transparent", "turns")

    def __init__(
        self,
        outer: "Flow | None" = None,
        turns: dict[str, ExprId] | None = None,
        names: dict[str, ExprId] | None = None,
        *,
        transparent: bool = False,
    ) -> None:
        self.names: dict[str, ExprId] = {} if names is None else names
        self.outer = outer
        self.turns = turns
        self.transparent = transparent
        self.live = True
        self.ended = False
        self.region = MODULE_BODY

    def end(self) -> None:
        """Leave: nothing runs here any more."""
        self.live, self.ended = False, True

    def fork(self) -> "Flow":
        """Return a copy to follow one branch."""
        copy = Flow(self.outer, self.turns, self.names.copy(), transparent=self.transparent)
        copy.live, copy.ended, copy.region = self.live, self.ended, self.region
        return copy

    def bind(self, name: str, expr: ExprId) -> None:
        """Bind a name here."""
        self.names[name] = expr
        if self.transparent and self.outer is not None:
            self.outer.bind(name, expr)

    def find(self, name: str, open_join: OpenJoin) -> ExprId | None:
        """Return the value a name has here, or None when it is not bound in these layers."""
        flow = self
        expr = flow.names.get(name)
        while expr is None and flow.outer is not None:
            if flow.turns is not None:
                return flow.earlier(name, flow.turns, flow.outer, open_join)
            flow = flow.outer
            expr = flow.names.get(name)
        return expr

    def earlier(self, name: str, turns: dict[str, ExprId], outer: "Flow", open_join: OpenJoin) -> ExprId | None:
        """Return the value a name of an outer layer has in a loop, where an earlier turn may have bound it."""
        if name not in turns:
            before = outer.find(name, open_join)
            if before is None:
                return None
            turns[name] = open_join(before)
        return turns[name]

    def meet(self, branches: list["Flow"], join: JoinValues, open_join: OpenJoin) -> None:
        """Continue after branches forked from here: a name may be what any branch that gets here bound it to."""
        arriving = [branch for branch in branches if branch.live]
        self.live, self.ended = bool(arriving), all(branch.ended for branch in branches)
        if not arriving:
            arriving = branches
        if len(arriving) == 1:
            self.names = dict(arriving[0].names)
            return
        first = arriving[0].names
        merged = first.copy()
        differing: set[str] = set()
        for branch in arriving:
            if branch.names != first:
                differing |= _differing(first, branch.names)
        for name in sorted(differing):
            found = [(branch.find(name, open_join), branch.region) for branch in arriving]
            bound = [(expr, region) for expr, region in found if expr is not None]
            merged[name] = join([expr for expr, _ in bound], [region for _, region in bound])
        self.names = merged


def _differing(one: dict[str, ExprId], other: dict[str, ExprId]) -> set[str]:
    """Return the names that are not the same in both."""
    found = {name for name, expr in other.items() if one.get(name) != expr}
    found.update(one.keys() - other.keys())
    return found
