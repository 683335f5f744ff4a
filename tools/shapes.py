"""Code whose analysis may grow faster than the code: each shape is written from a size."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD = "import asyncio, contextlib, functools, httpx, requests\n"
_END = "\nasync def last(url):\n    requests.get(url)\n"


def _lines(size: int, line: Callable[[int], str], first: str = "", last: str = "") -> str:
    return "\n".join([first, *map(line, range(size)), last])


def _falsy_parameters(size: int) -> str:
    """Return functions of many optional parameters, each call of which leaves out another."""
    names = [f"p{number}" for number in range(size)]
    head = f"def f(url, {', '.join(f'{name}=None' for name in names)}):\n"
    calls = [
        f"    if {name}: f(url, {', '.join(f'{other}={other}' for other in names if other != name)})" for name in names
    ]
    return head + "\n".join(calls) + "\n    if p0: requests.get(url)\nasync def main(url, x):\n    f(url, p0=x)\n"


def _dense_attributes(size: int) -> str:
    """Return a class each attribute of which may be any other."""
    methods = (
        f"    def m{one}(self):\n" + "\n".join(f"        self.x{one} = self.x{other}" for other in range(size))
        for one in range(size)
    )
    first = "class A:\n    def __init__(self): self.x0 = requests.Session()"
    last = (
        "    async def go(self, c: httpx.AsyncClient):\n        self.x1.get('')\n        await c.post('', data=self.x1)"
    )
    return "\n".join([first, *methods, last])


def _dense_functions(size: int) -> str:
    """Return functions each of which may return what any other returns."""
    functions = (
        f"def f{one}(x):\n" + "\n".join(f"    if x == {other}: return f{other}(x)" for other in range(size))
        for one in range(size)
    )
    return "\n".join([*functions, "def f(x): return requests.Session()", "async def go(x): f1(x).get('')"])


def _handed_on(size: int, given: str, last: str) -> str:
    """Return functions each of which calls the next one very often with what it was given."""
    bodies = [f"\n    f{number + 1}({given})" * size for number in range(4)]
    return "".join(f"def f{number}({given}):{body}\n" for number, body in enumerate([*bodies, f" {last}"]))


def _types_and_uses(size: int) -> str:
    """Return an attribute of many types that is used often."""
    classes = _lines(size, lambda n: f"class C{n}:\n    def get(self): return {n}")
    stores = _lines(size, lambda n: f"    def s{n}(self): self.x = C{n}()", "class A:")
    return classes + stores + _lines(size, lambda _: "        self.x.get()", "\n    async def go(self):")


def _implementations(size: int) -> str:
    """Return an abstract method that is called as often as it is implemented."""
    classes = _lines(size, lambda n: f"class C{n}(B):\n    def m(self, u): return requests.get(u)")
    base = "class B:\n    def m(self, u): raise NotImplementedError\n"
    return base + classes + _lines(size, lambda _: "    b.m('')", "\nasync def go(b: B):")


def _union(size: int) -> str:
    """Return a parameter of many types that is used often."""
    classes = _lines(size, lambda n: f"class C{n}:\n    def get(self): return {n}")
    types = " | ".join(f"C{n}" for n in range(size))
    return classes + _lines(size, lambda _: "    x.get()", f"\nasync def go(x: {types}):")


SHAPES: dict[str, Callable[[int], str]] = {
    "attribute chain": lambda size: f"async def f(x):\n    x{'.a' * size}.get()",
    "attributes of attributes": _dense_attributes,
    "choices": lambda size: _lines(
        size,
        lambda n: f"    if x == {n}: u = 'a'\n    if x: m = contextlib.nullcontext(m)\n    g = lambda: g",
        "async def f(c: httpx.AsyncClient, x, u=None, m=None, g=None):",
        "    await c.get(u, params={'a': u})\n    await c.get(u, params={})\n    try: g()\n    except m: pass",
    ),
    "classes derived in a row": lambda size: _lines(
        size, lambda n: f"class C{n + 1}(C{n}):\n    def m{n}(self): return self.m{max(n - 1, 0)}()",
        "class C0(requests.Session): pass", f"async def f(u): C{size}().get(u)",
    ),
    "classes derived from two": lambda size: _lines(
        size, lambda n: f"class C{n + 2}(C{n + 1}, C{n}):\n    def m{n}(self): return self.m{max(n - 1, 0)}()",
        "class C0(requests.Session): pass\nclass C1(C0): pass", f"async def f(u): C{size}().get(u)",
    ),
    "classes that keep clients": lambda size: _lines(
        size, lambda n: f"class C{n}:\n    def __init__(self): self.c{n} = httpx.AsyncClient()\n"
        f"    async def go(self): await self.c{n}.get('')",
    ),
    "clients that are closed": lambda size: _lines(
        size,
        lambda n: f"    c{n} = httpx.AsyncClient()\n    await c{n}.get('')\n    await c{n}.aclose()",
        "async def f():",
    ),
    "containers in containers": lambda size: _lines(
        size,
        lambda n: f"    v{n + 1} = (v{n}, [v{n}])\n    m{n + 1} = map(m{n}, m{n})",
        "async def f(v0, m0):",
        f"""    c = httpx.AsyncClient(transport=v{size})
    try:
        for x in m{size}: await c.get(x, params=v{size}, data=v{size})
    except v{size}: c.close()""",
    ),
    "dicts in dicts": lambda size: _lines(
        4,
        lambda n: f"    d{n + 1} = {{{', '.join(f'**d{n}' for _ in range(size))}}}",
        "async def f(c: httpx.AsyncClient):\n    d0 = {'a': 'b'}",
        "    await c.get('', params=d4)",
    ),
    "errors that are handed on": lambda size: _handed_on(size, "e", "pass")
    + "async def f(c: httpx.AsyncClient):\n    try: await c.get('')\n    except httpx.TimeoutException as e: f0(e)",
    "closings": lambda size: _lines(
        size,
        lambda n: f"    c{n + 1} = contextlib.closing(c{n})",
        "async def f(c0):",
        f"    await asyncio.to_thread(c{size})",
    ),
    "clients that are replaced": lambda size: _lines(
        size,
        lambda n: f"    def m{n}(self): self.c = httpx.AsyncClient()\n    async def go{n}(self): await self.c.get('')",
        "class A:",
    ),
    "falsy parameters": _falsy_parameters,
    "fields of one name": lambda size: _lines(
        size,
        lambda n: f"@dataclasses.dataclass\nclass C{n}:\n    next: 'C{(n + 1) % size}'\n"
        "    c: httpx.AsyncClient = dataclasses.field(default_factory=httpx.AsyncClient)\n"
        f"    def go(self): return C{n * 3 % size}(self.next, c=self.c)\n"
        "    async def get(self): await self.next.c.get('')",
        "import dataclasses",
    ),
    "functions returning functions": _dense_functions,
    "implementations that hand themselves on": lambda size: _lines(
        size,
        lambda n: f"class C{n}(B):\n    def m(self, o: B): o.m(self)",
        "class B:\n    def m(self, o): raise NotImplementedError",
        "async def f(b: B): b.m(b)",
    ),
    "implementations": _implementations,
    "ifs": lambda size: _lines(
        size, lambda n: f"    if x == {n}:\n        s = requests.Session()", "async def f(x, s=None):", "    s.get(x)"
    ),
    "isinstance": lambda size: _lines(
        size,
        lambda n: f"        if isinstance(e, (requests.HTTPError, httpx.HTTPError)): print({n})",
        "async def f(c: httpx.AsyncClient):\n    try: await c.get('')\n    except Exception as e:",
    ),
    "keywords that are passed on": lambda size: _handed_on(size, "**k", "httpx.get('', **k)")
    + "async def f(): f0(allow_redirects=True)",
    "loops that rebind": lambda size: _lines(
        size, lambda n: f"        a{n} = a{(n + 1) % size} or requests.Session()",
        "async def f(x):\n    a0 = None\n    for y in x:", "        a0.get(x)",
    ),
    "partials": lambda size: _lines(
        size,
        lambda n: f"    p{n + 1} = functools.partial(p{n}, 1)\n    p{n + 1}()",
        "async def f():\n    p0 = requests.get",
    ),
    "retries of retries": lambda size: _lines(
        size,
        lambda n: f"r{n + 1} = r{n} | r{n}",
        "from tenacity import retry, retry_if_exception_type\nr0 = retry_if_exception_type(requests.HTTPError)",
        f"@retry(retry=r{size})\nasync def f(c: httpx.AsyncClient): await c.get('')",
    ),
    "star imports": lambda size: _lines(size, lambda n: f"from m{n} import *")
    + _lines(size, lambda n: f"    n{n}.get('')", "\nasync def f():"),
    "streams": lambda size: _lines(
        size,
        lambda n: f"        async with c.stream('GET', u) as r{n}: r{n}.text; read(r{n})",
        "def read(r): return r.text\nasync def f(u):\n    async with httpx.AsyncClient() as c:",
    ),
    "streams that are handed on": lambda size: _handed_on(size, "r", "r.status_code")
    + "async def f(c: httpx.AsyncClient):\n    async with c.stream('GET', '') as r: f0(r)",
    "threads": lambda size: _lines(
        size, lambda n: f"def w{n}(u): return requests.get(u)\nasync def f{n}(u): await asyncio.to_thread(w{n}, u)"
    ),
    "types and uses": _types_and_uses,
    "union": _union,
    "while loops": lambda size: _lines(
        size, lambda _: "    while u:\n        u = requests.get(u)\n        if u: break", "async def f(u):"
    ),
    "with blocks": lambda size: _lines(
        size, lambda n: f"    async with httpx.AsyncClient() as c{n}: await c{n}.get(u)", "async def f(u):"
    ),
}  # fmt: skip


def program(shape: str, size: int) -> str:
    """Return the program of a shape and size; its last function blocks."""
    return f"{_HEAD}{SHAPES[shape](size)}{_END}"
