"""What callers know of a function, one kind of knowledge at a time: of plain ones, and of such as call themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from call_graphs import Small
from flake8_fakeasync import Session
from flake8_fakeasync.analysis.handlers.guarded_code import Effects, GuardedCode, Guards
from flake8_fakeasync.analysis.infer.functions import function_result
from flake8_fakeasync.analysis.lifetimes.creations import Creations
from flake8_fakeasync.analysis.lifetimes.value_flow import ValueFlow
from flake8_fakeasync.analysis.reach.asked_parameters import AskedParameters
from flake8_fakeasync.analysis.reach.call_context import CallContext
from flake8_fakeasync.analysis.values import Instance

if TYPE_CHECKING:
    from pathlib import Path

_SELF = "def a():\n    {0}\n    {1}a()\n"
_TWO = "def a():\n    {1}b()\ndef b():\n    {0}\n    {1}a()\n"
_THREE = "def a():\n    {1}b()\ndef b():\n    {1}c()\ndef c():\n    {0}\n    {1}a()\n"
_SHAPES = {"plain": "def a():\n    {0}\n", "self": _SELF, "two": _TWO, "three": _THREE}
_SHAPED = pytest.mark.parametrize("shape", _SHAPES.values(), ids=_SHAPES)


def small(text: str) -> Small:
    """Return a program whose libraries are imported."""
    return Small(f"import asyncio, httpx, requests\n{text}")


@_SHAPED
def test_returned(shape: str) -> None:
    """What a function returns: what any of those returns that it returns the result of."""
    program = small(shape.format("if some(): return requests.Session()", "return "))
    for name in "abc"[: shape.count("def ")]:
        assert function_result(program.program.evaluator, program.value(name)) == {Instance("requests.Session", "")}


def test_returned_by_rounds() -> None:
    """A cycle is gone through until nothing is added: what `b` adds to the result of `a` is a result of `a`."""
    text = "def a():\n    if some(): return requests.Session()\n    return b()\ndef b():\n    return a().headers\n"
    expected = {
        "a": {Instance("requests.Session", ""), Instance("requests.Session", "headers")},
        "b": {Instance("requests.Session", "headers")},
    }
    for order in ("ab", "ba"):
        program = small(text)
        assert {name: function_result(program.program.evaluator, program.value(name)) for name in order} == expected


@_SHAPED
def test_blocks(shape: str) -> None:
    """What a function blocks, and the path to it."""
    program = small(shape.format("requests.get('https://example.org')", ""))
    names = "abc"[: shape.count("def ")]
    for start, name in enumerate(names):
        path = program.program.graph.path(CallContext(program.value(name)), "http")
        assert path is not None
        assert "".join(frame.function for frame in path.frames) == names[start:]
        assert path.blocking.name == "requests.get()"


def test_blocks_nothing() -> None:
    """Functions that call each other and nothing else block nothing."""
    program = small(_TWO.format("pass", ""))
    assert [program.program.graph.path(CallContext(program.value(name)), "http") for name in "ab"] == [None, None]


@pytest.mark.parametrize("depth", range(8))
def test_asked_parameters(depth: int) -> None:
    """Which parameters matter: those that are tested, through at most six functions in between."""
    chain = "".join(f"def f{number}(p):\n    f{number + 1}(p)\n" for number in range(depth))
    program = small(f"{chain}def f{depth}(p, q):\n    if p: f{depth}(p, 1)\n")
    function = program.function("f0")
    asked = AskedParameters(program.program.evaluator, program.program.edges.run_by).asked(program.module, function)
    assert asked.tested == ({function.parameters[0].value} if depth <= 6 else set())


@_SHAPED
def test_effects(shape: str) -> None:
    """What a function does over HTTP, and which exceptions may come out of it."""
    program = small(shape.format("httpx.get('https://example.org')", ""))
    for name in "abc"[: shape.count("def ")]:
        code = GuardedCode(program.module, program.function(name).region)
        found = program.program.service(Guards).effects([code])
        assert found == Effects(frozenset({"httpx"}), frozenset({"httpx"}), unknown=False, system=False, status=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def a(work): return asyncio.to_thread(work)\n", True),
        ("def a(work): return b(work)\ndef b(work): return asyncio.to_thread(work)\n", True),
        ("def a(work):\n    if some(): return a(work)\n    return asyncio.to_thread(work)\n", True),
        ("def a(work): return b(work)\ndef b(work): return a(work) or asyncio.to_thread(work)\n", True),
        ("def a(work): return b(work)\ndef b(work): return c(work)\ndef c(work): return a(work)\n", False),
    ],
)
def test_wrappers(text: str, *, expected: bool) -> None:
    """Whether a function hands its argument to a thread."""
    program = small(text)
    wrapper = program.program.offloads.wrappers.of(program.value("a"))
    assert (wrapper is not None) == expected
    assert wrapper is None or (wrapper.parameter, wrapper.position, wrapper.later) == ("work", 0, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def a(): return httpx.AsyncClient()\n", "httpx.AsyncClient"),
        ("def a(): return b()\ndef b(): return httpx.AsyncClient()\n", "httpx.AsyncClient"),
        ("KEPT = httpx.AsyncClient()\ndef a(): return KEPT\n", ""),
        ("def a(): return a() or httpx.AsyncClient()\n", ""),  # in a cycle: unknown
        ("def a(): return b()\ndef b(): return c()\ndef c(): return a() or httpx.AsyncClient()\n", ""),
    ],
)
def test_factories(text: str, expected: str) -> None:
    """Whether a function returns a new client each time."""
    program = small(f"{text}async def main(): a()\n")
    creation = Creations(program.program).of(program.module, program.call("main"))
    assert (creation.cls.name if creation is not None else "") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("print(client)", set()),
        ("await a(client)\n    print(client)", set()),
        ("strange.thing = client", {"stored"}),
        ("await b(client)\nasync def b(client):\n    await a(client)\n    strange.thing = client", {"stored"}),
        (
            "await b(client)\nasync def b(client):\n    await c(client)\nasync def c(client):\n    await a(client)",
            set(),
        ),
    ],
)
def test_escapes(body: str, expected: set[str]) -> None:
    """What becomes of a client that is passed to a function."""
    main = "async def main():\n    client = httpx.AsyncClient()\n    await a(client)\n"
    program = small(f"async def a(client):\n    {body}\n{main}")
    cls = program.program.evaluator.catalog.cls("httpx.AsyncClient")
    assert cls is not None
    home = program.function("main")
    created = program.module.calls(home.id)[0]
    assert ValueFlow(program.program.evaluator, program.module, cls, home.id).follow(created.id).handed == expected


@pytest.mark.parametrize(
    ("callers", "expected"),
    [
        ("def one(): a(requests.Session())\n", {"requests.Session"}),
        ("def one(): a(requests.Session())\ndef two(): a(httpx.Client())\n", {"requests.Session", "httpx.Client"}),
        ("def one(): a(requests.Session())\ndef two(x): a(x)\n", set()),
        ("def one(): a(requests.Session())\nasync def b(x): await a(x)\n", set()),  # nobody calls `b`
        ("def one(): a(requests.Session())\nstrange(a)\n", set()),  # who calls that is unknown
    ],
)
def test_callers(callers: str, expected: set[str], tmp_path: Path) -> None:
    """What all callers of a coroutine pass; itself, with what it is given, is no other caller."""
    path = tmp_path / "small.py"
    (tmp_path / "setup.cfg").touch()
    path.write_text(f"import httpx, requests\nasync def a(x):\n    await a(x)\n{callers}", encoding="utf-8")
    program = Small(path.read_text(encoding="utf-8"), path)
    function = program.function("a")
    found = program.program.evaluator.callers.of_parameter(program.module, function, function.parameters[0])
    assert {value.name for value in found if isinstance(value, Instance)} == expected


def test_many_implementations() -> None:
    """Twelve implementations of a method each know what they are called with."""
    head = "import requests\nclass Base:\n    def load(self, url, online=True): ...\n"
    body = "    def load(self, url, online=True):\n        return requests.get(url) if online else None\n"
    classes = "".join(f"class Source{number}(Base):\n{body}" for number in range(12))
    asked = "async def main(source: Base):\n    source.load('a')\n    source.load('b', online=False)\n"
    found = Session().check_text(f"{head}{classes}{asked}")
    assert [(one.rule.code, one.line) for one in found] == [("JAM102", 3 + 12 * 3 + 2)]
