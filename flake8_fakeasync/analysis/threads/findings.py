"""What rules are told of offloads: what they wrap, what is called too early, what is in the wrong place."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.catalog.distributions import Distribution, elsewhere

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.reach.call_paths import CallPath
    from flake8_fakeasync.analysis.syntax.exprs import Call
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
    from flake8_fakeasync.diagnostics import Frame


class Wrapped(NamedTuple):
    """Blocking I/O that a thread does: what hands it over, in which function, its call path, how many at once."""

    place: "Call | FunctionFacts"
    function: str
    path: "CallPath"
    workers: int | None

    @property
    def bound(self) -> str:
        """How many run at once, ready to be put behind a call; empty when that is not told."""
        return f", at most {self.workers} at once" if self.workers else ""

    @property
    def elsewhere(self) -> Distribution | None:
        """The other package that has an async API for it, None if its own package has one."""
        blocking = self.path.blocking
        return elsewhere(blocking.name, blocking.instead) if blocking.instead is not None else None


class Early(NamedTuple):
    """A call that runs before the offloader, which gets its result: what it comes to, how, and the offloader."""

    place: "Call"
    call: str
    frames: "tuple[Frame, ...]"
    coroutine: bool
    via: str


class Misplaced(NamedTuple):
    """A coroutine function in the place of a sync callable, and the offloader that it is given to."""

    name: str
    via: str
