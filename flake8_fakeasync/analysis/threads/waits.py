"""Where a coroutine waits for a thread, a process or an event loop without awaiting it."""

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from flake8_fakeasync.analysis.names.things import External, Instance, Literal, known
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.syntax.rows import Attribute, Await, Call, Element, Enter, Join, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flake8_fakeasync.analysis.linked import Linked

Waiting: TypeAlias = Call | Element | Enter
# Who asks first does not wait.
_ASKS = frozenset({"done", "running", "is_set", "is_alive", "empty", "qsize", "full", "locked", "exitcode"})
_RUNS_HERE = "asyncstdlib.sync"
_MAKES_AWAITABLE = "asyncio.wrap_future"


class Wait(NamedTuple):
    """What waits, for what, in which coroutine, and what to use instead."""

    place: Waiting
    call: str
    function: str
    instead: str


class Waits:
    """Answers for one module."""

    def __init__(self, linked: "Linked") -> None:
        self._linked = linked
        self._module = linked.module

    def all(self) -> "Iterator[Wait]":
        """Yield the waits in coroutines' own code."""
        facts: tuple[Sequence[Waiting], ...] = tuple(map(self._linked.all, (Call, Element, Enter)))
        return filter(None, map(self.of, chain(*facts)))

    def of(self, fact: Waiting) -> Wait | None:
        """Return how a fact waits in a coroutine's own code, None where it does not."""
        function = self._linked.coroutine(fact.region)
        if function is None:
            return None
        found = self._itself(fact)
        if found is None and isinstance(fact, Call):
            found = self._run_here(fact)
        if found is None and isinstance(fact, Enter):
            found = self._left(fact)
        return Wait(fact, found[0], function.name, found[1]) if found is not None else None

    def _itself(self, fact: Waiting) -> tuple[str, str] | None:
        blocked = self._linked.blocks_coroutine(fact)
        if blocked is None or blocked.blocking.kind != "wait":
            return None
        if isinstance(fact, Call) and (self._returns_at_once(fact) or self._asked_before(fact)):
            return None
        return blocked.blocking.name, blocked.blocking.instead or "asyncio.to_thread"

    def _returns_at_once(self, call: Call) -> bool:
        """Return whether an argument tells not to wait: `block=False`, `timeout=0`."""
        values = [*call.arguments, *(value for _, value in call.keywords)]
        things = [thing for value in values if value for thing in self._linked.things(value)]
        return any(isinstance(thing, Literal) and thing.value in (False, 0) for thing in things)

    def _asked_before(self, call: Call) -> bool:
        """Return whether the coroutine asks an object of this kind if it is done, or makes a future of it awaitable."""
        waited = {thing.name for thing in known(self._linked.things(call.function)) if isinstance(thing, Instance)}
        scope = self._module.facts.function_of(call.region).id
        for row in self._module.rows(Attribute):
            if row.name in _ASKS | {"wrap_future"}:
                if self._module.facts.function_of(row.region).id != scope:
                    continue
                asked = known(self._linked.things(row.base))
                if any(isinstance(thing, Instance) and thing.name in waited for thing in asked):
                    return True
                if External(_MAKES_AWAITABLE) in self._linked.things(row.id):
                    return bool(waited)
        return False

    def _run_here(self, call: Call) -> tuple[str, str] | None:
        """Return what a wrapper that only looks like an offloader runs on the thread of the loop."""
        if External(_RUNS_HERE) not in self._linked.things(call.function) or not call.arguments:
            return None
        for kind in ("http", "network"):
            path = self._linked.program.work.run(self._module, call, kind)
            if path is not None:
                what = str(path) if path.functions else path.blocking.name
                return f"{_RUNS_HERE}() around {what}", "asyncio.to_thread"
        return None

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
        names = [thing.name for thing in known(self._linked.things(enter.value)) if isinstance(thing, Instance)]
        return f"leaving with {names[0]}()", "loop.run_in_executor"

    def _is_dropped(self, job: Call) -> bool:
        """Return whether nothing can wait for a job: nobody has what it gave."""
        mentions = [mention.fact for mention in self._module.mentions.of(job.id)]
        return bool(mentions) and all(isinstance(fact, Use) and fact.how == "dropped" for fact in mentions)

    def _is_pool(self, value: Value) -> bool:
        things = known(self._linked.things(value))
        return bool(things) and all(
            isinstance(thing, Instance)
            and not thing.path
            and self._linked.catalog.offloader(f"{thing.name}.submit") is not None
            for thing in things
        )

    def _is_job(self, call: Call, pool: set[Value]) -> bool:
        row = self._module.row(call.function)
        if isinstance(row, Attribute) and self._may_be(row.base, pool):
            return row.name in {"submit", "map"}
        offload = self._linked.offload(call)
        return offload is not None and self._may_be(offload.executor, pool)

    def _may_be(self, value: Value, wanted: set[Value]) -> bool:
        """Return whether a value is one of these, or what a loop or branch leaves of it."""
        row = self._module.row(value)
        return value in wanted or (isinstance(row, Join) and bool(wanted & set(row.parts)))

    def _inside(self, region: int) -> "Iterator[Attribute | Await | Call | Element | Enter]":
        facts = self._module.facts
        for row in facts.values:
            if isinstance(row, Attribute | Await | Call | Element | Enter) and region in facts.enclosing(row.region):
                yield row
