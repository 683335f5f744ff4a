"""One burst of requests by one variant, in this process; prints a ``Load`` as JSON."""

import asyncio
import json
import sys
import time

from benchmarks.heartbeat import Heartbeat
from benchmarks.memory import peak_mb
from benchmarks.offload import Fetch
from benchmarks.opening import opened
from benchmarks.results import Load, percentile
from benchmarks.variants import BY_NAME, Variant


async def burst(fetch: Fetch, url: str, requests: int) -> list[float]:
    """Start all requests at once; return the seconds from the start to each answer."""
    begin = time.perf_counter()

    async def one() -> float:
        await fetch(url)
        return time.perf_counter() - begin

    return await asyncio.gather(*(one() for _ in range(requests)))


async def measure(variant: Variant, url: str, requests: int) -> Load:
    """Open the variant's client, run the burst, and return what it took."""
    async with opened(variant) as fetch:
        memory = peak_mb()
        async with Heartbeat() as heartbeat:
            cpu = time.process_time()
            times = await burst(fetch, url, requests)
            cpu = time.process_time() - cpu
        peak = peak_mb()
    return Load(
        variant=variant.name,
        requests=requests,
        seconds=max(times),
        median_ms=1000 * percentile(times, 0.5),
        p99_ms=1000 * percentile(times, 0.99),
        cpu_ms=1000 * cpu / requests,
        threads=heartbeat.threads,
        memory_mb=peak,
        grown_mb=peak - memory,
        stall_ms=1000 * heartbeat.stall,
    )


if __name__ == "__main__":
    name, address, number = sys.argv[1:]
    result = asyncio.run(measure(BY_NAME[name], address, int(number)))
    sys.stdout.write(json.dumps(result._asdict()) + "\n")
