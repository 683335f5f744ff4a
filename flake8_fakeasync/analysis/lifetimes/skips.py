"""Where code between the creation of a client and its closing may leave, so that it is never closed."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import RegionId
from flake8_fakeasync.analysis.syntax.exprs import Await, Element, Enter
from flake8_fakeasync.analysis.syntax.kinds import RegionKind

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.lifetimes.creation import Creation
    from flake8_fakeasync.analysis.lifetimes.escapes import Escape, Release
    from flake8_fakeasync.analysis.project.module import Module

_FORKS: frozenset[RegionKind] = frozenset({"arm", "branch", "case", "handler", "else"})


def skipped(module: "Module", creation: "Creation", fate: "Escape", *, is_thrown_into: bool) -> int:
    """Return the line of the first await, return or raise that skips all places where a client is closed, or 0.

    `is_thrown_into`: the function is a generator, and a `yield` of it may raise.
    """
    facts = module.facts
    function = facts.function_of(creation.call.region)
    ends = [each for each in fate.releases if facts.function_of(each.region).id == function.id]
    if (
        fate.handed - ({"yielded"} if is_thrown_into else set())
        or len(ends) < len(fate.releases)
        or any(each.how != "closed" for each in ends)
    ):
        return 0
    if any(not _is_straight(module, each) for each in ends):
        return min(_left_before(module, creation, ends), default=0)
    if (function.yields or function.is_generator) and not is_thrown_into:
        return 0
    lines = [*_awaits(module, creation, ends), *_leaves(module, creation, ends, is_thrown_into=is_thrown_into)]
    return min(lines, default=0)


def _is_straight(module: "Module", release: "Release") -> bool:
    """Return whether a place closes a client only when the code before it got there."""
    kinds = {module.facts.regions[region].kind for region in module.facts.enclosing(release.region)}
    return "finally" not in kinds


def _left_before(module: "Module", creation: "Creation", ends: "list[Release]") -> list[int]:
    """Return the lines that return before the code begins after which a `finally` closes the client."""
    facts = module.facts
    around = [facts.regions[each] for end in ends for each in facts.enclosing(end.region)]
    guarded = {region.guarded for region in around if region.kind == "finally"}
    last = max(each.line for each in ends)
    found: list[int] = []
    for use in facts.uses if not creation.may_be_given else ():
        if use.how != "returned" or not creation.call.line < use.line < last:
            continue
        own = facts.enclosing(use.region)
        parts = {facts.regions[each].guarded for each in own}
        is_closed = any(end.region in own and end.line <= use.line for end in ends)
        if guarded.isdisjoint((*own, *parts)) and not is_closed and _is_on_the_way(module, creation, use.region):
            found.append(use.line)
    return found


def _awaits(module: "Module", creation: "Creation", ends: "list[Release]") -> list[int]:
    """Return the lines where the function waits between creation and closing, and may be left by an exception."""
    last = max(ends, key=lambda each: each.id)
    closing = {each.id for each in ends}
    found: list[int] = []
    for row in module.facts.exprs[creation.value + 1 : last.id]:
        waits = isinstance(row, Await) or (isinstance(row, Enter | Element) and row.is_async)
        if not waits or not isinstance(row, Await | Enter | Element):
            continue
        if isinstance(row, Await) and row.value in closing:
            continue
        if _is_on_the_way(module, creation, row.region) and not _is_covered(module, row.region, row.id, ends):
            found.append(row.line)
    return found


def _leaves(module: "Module", creation: "Creation", ends: "list[Release]", *, is_thrown_into: bool) -> list[int]:
    """Return the lines between creation and closing that return or raise."""
    last = max(each.line for each in ends)
    leaving = {"returned", "raised", *(("yielded",) if is_thrown_into else ())}
    found: list[int] = []
    for use in module.facts.uses:
        if use.how not in leaving or not creation.call.line < use.line < last:
            continue
        if not _is_on_the_way(module, creation, use.region):
            continue
        around = module.facts.enclosing(use.region)
        if any(end.region in around and end.line <= use.line for end in ends):
            continue
        if use.how != "returned" and _is_caught(module, around, ends):
            continue
        found.append(use.line)
    return found


def _is_on_the_way(module: "Module", creation: "Creation", region: RegionId) -> bool:
    """Return whether code of this region can run after the creation: not in another branch of the same test."""
    facts = module.facts
    if facts.function_of(region).id != facts.function_of(creation.call.region).id:
        return False
    own = facts.enclosing(creation.call.region)[::-1]
    other = facts.enclosing(region)[::-1]
    shared = sum(1 for mine, theirs in zip(own, other, strict=False) if mine == theirs)
    forks = [facts.regions[line[shared]].kind for line in (own, other) if len(line) > shared]
    return not (len(forks) == 2 and forks[1] in _FORKS and forks[0] in {*_FORKS, "try"})  # noqa: PLR2004


def _is_covered(module: "Module", region: RegionId, place: int, ends: "list[Release]") -> bool:
    around = module.facts.enclosing(region)
    if any(end.region in around and end.id < place for end in ends):
        return True
    return _is_caught(module, around, ends)


def _is_caught(module: "Module", around: list[RegionId], ends: "list[Release]") -> bool:
    """Return whether an exception is caught on the way out and the code goes on to close, or closes at once."""
    last = max(ends, key=lambda each: each.id)
    beyond = module.facts.enclosing(last.region)
    for handler in module.facts.handlers:
        if handler.guarded not in around:
            continue
        inside = {each for each in ends if handler.region in module.facts.enclosing(each.region)}
        if inside or (handler.guarded not in beyond and not _is_left(module, handler.region)):
            return True
    return False


def _is_left(module: "Module", region: RegionId) -> bool:
    return any(use.region == region and use.how in {"returned", "raised"} for use in module.facts.uses)
