"""What a rule may ask of one module: its values, its findings and their positions."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, get_args

from flake8_fakeasync.analysis.handlers.catches import catches
from flake8_fakeasync.analysis.handlers.handlers import Catch
from flake8_fakeasync.analysis.idioms.arguments import Rejected, rejected
from flake8_fakeasync.analysis.idioms.candidates import CandidateCall, CandidateRead, candidate_calls, candidate_reads
from flake8_fakeasync.analysis.idioms.streams import Responses
from flake8_fakeasync.analysis.ids import FunctionId, RegionId
from flake8_fakeasync.analysis.infer.offloads import Offload
from flake8_fakeasync.analysis.lifetimes.creations import Creations
from flake8_fakeasync.analysis.lifetimes.lifetime import Lifetime
from flake8_fakeasync.analysis.lifetimes.lifetimes import Lifetimes
from flake8_fakeasync.analysis.lifetimes.repeats import Repeats
from flake8_fakeasync.analysis.reach.blocked import Blocked, Reached
from flake8_fakeasync.analysis.syntax.edits import Edits
from flake8_fakeasync.analysis.syntax.exprs import Await, Element, Enter
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, Fact, FunctionFacts
from flake8_fakeasync.analysis.threads.fakes import Fakes
from flake8_fakeasync.analysis.threads.lazy_imports import LazyUse, lazy_uses
from flake8_fakeasync.analysis.threads.locks import HeldLock, held_locks
from flake8_fakeasync.analysis.threads.on_loop import OnLoop
from flake8_fakeasync.analysis.threads.threads import Threads
from flake8_fakeasync.analysis.threads.waits import Wait, Waits
from flake8_fakeasync.analysis.view import View
from flake8_fakeasync.diagnostics import Placed

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.positions import Positions


class Context(View):
    """One module as rules see it; `positions` are those of facts in the text."""

    def __init__(self, module: "Module", program: "Program", positions: "Positions") -> None:
        super().__init__(module, program, _FINDERS)
        self.positions = positions

    @cached_property
    def edits(self) -> Edits:
        """What fixes are made of."""
        return Edits(self.positions)

    @cached_property
    def lifetimes(self) -> Lifetimes:
        """How the clients end that the module creates."""
        runners, creations = self.program.runners, self.program.service(Creations)
        return Lifetimes(self.program.evaluator, runners, creations, self.module)

    @cached_property
    def responses(self) -> Responses:
        """What happens to the responses in the module."""
        return Responses(self)

    @cached_property
    def repeats(self) -> Repeats:
        """What opens and closes clients of the module again and again."""
        return Repeats(self.program.evaluator, self.program.runners, self.module)

    @cached_property
    def threads(self) -> Threads:
        """What the module hands to threads."""
        return Threads(self.module, self.program)

    @cached_property
    def on_the_loop(self) -> OnLoop:
        """What blocks in code of the module that runs on the event loop."""
        return OnLoop(self, self.threads)

    @cached_property
    def waits(self) -> Waits:
        """Where code of the module that runs on the event loop waits for threads and loops."""
        return Waits(self, self.on_the_loop)

    @cached_property
    def fakes(self) -> Fakes:
        """The classes of the module that are async in name only."""
        return Fakes(self.module, self.program, self.threads)

    def speaks_of(self, code: str, name: str) -> bool:
        """Return whether a rule that is off by default reports an API: a preset enables it for its own APIs only."""
        presets = self.program.presets
        if not presets or self.program.settings.selects(code, default=False):
            return True
        return any(code in preset.enable and name in preset.only for preset in presets)

    def qualname(self, place: Placed) -> str:
        """Return the qualified name, within the module, of the function or class around a place; empty outside."""
        if isinstance(place, FunctionFacts | ClassFacts):
            return place.qualname
        region: RegionId | None = getattr(place, "region", None)
        return self.facts.function_of(region).qualname if region is not None else ""

    def may_be_plain(self, region: RegionId) -> bool:
        """Return whether an async function awaits nothing and would run in a thread if it were a plain one."""
        function = self.facts.function_of(region)
        if not function.is_async or function.id in self._awaiting:
            return False
        entry = self.program.runners.entry(self.module, function)
        return entry is not None and entry.runs == "thread"

    @cached_property
    def _awaiting(self) -> frozenset[FunctionId]:
        """The functions that await, or iterate or enter something asynchronously."""
        rows: list[Await | Element | Enter] = [*self.module.rows(Await)]
        rows += [*self.module.rows(Element), *self.module.rows(Enter)]
        waits = [row for row in rows if isinstance(row, Await) or row.is_async]
        return frozenset(self.facts.function_of(row.region).id for row in waits)


_FINDERS: dict[type, Callable[[Context], Iterable[object]]] = {
    Blocked: lambda context: context.on_the_loop.blocked,
    Catch: catches,
    HeldLock: held_locks,
    LazyUse: lazy_uses,
    Lifetime: lambda context: context.lifetimes.all.values(),
    CandidateCall: candidate_calls,
    CandidateRead: candidate_reads,
    Offload: lambda context: context.threads.all(),
    Reached: lambda context: context.on_the_loop.reached(),
    Rejected: rejected,
    Wait: lambda context: context.waits.all(),
}
# What a rule may subscribe to: what the walk records, and what is put together from it.
PROVIDED: frozenset[type] = frozenset((*get_args(Fact), *_FINDERS))
