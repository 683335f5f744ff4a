"""Where a coroutine waits for a thread, a process or an event loop without awaiting it."""

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from flake8_fakeasync.analysis.syntax.exprs import Call, Element, Enter
from flake8_fakeasync.analysis.threads.on_loop import OnLoop
from flake8_fakeasync.analysis.threads.work import Work
from flake8_fakeasync.analysis.values import External
from flake8_fakeasync.diagnostics import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flake8_fakeasync.analysis.reach.call_paths import CallPath
    from flake8_fakeasync.analysis.view import View
    from flake8_fakeasync.catalog import EntryPoint

Waiting: TypeAlias = Call | Element | Enter
_THREAD = "a thread"
_LOOP = "an event loop"
# What functions of these modules wait for.
_WAITED_FOR = {"asyncio": _LOOP, "anyio": _LOOP, "trio": _LOOP, "multiprocessing": "a process", "select": "a socket"}
_RUNS_HERE = "asyncstdlib.sync"


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

    def __init__(self, view: "View", on_loop: OnLoop) -> None:
        self._view = view
        self._on_loop = on_loop
        self._module = view.module

    def all(self) -> "Iterator[Wait]":
        """Yield the waits in code that runs on the event loop."""
        facts: tuple[Sequence[Waiting], ...] = tuple(map(self._view.all, (Call, Element, Enter)))
        return filter(None, map(self.of, chain(*facts)))

    def of(self, fact: Waiting) -> Wait | None:
        """Return how a fact waits in code that runs on the event loop, None where it does not."""
        function = self._module.facts.function_of(fact.region)
        if not self._view.may_run_on_loop(function):
            return None
        found = self._itself(fact)
        if found is None and isinstance(fact, Call):
            path = self._run_here(fact)
            if path is not None:
                around = f"{_RUNS_HERE}() around "
                runs = self._view.on_loop(function)
                name, what = path.blocking.name, "blocking I/O"
                wait = Wait(fact, name, function.name, "asyncio.to_thread", what, path.frames, around)
                return wait._replace(entry=runs[0]) if runs is not None else None
        runs = self._view.on_loop(function) if found is not None else None
        if found is None or runs is None:
            return None
        name, instead = found
        return Wait(fact, name, function.name, instead, waited_for(name), entry=runs[0])

    def _itself(self, fact: Waiting) -> tuple[str, str] | None:
        blocked = self._on_loop.blocks_coroutine(fact)
        if blocked is None or blocked.blocking.kind != "wait":
            return None
        return blocked.blocking.name, blocked.blocking.instead or "asyncio.to_thread"

    def _run_here(self, call: Call) -> "CallPath | None":
        """Return what a wrapper that only looks like an offloader runs on the thread of the loop."""
        if External(_RUNS_HERE) not in self._view.infer(call.function) or not call.arguments:
            return None
        paths = (self._view.program.service(Work).run(self._module, call, kind) for kind in ("http", "network"))
        return next(filter(None, paths), None)


def waited_for(name: str) -> str:
    """Return what a call of this qualified name waits for, as a message names it."""
    return _WAITED_FOR.get(name.partition(".")[0], _THREAD)
