"""The clients under measurement, as data.

A variant is a way to make HTTP requests from a coroutine, with a bound on how many run at once.
"""

import os
from typing import NamedTuple


class Variant(NamedTuple):
    """One client: its name, how it is built, and the runs it takes part in."""

    name: str
    label: str
    family: str
    """What the plot colours by: "threads", "async" or "loop"."""
    way: str
    """How a call leaves the coroutine: a key of ``offload.WAYS``, or "native"."""
    call: str
    """What makes the request: a key of ``blocking.CALLS`` or of ``native.CLIENTS``."""
    pool: int
    """How many requests can run at once."""
    most: int = 1000
    """The largest burst it takes part in."""
    limits: tuple[str, ...] = ()
    """The cancellation runs it takes part in: keys of ``deadline.LIMITS``."""


DEFAULT_EXECUTOR = min(32, (os.cpu_count() or 1) + 4)
"""Threads of an event loop's default executor, by the formula of ``concurrent.futures``."""
ANYIO_LIMITER = 40
"""Threads of anyio's default limiter."""


def fake(name: str, label: str, way: str, call: str, pool: int) -> Variant:
    """Return a variant that makes a blocking call in a thread."""
    return Variant(name, label, "threads", way, call, pool)


def true(name: str, label: str, call: str, pool: int) -> Variant:
    """Return a variant with an async client."""
    return Variant(name, label, "async", "native", call, pool)


def few(variant: Variant) -> Variant:
    """Return the variant without its larger bursts: they take long and say nothing new."""
    return variant._replace(most=100)


def limited(variant: Variant, *limits: str) -> Variant:
    """Return the variant as one that takes part in cancellation runs."""
    return variant._replace(limits=limits)


GET, SESSION = "requests.get", "requests.Session"
WAIT_FOR, MOVE_ON = "wait_for", "move_on_after"
ALONE = "requests.get on the loop, no thread"

VARIANTS = (
    limited(fake("threads-3", "requests.get, 3 threads", "executor", GET, 3), WAIT_FOR),
    few(fake("threads-3-session", "Session.get, 3 threads", "executor", SESSION, 3)),
    few(true("httpx-3", "httpx, 3 connections", "httpx", 3)),
    true("httpx2-3", "httpx2, 3 connections", "httpx2", 3),
    few(fake("executor", "requests.get, default executor", "default", GET, DEFAULT_EXECUTOR)),
    limited(fake("to_thread", "requests.get, to_thread", "to_thread", GET, DEFAULT_EXECUTOR), WAIT_FOR),
    fake("threads-10", "Session.get, 10 threads", "executor", SESSION, 10),
    fake("threads-10-httpx", "httpx.Client, 10 threads", "executor", "httpx.Client", 10),
    limited(true("httpx-10", "httpx, 10 connections", "httpx", 10), WAIT_FOR),
    true("httpx-10-gated", "httpx, 10, behind a semaphore", "httpx gated", 10),
    limited(true("httpx2-10", "httpx2, 10 connections", "httpx2", 10), WAIT_FOR),
    limited(true("aiohttp-10", "aiohttp, 10 connections", "aiohttp", 10), WAIT_FOR),
    few(true("httpx-each", "httpx, a client per request", "httpx per request", 10)),
    few(true("httpx2-each", "httpx2, a client per request", "httpx2 per request", 10)),
    limited(
        fake("anyio", "requests.get, anyio's limiter", "limiter", GET, ANYIO_LIMITER),
        WAIT_FOR,
        MOVE_ON,
    ),
    fake("threads-100", "Session.get, 100 threads", "executor", SESSION, 100),
    true("httpx-100", "httpx, 100 connections", "httpx", 100),
    true("httpx2-100", "httpx2, 100 connections", "httpx2", 100),
    true("aiohttp-100", "aiohttp, 100 connections", "aiohttp", 100),
    few(Variant("on-the-loop", ALONE, "loop", "direct", GET, 1)),
)
BY_NAME = {variant.name: variant for variant in VARIANTS}
