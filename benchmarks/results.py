"""What a run reports; the processes exchange it as one line of JSON."""

import math
from collections.abc import Sequence
from typing import NamedTuple


class Load(NamedTuple):
    """A burst of requests, all started at once."""

    variant: str
    requests: int
    seconds: float
    median_ms: float
    """From the start of the burst to the answer, so it includes the wait for a turn."""
    p99_ms: float
    cpu_ms: float
    """Processor time of the client process, user and system, for each request."""
    threads: int
    """Most threads at once, the main thread included."""
    memory_mb: float
    """Most memory the process held."""
    grown_mb: float
    """How much of it the burst added."""
    stall_ms: float
    """The longest time the event loop did not get to its other work."""

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


class Deadline(NamedTuple):
    """Calls to a slow endpoint under a deadline; times count from the start of the calls."""

    variant: str
    limit: str
    """What sets the deadline: ``wait_for``, or anyio's ``move_on_after``."""
    returned: float
    """When the last call gave control back."""
    threads: int
    """Threads still inside a call just after."""
    requests: int
    """Requests the server was still working on just after."""
    following: float
    """How long a quick request made then took."""
    loop_closed: float
    """When ``asyncio.run`` came back, in a run without that request."""
    ended: float = 0.0
    """When the process was gone, in the same run."""


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least ``share`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
