"""Code that nobody writes and machines generate: long, deep, circular. Each shape is judged, and fast enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judging import judged

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD = "import asyncio, httpx, requests\n"
_END = "\nasync def last(url):\n    requests.get(url)\n"


def nested(opening: str, deepest: int, body: str = "requests.get(x)", *, first: str = "async def f(x):") -> str:
    """Return blocks inside of blocks."""
    lines = [first, *(f"{' ' * depth}{opening}" for depth in range(1, deepest))]
    return "\n".join([*lines, f"{' ' * deepest}{body}"])


def repeated(count: int, line: Callable[[int], str], first: str = "") -> str:
    """Return numbered lines."""
    return "\n".join([first, *map(line, range(1, count))])


SHAPES = {
    "aliases": repeated(3000, lambda n: f"f{n} = f{n - 1}", "f0 = requests.get") + "\nasync def f(u):\n f2999(u)",
    "attributes": "async def f(x):\n" + repeated(3000, lambda _: " x = x.a") + "\n x.get()",
    "bases": repeated(1500, lambda n: f"class C{n}(C{n - 1}): pass", "class C0(requests.Session): pass")
    + "\nasync def f(u):\n C1499().get(u)",
    "both bases": repeated(400, lambda n: f"class C{n}(C{n - 1}, C{max(n - 2, 0)}): pass", "class C0: pass")
    + "\nasync def f(u):\n C399().get(u)",
    "branches": "async def f(x, y=None):\n"
    + repeated(1500, lambda n: f" if x == {n}:\n  y = requests.Session()")
    + "\n y.get(x)",
    "calls": repeated(3000, lambda n: f"def f{n}(u): return f{n - 1}(u)", "def f0(u): return requests.get(u)")
    + "\nasync def f(u):\n f2999(u)",
    "chain": f"async def f(x):\n x{'.get(x)' * 400}",
    "circle of bases": "class A(B): pass\nclass B(A): pass\nasync def f(u):\n A().get(u)\n B.post(u)",
    "circle of calls": repeated(500, lambda n: f"def f{n}(u): return f{(n + 1) % 500}(u)", "def f0(u): return f1(u)")
    + "\nasync def f(u):\n f3(u).get()",
    "circle of names": "a = b\nb = a\nasync def f(u):\n a.get(u)\n b().get(u)",
    "circle of globals": "hook = None\ndef later():\n global hook\n hook = hook or print\n"
    "async def f(u):\n async with httpx.AsyncClient() as c: await c.get(hook)",
    "comprehension": f"async def f(x):\n [requests.get(a) {'for a in x ' * 300}]",
    "concatenation": f"async def f(x):\n return {' + '.join(['requests.get(x)'] * 800)}",
    "conditions": f"async def f(x):\n return {'requests.get(x) if x else ' * 80} httpx.get(x)",
    "decorators": "def d(f): return f\n" + "@d\n" * 1000 + "def g(u): return requests.get(u)\nasync def f(u): g(u)",
    "dictionary": f"async def f(x):\n return {{{', '.join(f'{n}: requests.get' for n in range(3000))}}}[x]()",
    "elif": "async def f(x, y=None):\n if x: pass\n"
    + repeated(700, lambda n: f" elif x == {n}: y = requests.Session()")
    + "\n y.get(x)",
    "factories": repeated(2000, lambda n: f"def f{n}(): return f{n - 1}()", "def f0(): return requests.Session()")
    + "\nasync def f(u):\n f1999().get(u)",
    "functions": nested("def f(x):", 90),
    "handlers": "async def f(x):\n try:\n  await httpx.AsyncClient().get(x)\n"
    + repeated(300, lambda _: " except requests.ConnectionError: pass"),
    "lambdas": f"async def f(x):\n return {'lambda: ' * 90} requests.get(x)",
    "lists": f"async def f(x):\n return {'[' * 90}requests.get(x){']' * 90}",
    "long": repeated(3000, lambda n: f"async def f{n}(u): return requests.get(u).json()"),
    "loops": nested("for x in x:", 90),
    "loops that rebind": nested(
        "while x:", 60, "x = x.y; s = s or requests.Session(); s.get(x)", first="async def f(x, s):"
    ),
    "managers": f"async def f(x):\n with {', '.join(f'requests.Session() as s{n}' for n in range(500))}:\n  s1.get(x)",
    "match": "async def f(x):\n match x:\n" + repeated(1000, lambda n: f"  case {n}: requests.get(x)"),
    "methods": "class C:\n"
    + repeated(1500, lambda n: f" def f{n}(self): return self.f{n - 1}()", " def f0(self): return requests.get('')")
    + "\n async def f(self):\n  self.f1499()",
    "nested classes": nested("class C:", 90, "async def f(self): requests.get(self)", first="class C:"),
    "offloads": "async def f(x):\n" + repeated(1000, lambda _: " await asyncio.to_thread(requests.get, x)"),
    "partials": "import functools\n"
    + repeated(1000, lambda n: f"f{n} = functools.partial(f{n - 1}, 1)", "f0 = requests.get")
    + "\nasync def f(u):\n f999()",
    "statements": "async def f(x):\n" + repeated(5000, lambda _: " x = requests.get(x)"),
    "strings": "x: " + repr("list[" * 60 + "int" + "]" * 60) + "\nasync def f(): x.get()",
    "subscripts": f"async def f(x):\n x{'[0]' * 1500}.get(x)",
    "tests": f"async def f(x):\n return {' and '.join(['requests.get(x)'] * 1500)}",
    "tries": nested("try:", 45) + "\n" + "\n".join(f"{' ' * n}except OSError: x = 1" for n in range(44, 0, -1)),
    "tuple": f"async def f(x):\n {', '.join(f'a{n}' for n in range(2000))} = x\n a3.get()",
    "unary": f"async def f(x):\n return {'not ' * 900} requests.get(x)",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shape(shape: str) -> None:
    """No failure, no hang, and what stands after it is judged as ever."""
    text = f"{_HEAD}{SHAPES[shape]}{_END}"
    found = judged(text)
    assert (len(text.splitlines()), "JAM101") in {(one.line, one.rule.code) for one in found}
