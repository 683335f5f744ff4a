"""Where a coroutine waits for a thread, a process or an event loop without awaiting it."""

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from flake8_fakeasync.analysis.infer.values import External, Instance, Literal, known
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Element, Enter, ExprId, Join
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.diagnostics import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.reach.callgraph import CallPath
    from flake8_fakeasync.catalog import EntryPoint

Waiting: TypeAlias = Call | Element | Enter
_THREAD = "a thread"
_LOOP = "an event loop"
# What functions of these modules wait for.
_WAITED_FOR = {"asyncio": _LOOP, "anyio": _LOOP, "trio": _LOOP, "multiprocessing": "a process", "select": "a socket"}
# Code that asks first does not wait.
_ASKS = frozenset({"done", "running", "is_set", "is_alive", "empty", "qsize", "full", "locked", "exitcode"})
_RUNS_HERE = "asyncstdlib.sync"
_MAKES_AWAITABLE = "asyncio.wrap_future"


class Wait(NamedTuple):
    """A wait: the call, its function, what to use instead, what it waits for, and the path there if it is elsewhere.

    `entry` is what runs a plain function. `around` is what runs that path here, ready to be put before it.
    """

    place: Waiting
    call: str
    function: str
    instead: str
    waited_for: str
    frames: tuple[Frame, ...] = ()
    around: str = ""
    entry: "EntryPoint | None" = None


class Waits:
    """Answers for one module."""

    def __init__(self, context: "Context") -> None:
        self._linked = context
        self._module = context.module

    def all(self) -> "Iterator[Wait]":
        """Yield the waits in code that runs on the event loop."""
        facts: tuple[Sequence[Waiting], ...] = tuple(map(self._linked.all, (Call, Element, Enter)))
        return filter(None, map(self.of, chain(*facts)))

    def of(self, fact: Waiting) -> Wait | None:
        """Return how a fact waits in code that runs on the event loop, None where it does not."""
        function = self._module.facts.function_of(fact.region)
        if not self._linked.may_run_on_loop(function):
            return None
        found = self._itself(fact)
        if found is None and isinstance(fact, Call):
            path = self._run_here(fact)
            if path is not None:
                around = f"{_RUNS_HERE}() around "
                runs = self._linked.on_loop(function)
                name, what = path.blocking.name, "blocking I/O"
                wait = Wait(fact, name, function.name, "asyncio.to_thread", what, path.frames, around)
                return wait._replace(entry=runs[0]) if runs is not None else None
        if found is None and isinstance(fact, Enter):
            found = self._left(fact)
        runs = self._linked.on_loop(function) if found is not None else None
        if found is None or runs is None:
            return None
        name, instead = found
        waited_for = _WAITED_FOR.get(name.partition(".")[0], _THREAD)
        return Wait(fact, name, function.name, instead, waited_for, entry=runs[0])

    def _itself(self, fact: Waiting) -> tuple[str, str] | None:
        blocked = self._linked.blocks_coroutine(fact)
        if blocked is None or blocked.blocking.kind != "wait":
            return None
        if isinstance(fact, Call) and (self._returns_at_once(fact) or self._asked_before(fact)):
            return None
        return blocked.blocking.name, blocked.blocking.instead or "asyncio.to_thread"

    def _returns_at_once(self, call: Call) -> bool:
        """Return whether an argument tells not to wait: `block=False`, `timeout=0`."""
        exprs = [*call.arguments, *(expr for _, expr in call.keywords)]
        values = [value for expr in exprs if expr for value in self._linked.infer(expr)]
        return any(isinstance(value, Literal) and value.value in (False, 0) for value in values)

    def _asked_before(self, call: Call) -> bool:
        """Return whether the coroutine asks an object of this kind if it is done, or makes a future of it awaitable."""
        waited = {value.name for value in known(self._linked.infer(call.function)) if isinstance(value, Instance)}
        scope = self._module.facts.function_of(call.region).id
        for row in self._module.rows(Attribute):
            if row.name in _ASKS | {"wrap_future"}:
                if self._module.facts.function_of(row.region).id != scope:
                    continue
                asked = known(self._linked.infer(row.base))
                if any(isinstance(value, Instance) and value.name in waited for value in asked):
                    return True
                if External(_MAKES_AWAITABLE) in self._linked.infer(row.id):
                    return bool(waited)
        return False

    def _run_here(self, call: Call) -> "CallPath | None":
        """Return what a wrapper that only looks like an offloader runs on the thread of the loop."""
        if External(_RUNS_HERE) not in self._linked.infer(call.function) or not call.arguments:
            return None
        paths = (self._linked.program.work.run(self._module, call, kind) for kind in ("http", "network"))
        return next(filter(None, paths), None)

    def _left(self, enter: Enter) -> tuple[str, str] | None:
        """Return the pool that a `with` leaves while jobs run in it that nobody has waited for."""
        if enter.is_async or not self._is_pool(enter.value):
            return None
        rows = list(self._inside(enter.body))
        jobs = [row for row in rows if isinstance(row, Call) and self._is_job(row, {enter.id, enter.value})]
        if any(isinstance(row, Await) or (isinstance(row, Element | Enter) and row.is_async) for row in rows):
            jobs = [job for job in jobs if self._is_dropped(job)]
        if not jobs or any(isinstance(row, Call | Element) and self.of(row) is not None for row in rows):
            return None
        evaluator = [value.name for value in known(self._linked.infer(enter.value)) if isinstance(value, Instance)]
        return f"leaving with {evaluator[0]}()", "loop.run_in_executor"

    def _is_dropped(self, job: Call) -> bool:
        """Return whether nothing can wait for a job: nobody has what it gave."""
        uses_of = [mention.fact for mention in self._module.uses_of.of(job.id)]
        return bool(uses_of) and all(isinstance(fact, Use) and fact.how == "dropped" for fact in uses_of)

    def _is_pool(self, expr: ExprId) -> bool:
        values = known(self._linked.infer(expr))
        return bool(values) and all(
            isinstance(value, Instance)
            and not value.path
            and self._linked.catalog.offloader(f"{value.name}.submit") is not None
            for value in values
        )

    def _is_job(self, call: Call, pool: set[ExprId]) -> bool:
        row = self._module.row(call.function)
        if isinstance(row, Attribute) and self._may_be(row.base, pool):
            return row.name in {"submit", "map"}
        offload = self._linked.offload(call)
        return offload is not None and self._may_be(offload.executor, pool)

    def _may_be(self, expr: ExprId, wanted: set[ExprId]) -> bool:
        """Return whether a value is one of these, or what a loop or branch leaves of it."""
        row = self._module.row(expr)
        return expr in wanted or (isinstance(row, Join) and bool(wanted & set(row.parts)))

    def _inside(self, region: int) -> "Iterator[Attribute | Await | Call | Element | Enter]":
        facts = self._module.facts
        for row in facts.exprs:
            if isinstance(row, Attribute | Await | Call | Element | Enter) and region in facts.enclosing(row.region):
                yield row
