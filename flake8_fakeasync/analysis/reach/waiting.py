"""Whether a call that may wait for a thread or loop does: not after a test that it is done, nor with a timeout of 0."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.project.parameters import behind
from flake8_fakeasync.analysis.reach.blocking_api import Blocking
from flake8_fakeasync.analysis.syntax.branch_tests import Logical
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Element, Enter, Join, Parameter
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.syntax.kinds import TESTS
from flake8_fakeasync.analysis.values import External, Instance, Literal, OwnFunction, known
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.exprs import Operation

    Row = Attribute | Await | Call | Element | Enter

KIND = "wait"
# Who asks first, or ends it, does not wait.
_ASKS = frozenset({
    "done", "running", "is_set", "empty", "qsize", "full", "locked", "exitcode", "wrap_future", "set_result",
    "set_exception",
})  # fmt: skip
_ALIVE = "is_alive"  # of what is alive a wait is long; only the answer no tells that there is none
_ENTERS = "__enter__"
_ON_FINISH = "add_done_callback"
_MAKES_AWAITABLE = External("asyncio.wrap_future")


def is_short(evaluator: "Evaluator", module: "Module", call: Call) -> bool:
    """Return whether a call that may wait does not: by its arguments, or because the function asks before."""
    ways = (_returns_at_once, _is_asked, _is_finished, _is_of_lock)
    return is_awaited_before(module, call) or any(way(evaluator, module, call) for way in ways)


def is_over(evaluator: "Evaluator", module: "Module", fact: "Operation", waiting: Blocking) -> bool:
    """Return whether what runs a wait in other functions has awaited or asked for the end of what is waited for."""
    return is_awaited_before(module, fact) or _asks(evaluator, module, fact, {waiting.name.rpartition(".")[0]})


def is_awaited_before(module: "Module", call: "Operation") -> bool:
    """Return whether the object of a method was given to something that the function has awaited: it may be done."""
    row = module.row(call.function) if isinstance(call, Call) else None
    mentions = module.uses_of.of(row.base) if isinstance(row, Attribute) else []
    function = module.facts.function_of(call.region)
    awaited = (each.fact for each in mentions if each.value in module.awaited and each.value < call.id)
    return any(isinstance(fact, Call) and module.facts.function_of(fact.region) is function for fact in awaited)


def _returns_at_once(evaluator: "Evaluator", module: "Module", call: Call) -> bool:
    """Return whether an argument tells not to wait: `block=False`, `timeout=0`."""
    exprs = call.given
    values = [value for expr in exprs if expr for value in evaluator.infer(module, expr)]
    return any(isinstance(value, Literal) and value.value in (False, 0) for value in values)


def _is_of_lock(evaluator: "Evaluator", module: "Module", call: Call) -> bool:
    """Return whether a condition is waited on to enter a `with` block: the class is a lock, and locks are no waits."""
    row = module.row(call.function)
    if not isinstance(row, Attribute) or row.name not in keepers.last_names("monitors"):
        return False
    classes = {value.name for value in known(evaluator.infer(module, row.base)) if isinstance(value, Instance)}
    function = module.facts.function_of(call.region)
    owner = module.owner(function)
    if owner is None or classes.isdisjoint(keepers.names("monitors", "classes")):
        return False
    entering = [each for each in module.defined_in(owner.id) if each.is_generator or each.name == _ENTERS]
    rows = [module.row(each.function) for one in entering for each in module.calls(one.id)]
    called = {each.name for each in rows if isinstance(each, Attribute) and module.class_of_self(each.base) == owner.id}
    return function in entering or function.name in called


def _is_finished(evaluator: "Evaluator", module: "Module", call: Call) -> bool:
    """Return whether the future is the one that a callback for finished futures is given."""
    row = module.row(call.function)
    given = behind(module, row.base) if isinstance(row, Attribute) else frozenset()
    scopes = {each.scope for each in map(module.row, given) if isinstance(each, Parameter)}
    if not scopes or _ON_FINISH not in module.called:
        return False
    callbacks = (each.arguments[0] for each in module.rows(Call) if each.arguments and _hands_over(module, each))
    values = (value for expr in callbacks for value in evaluator.infer(module, expr))
    return any(
        isinstance(value, OwnFunction) and value[:2] in {(module.path, scope) for scope in scopes} for value in values
    )


def _hands_over(module: "Module", call: Call) -> bool:
    row = module.row(call.function)
    return isinstance(row, Attribute) and row.name == _ON_FINISH


def _is_asked(evaluator: "Evaluator", module: "Module", call: Call) -> bool:
    """Return whether the function asks an object of this kind if it is done, or makes a future of it awaitable."""
    waited = {value.name for value in known(evaluator.infer(module, call.function)) if isinstance(value, Instance)}
    return _asks(evaluator, module, call, waited, is_here=True)


def _asks(
    evaluator: "Evaluator", module: "Module", fact: "Operation", waited: set[str], *, is_here: bool = False
) -> bool:
    """Return whether the function around a fact asks an object of one of these classes if it is done.

    Or, where the wait `is_here`, makes a future of one awaitable.
    """
    scope = module.facts.function_of(fact.region).id
    for row in module.rows(Attribute):
        if row.name not in _ASKS and row.name != _ALIVE:
            continue
        if module.facts.function_of(row.region).id != scope:
            continue
        asked = known(evaluator.infer(module, row.base))
        if any(isinstance(value, Instance) and value.name in waited for value in asked):
            if row.name != _ALIVE or _is_dead(module, row, fact):
                return True
        elif is_here and _MAKES_AWAITABLE in evaluator.infer(module, row.id):
            return bool(waited)
    return False


def _is_dead(module: "Module", asked: Attribute, wait: "Operation") -> bool:
    """Return whether a thread is waited for that was found, or waited for, not to be alive."""
    if module.facts.regions[asked.region].kind == "loop" and asked.id < wait.id:
        return asked.region not in module.facts.enclosing(wait.region)
    for around in module.facts.enclosing(wait.region):
        region = module.facts.regions[around]
        test = module.row(region.detail[0]) if region.kind in TESTS else None
        positive = region.positive
        if isinstance(test, Logical) and test.how == "not":
            test, positive = module.row(test.parts[0]), not positive
        if isinstance(test, Call) and test.function == asked.id and not positive:
            return True
    return False


def pool_left(
    evaluator: "Evaluator", module: "Module", enter: Enter, blocking: "Callable[[Call | Element], Blocking | None]"
) -> Blocking | None:
    """Return the wait of leaving a `with` of a pool while jobs run in it that nobody has waited for.

    `blocking` tells which blocking API a call or an iteration is.
    """
    if enter.is_async or not _is_pool(evaluator, module, enter.value):
        return None
    rows = list(_inside(module, enter.body))
    jobs = [row for row in rows if isinstance(row, Call) and _is_job(evaluator, module, row, {enter.id, enter.value})]
    if any(isinstance(row, Await) or (isinstance(row, Element | Enter) and row.is_async) for row in rows):
        jobs = [job for job in jobs if _is_dropped(module, job)]
    found = (blocking(row) for row in rows if jobs and isinstance(row, Call | Element) and row.id not in module.awaited)
    if not jobs or any(each is not None and each.kind == KIND for each in found):
        return None
    names = sorted(value.name for value in known(evaluator.infer(module, enter.value)) if isinstance(value, Instance))
    return Blocking(f"leaving with {names[0]}()", KIND, "concurrent", "loop.run_in_executor")


def _is_dropped(module: "Module", job: Call) -> bool:
    """Return whether nothing can wait for a job: nobody keeps its future."""
    uses_of = [mention.fact for mention in module.uses_of.of(job.id)]
    return bool(uses_of) and all(isinstance(fact, Use) and fact.how == "dropped" for fact in uses_of)


def _is_pool(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    values = known(evaluator.infer(module, expr))
    return bool(values) and all(
        isinstance(value, Instance)
        and not value.path
        and evaluator.catalog.offloader(f"{value.name}.submit") is not None
        for value in values
    )


def _is_job(evaluator: "Evaluator", module: "Module", call: Call, pool: set[ExprId]) -> bool:
    row = module.row(call.function)
    if isinstance(row, Attribute) and _may_be(module, row.base, pool):
        return row.name in {"submit", "map"}
    offload = evaluator.offloads.of(module, call)
    return offload is not None and _may_be(module, offload.executor, pool)


def _may_be(module: "Module", expr: ExprId, wanted: set[ExprId]) -> bool:
    """Return whether a value is one of these, or what a loop or branch leaves of it."""
    row = module.row(expr)
    return expr in wanted or (isinstance(row, Join) and bool(wanted & set(row.parts)))


def _inside(module: "Module", region: RegionId) -> "Iterator[Row]":
    for row in module.facts.exprs:
        if isinstance(row, Attribute | Await | Call | Element | Enter) and region in module.facts.enclosing(row.region):
            yield row
