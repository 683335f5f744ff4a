"""Calls to a slow endpoint under a deadline, in this process.

Prints as JSON when control was back, and what was left behind.
"""

import asyncio
import json
import sys
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import NamedTuple

from benchmarks.offload import Fetch
from benchmarks.opening import Busy, opened
from benchmarks.server import HOST
from benchmarks.variants import BY_NAME, Variant

CALLS = 10
SETTLE = 0.05
"""Time for the server to notice that a client hung up."""


class Plan(NamedTuple):
    """What to call and for how long."""

    port: int
    limit: str
    slow: float
    deadline: float
    follow: bool
    """Whether to make a quick request afterwards.

    It waits for a free thread, and so hides what leaving costs.
    """

    def url(self, seconds: float) -> str:
        """Return the address that answers after ``seconds``."""
        return f"http://{HOST}:{self.port}/wait/{seconds}"


async def requests_under_way(port: int) -> int:
    """Ask the server how many requests it is working on."""
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(b"GET /busy HTTP/1.1\r\n\r\n")
    await reader.readuntil(b"\r\n\r\n")
    answer = int(await reader.read(16))
    writer.close()
    await writer.wait_closed()
    return answer


async def wait_for(call: Coroutine[object, object, bytes], seconds: float) -> None:
    """Cancel the call as asyncio does."""
    with suppress(TimeoutError):
        await asyncio.wait_for(call, seconds)


async def move_on_after(call: Coroutine[object, object, bytes], seconds: float) -> None:
    """Cancel the call as anyio does."""
    import anyio

    with anyio.move_on_after(seconds):
        await call


LIMITS = {"wait_for": wait_for, "move_on_after": move_on_after}


async def cancelled(fetch: Fetch, plan: Plan) -> float:
    """Make the calls, all past the deadline; return the seconds until control was back."""
    limit = LIMITS[plan.limit]
    begin = time.perf_counter()
    await asyncio.gather(*(limit(fetch(plan.url(plan.slow)), plan.deadline) for _ in range(CALLS)))
    return time.perf_counter() - begin


async def scenario(variant: Variant, plan: Plan) -> dict[str, float]:
    """Return when control came back and what was still going on then."""
    busy = Busy()
    async with opened(variant, busy) as fetch:
        began = time.time()
        report: dict[str, float] = {"began": began, "returned": await cancelled(fetch, plan)}
        await asyncio.sleep(SETTLE)
        report["threads"] = busy.threads
        report["requests"] = await requests_under_way(plan.port)
        if plan.follow:
            begin = time.perf_counter()
            await fetch(plan.url(0))
            report["following"] = time.perf_counter() - begin
    return report


if __name__ == "__main__":
    name, port, limit, slow, seconds, after = sys.argv[1:]
    order = Plan(int(port), limit, float(slow), float(seconds), follow=after == "follow")
    outcome = asyncio.run(scenario(BY_NAME[name], order))
    outcome["loop_closed"] = time.time() - outcome["began"]
    sys.stdout.write(json.dumps(outcome) + "\n")
