"""Clients that are created in every iteration of a loop."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, RegionId, Rows
from flake8_fakeasync.analysis.project.uses import parts
from flake8_fakeasync.analysis.syntax.exprs import Await, Call, Element, Enter, Join
from flake8_fakeasync.analysis.syntax.kinds import LOOPS
from flake8_fakeasync.analysis.syntax.texts import Text
from flake8_fakeasync.analysis.values import External

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.lifetimes.creation import Creation
    from flake8_fakeasync.analysis.lifetimes.escapes import Escape
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import Region


def is_per_turn(evaluator: "Evaluator", module: "Module", creation: "Creation", fate: "Escape") -> bool:
    """Return whether a client lives for one turn of a loop only and could live for all of them."""
    call, facts = creation.call, module.facts
    around = facts.enclosing(call.region)
    loops = [region for region in around if facts.regions[region].kind in LOOPS]
    if not loops or fate.handed or fate.kept or fate.lent:
        return False
    loop = loops[0]
    if any(loop not in facts.enclosing(release.region) for release in fate.releases):
        return False
    return not (
        ends_in_first_turn(module, loop)
        or _tries_again(evaluator, module, loop, creation)
        or _serves_a_loop(module, loop, creation)
        or _differs(evaluator, module, loop, call)
    )


def ends_in_first_turn(module: "Module", loop: RegionId) -> bool:
    """Return whether a turn that gets through is the last one: the loop tries again, it does not go through many."""
    for use in module.facts.uses:
        if use.how in {"returned", "left"}:
            around = module.facts.enclosing(use.region)
            if loop in around and not _is_conditional(module.facts.regions, around[: around.index(loop)]):
                return True
    return False


def _tries_again(evaluator: "Evaluator", module: "Module", loop: RegionId, creation: "Creation") -> bool:
    """Return whether a loop that only counts is left with an answer, or from inside the `with` of a client."""
    base = module.row(module.facts.regions[loop].detail[0])
    is_range = isinstance(base, Call) and External("builtins.range") in evaluator.infer(module, base.function)
    if not is_range and module.facts.regions[loop].detail[0]:
        return False
    bodies = {row.body for row in module.rows(Enter) if row.value == creation.value}
    if is_range and any(
        use.how == "returned" and loop in module.facts.enclosing(use.region) for use in module.facts.uses
    ):
        return True
    ends = [use.region for use in module.facts.uses if use.how in {"returned", "left"}]
    return any(not bodies.isdisjoint(module.facts.enclosing(region)) for region in ends)


def _is_conditional(regions: "Rows[RegionId, Region]", around: list[RegionId]) -> bool:
    return any(regions[region].kind in {"branch", "case", "handler", "loop"} for region in around)


def _serves_a_loop(module: "Module", loop: RegionId, creation: "Creation") -> bool:
    """Return whether a turn goes on to wait in a loop of its own: its client serves more than one request."""
    for row in module.facts.exprs[creation.value + 1 :]:
        if not isinstance(row, Await | Element | Enter) or not (isinstance(row, Await) or row.is_async):
            continue
        around = module.facts.enclosing(row.region)
        if loop not in around:
            continue
        inner = [module.facts.regions[each].kind for each in around[: around.index(loop)]]
        if isinstance(row, Element) or LOOPS.intersection(inner):
            return True
    return False


def _differs(evaluator: "Evaluator", module: "Module", loop: RegionId, call: Call) -> bool:
    """Return whether what a client is created with may be something else in each turn."""
    bases = module.facts.regions[loop].detail
    pending, seen = [expr for expr in parts(call) if expr != call.function], set[ExprId]()
    while pending:
        expr = pending.pop()
        row = module.row(expr)
        if not expr or isinstance(row, Text):
            return True
        if expr in seen:
            continue
        seen.add(expr)
        if isinstance(row, Element) and row.base in bases:
            return True
        if isinstance(row, Join) and any(_is_inside(module, part, loop) for part in row.parts):
            return True
        if isinstance(row, Call) and _is_inside(module, expr, loop) and not is_setting(evaluator, module, row):
            return True
        pending += [each for each in parts(row) if not isinstance(row, Call) or each != row.function]
    return False


def _is_inside(module: "Module", expr: ExprId, loop: RegionId) -> bool:
    region = getattr(module.row(expr), "region", None)
    return region is not None and loop in module.facts.enclosing(region)


def is_setting(evaluator: "Evaluator", module: "Module", call: Call) -> bool:
    """Return whether a call builds an object of a library (`httpx.Timeout(10)`): the same one each time."""
    values = evaluator.infer(module, call.function)
    if not values:
        return False
    return all(isinstance(value, External) and value.name.rpartition(".")[2][:1].isupper() for value in values)
