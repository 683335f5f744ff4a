"""Programs as hypothesis makes them up: coroutines, helpers and classes that do HTTP in all manners we know of.

A program is a plan; it is written down with imports spelled one way or another, with one set of local names or
another, in one module or in two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from spellings import Spelling, written

if TYPE_CHECKING:
    from collections.abc import Sequence

# Steps of a function. `@a.b@` is a name of a library, `$a` a local name.
_PLAIN = """
@requests.get@($url)

$reply = @requests.post@($url, json={})
$reply.json()

@urllib.request.urlopen@($url)

@httpx.get@($url).json()

@time.sleep@(1)

$client = @httpx.Client@()
$client.get($url)
$client.close()

$session = @requests.Session@()
$session.get($url)

with @httpx.stream@('GET', $url) as $reply:
    $reply.read()

with @requests.Session@() as $session:
    $session.get($url)

$call = @requests.get@
$call($url)

$calls = [@requests.get@, @httpx.get@]
for $call in $calls:
    $call($url)

$call = @functools.partial@(@requests.get@, $url)
$call()

$work = lambda $item: @requests.get@($item)
$work($url)

def $work($item):
    return @httpx.post@($item)
$work($url)

@redis.Redis@().get($url)

ask($url)

Api().ask($url)

shared.get($url)

$text = open($url).read()

$number = len($url) + 1

$names = sorted([$url], key=ask)

if not $url:
    raise ValueError($url)

if $url:
    return @requests.get@($url)
""".strip().split("\n\n")
_ASYNC = """
await @asyncio.to_thread@(@requests.get@, $url)

await @asyncio.to_thread@(ask, $url)

await @asyncio.to_thread@(@requests.get@($url))

$loop = @asyncio.get_running_loop@()
await $loop.run_in_executor(None, @httpx.get@, $url)

await @asyncio.get_running_loop@().run_in_executor(None, lambda: ask($url))

async with @httpx.AsyncClient@() as $client:
    await $client.get($url)

$client = @httpx.AsyncClient@()
await $client.get($url)

$client = @httpx.AsyncClient@()
await $client.get($url)
await $client.aclose()

for $item in [$url]:
    async with @httpx.AsyncClient@() as $client:
        await $client.get($item, allow_redirects=True)

try:
    async with @httpx.AsyncClient@() as $client:
        await $client.get($url)
except @requests.ConnectionError@:
    pass

try:
    $reply = @requests.get@($url)
except @requests.RequestException@ as $error:
    print($error.response)

async with @aiohttp.ClientSession@() as $session:
    async with $session.get($url) as $reply:
        $reply.json()

await other($url)

await Api().work($url)

await @asyncio.sleep@(1)
""".strip().split("\n\n")
_AROUND = (
    "{}",
    "if $url:\n{}\nelse:\n    pass",
    "while $url:\n{}\n    break",
    "try:\n{}\nfinally:\n    print($url)",
    "with open($url) as $file:\n{}",
    "for $each in [$url]:\n{}",
    "async def $inner($item):\n{}\nawait $inner($url)",
)


class Program(NamedTuple):
    """What is written down: bodies of functions."""

    ask: str
    method: str
    coroutines: tuple[str, ...]
    work: str

    def files(self, spelling: Spelling) -> dict[str, str]:
        """Return the modules of the program by the names of their files; lines do not depend on the spelling."""
        helpers = [
            "shared = @requests.Session@()",
            _function("def ask($url):", self.ask),
            f"class Api:\n{_indented(_function('def ask(self, $url):', self.method))}",
        ]
        if spelling.helpers:
            helpers_file = {f"{spelling.helpers}.py": written("\n".join(helpers), spelling)}
            first = f"from {spelling.helpers} import Api, ask, shared"
        else:
            helpers_file, first = {}, "\n".join(helpers)
        bodies = [_function(f"async def main{n}($url):", body) for n, body in enumerate(self.coroutines)]
        last = f"class Twin(Api):\n{_indented(_function('async def work(self, $url):', self.work))}"
        text = "\n".join([first, "async def other($url):\n    return $url", *bodies, last])
        return {"main.py": written(text, spelling), **helpers_file}

    def text(self, spelling: Spelling = Spelling()) -> str:  # noqa: B008  (it cannot be changed)
        """Return the program as one module."""
        return self.files(spelling)["main.py"]


def _around(body: str, around: str) -> str:
    return around.replace("{}", _indented(body) if around != "{}" else body)


def _function(head: str, body: str) -> str:
    return f"{head}\n{_indented(body)}"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))


def _bodies(steps: Sequence[str], around: tuple[str, ...]) -> st.SearchStrategy[str]:
    step = st.builds(_around, st.sampled_from(steps), st.sampled_from(around))
    return st.lists(step, min_size=1, max_size=3).map("\n".join)


_SYNC_BODY = _bodies(_PLAIN, _AROUND[:-1])
_ASYNC_BODY = _bodies((*_PLAIN, *_ASYNC), _AROUND)
PROGRAMS = st.builds(
    Program, _SYNC_BODY, _SYNC_BODY, st.lists(_ASYNC_BODY, min_size=1, max_size=3).map(tuple), _ASYNC_BODY
)
