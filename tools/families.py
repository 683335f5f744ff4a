"""The families of rules: what their rules have in common, and which of them speaks when."""

from __future__ import annotations

from typing import NamedTuple


class Family(NamedTuple):
    """A prefix of codes, a heading, a sentence, and the text of the family's own page."""

    prefix: str
    heading: str
    about: str
    text: str


FAMILIES = (
    Family(
        "JAM1",
        "the event loop is blocked",
        "Blocking calls in async functions, directly or through helpers: HTTP, databases, files, processes, waits.",
        """\
While such a call runs, nothing else does: no other request, no timeout, no cancellation. The same holds for a plain
`def` that a [framework](../frameworks.md) calls on the event loop.

| What blocks | called directly | reached through your own functions |
| --- | --- | --- |
| HTTP | [JAM101](JAM101.md) | [JAM102](JAM102.md) |
| databases, queues, cloud and other network libraries | [JAM111](JAM111.md) | [JAM112](JAM112.md) |
| files, processes, the keyboard, `time.sleep` (off by default) | [JAM121](JAM121.md) | [JAM122](JAM122.md) |
| another thread, process or event loop | [JAM131](JAM131.md) | [JAM132](JAM132.md) |

[JAM141](JAM141.md) is about locks: while one task holds a lock of `threading` over an `await`, another that wants
it stops the loop.

One call is one report. If it reaches several kinds of blocking calls, HTTP is reported first, then other network I/O,
waits, and files. A call that is handed to a thread is not reported here, but by [JAM2](JAM2.md).

Begin with JAM101 and JAM111. The reports of JAM102 and JAM112 name the line that blocks, and often many of them end
at one line: `fakeasync check` counts them by that line, and `fakeasync plan` lists which functions become async, in
which order. If a blocking call is meant, name it in
[`fakeasync-nonblocking`](../configuration.md#fakeasync-blocking-fakeasync-nonblocking).
""",
    ),
    Family(
        "JAM2",
        "fake async",
        "Blocking I/O that runs in threads although an async client exists, and mistakes in handing work to threads.",
        """\
`await asyncio.to_thread(requests.get, url)` looks async, and the event loop keeps running. But the thread cannot be
cancelled: after a timeout the request continues, and the pool has one thread less. Waiting calls queue for a free
thread.
[Measured](../fake-async-measured.md): after a deadline, ten such calls keep their threads for as long as the server
takes.

- [JAM201](JAM201.md) and [JAM211](JAM211.md) report the call in the thread, for HTTP and for other network
  libraries whose own package has an async API. [JAM212](JAM212.md), off by default, is JAM211 for an API in another
  package.
- [JAM203](JAM203.md) reports a class that does nothing else.
- [JAM202](JAM202.md) and [JAM204](JAM204.md) are mistakes: a function that is called before it reaches the thread,
  and an async function whose coroutine nobody awaits there.

Threads are right for what has no async API: computing, files, a library without an equivalent. That is not
reported.
""",
    ),
    Family(
        "JAM3",
        "clients that are never closed",
        "Async clients and streams that are never closed, closed the wrong way, or created again and again.",
        """\
An async client keeps connections open. One that is never closed leaks them, and Python warns about them too late or
not at all. Closing needs `await`, so it belongs in `async with`, in `close()` or `__aexit__` of the class that
keeps the client, or in the framework's shutdown.

- Never closed: [JAM301](JAM301.md) in a function, [JAM302](JAM302.md) on an object, [JAM303](JAM303.md) in a module
  (off by default, since it ends with the process), [JAM306](JAM306.md) for streams.
- Closed, but not always, or not correctly: [JAM307](JAM307.md) if something fails first, [JAM304](JAM304.md) without
  `await` or where no loop runs, [JAM309](JAM309.md) although somebody else may still use it.
- Created too often, so that no connection is used twice: [JAM305](JAM305.md) in a loop, [JAM308](JAM308.md) for
  each request (off by default).
- [JAM310](JAM310.md): kept across event loops: its connections belong to a loop that has been closed.

A client is followed through the functions and classes of your project. What is handed to code outside it is not
reported.
""",
    ),
    Family(
        "JAM4",
        "exception handlers that no longer match",
        "`except` clauses for another HTTP library than the one in use, and for exceptions that do not exist.",
        """\
A handler does not fail when the library below it changes: it just never runs again, and the error reaches the
caller. These rules read what the guarded code calls, in other functions as well, and which exceptions that can
raise.

- [JAM401](JAM401.md): the handler can never match. [JAM405](JAM405.md): the exception does not exist.
- [JAM402](JAM402.md): the handler matches today, and has to change together with the blocking call.
- [JAM404](JAM404.md): it is for Python's own network errors, which httpx never raises.
- [JAM403](JAM403.md): it matches, but reads a `response` that the exception may not have.
- [JAM406](JAM406.md) and [JAM407](JAM407.md), off by default: what the handler lets through.

Retries and predicates of tenacity, backoff and celery count as handlers, as do your own functions that take
exceptions. If the guarded code calls something unknown, nothing is reported.
""",
    ),
    Family(
        "JAM5",
        "requests idioms left on httpx and aiohttp",
        "Arguments, attributes and settings of another HTTP library, missing and superfluous `await`.",
        """\
httpx looks like requests, so code is moved by renaming, and the differences show when it runs: a keyword is
unknown, an attribute is missing, a redirect is not followed. These rules know what each object has, whatever
variable it is in, and [`fakeasync fix`](../command.md) repairs what has a single correct replacement.

- Unknown or different: [JAM501](JAM501.md) keywords, [JAM502](JAM502.md) attributes, [JAM508](JAM508.md) names,
  [JAM503](JAM503.md) request bodies, [JAM506](JAM506.md) settings of a session, [JAM510](JAM510.md) values in
  `params`, [JAM509](JAM509.md) what means something else now (off by default).
- `await`: a missing one ([JAM504](JAM504.md)), a superfluous one ([JAM505](JAM505.md)).
- [JAM507](JAM507.md): a stream or client that is entered, iterated or read by the wrong protocol.
- At run time: [JAM511](JAM511.md) the empty text of a timeout, [JAM512](JAM512.md) a redirect that is not followed
  (off by default).
""",
    ),
    Family("JAM0", "the plugin itself", "Reported if the plugin fails on a file.", ""),
)
