"""What callers know of a function: a fixed point, in whatever order functions are asked and defined."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from hypothesis import given, settings

from call_graphs import Graph, Small, answers, graphs
from flake8_fakeasync.analysis.handlers.guarded_code import Effects, GuardedCode, Guards
from flake8_fakeasync.analysis.infer.functions import function_result
from flake8_fakeasync.analysis.infer.wrappers import LAYERS
from flake8_fakeasync.analysis.lifetimes.creations import Creations
from flake8_fakeasync.analysis.lifetimes.value_flow import ValueFlow
from flake8_fakeasync.analysis.reach.asked_parameters import AskedParameters
from flake8_fakeasync.analysis.reach.call_context import CallContext
from flake8_fakeasync.analysis.values import Instance, Iterable, Several, ValueSet, together

if TYPE_CHECKING:
    from collections.abc import Callable

_often = settings(max_examples=15, deadline=None)
_PLAIN = "def f{}():"


def _written(head: str, last: str = "") -> Callable[[Graph], str]:
    return lambda graph: graph.text(head, last)


def _returned(small: Small, number: int) -> ValueSet:
    return function_result(small.program.evaluator, small.value(f"f{number}"))


def _names(values: ValueSet) -> frozenset[str]:
    return frozenset(value.name for value in values if isinstance(value, Instance) and not value.path)


def _contents(values: ValueSet) -> ValueSet:
    parts = [part for value in values if isinstance(value, Several) for part in value.parts]
    return together([*parts, *(value.element for value in values if isinstance(value, Iterable))])


_MADE = ("if some(): return requests.Session()", "if some(): return httpx.Client()")
_PASSED_ON, _LISTED = "if some(): return {}()", "if some(): return [{}()]"
_CHANGED = (_PASSED_ON, _LISTED, "if some(): return {}()[0]", "if some(): return {}().headers", "return {}() or some()")


@_often
@given(graphs(_MADE, (_PASSED_ON, _LISTED)))
def test_returned(graph: Graph) -> None:
    """What functions return, themselves and in lists."""

    def ask(small: Small, number: int) -> tuple[frozenset[str], frozenset[str]]:
        found = _returned(small, number)
        return _names(found), _names(_contents(found))

    def answer(
        graph: Graph, number: int, known: list[tuple[frozenset[str], frozenset[str]]]
    ) -> tuple[frozenset[str], frozenset[str]]:
        found, listed = set[str](), set[str]()
        for step in graph.functions[number]:
            if step.target is None:
                found.add(step.text.split()[-1].removesuffix("()"))
            elif step.text == _PASSED_ON:
                found |= known[step.target][0]
                listed |= known[step.target][1]
            else:
                listed |= known[step.target][0]
        return frozenset(found), frozenset(listed)

    nothing = frozenset[str]()
    assert answers(graph, _written(_PLAIN), ask) == graph.least((nothing, nothing), answer)


@_often
@given(graphs(_MADE, _CHANGED))
def test_returned_changed(graph: Graph) -> None:
    """Attributes and items of what is returned, which may grow from round to round."""
    answers(graph, _written(_PLAIN), lambda small, number: _shown(_returned(small, number)))


def _shown(values: ValueSet) -> object:
    """Return values without the numbers of functions, which depend on the order."""
    return frozenset((value.tag, _shown(_contents(frozenset({value}))), getattr(value, "name", "")) for value in values)


_BLOCKS = {"requests.get('https://example.org')": "http", "time.sleep(1)": "local"}


@_often
@given(graphs((*_BLOCKS, "some()"), ("{}()",)))
def test_blocks(graph: Graph) -> None:
    """The shortest path to what blocks, of each kind."""

    def ask(small: Small, number: int) -> list[tuple[list[str], str] | None]:
        paths = [small.program.graph.path(CallContext(small.value(f"f{number}")), kind) for kind in _BLOCKS.values()]
        return [path and ([frame.function for frame in path.frames], path.blocking.name) for path in paths]

    def shown(paths: list[tuple[list[str], str] | None]) -> object:
        return [path and len(path[0]) for path in paths]  # of several that are as short, the text decides

    for number, paths in enumerate(answers(graph, _written(_PLAIN), ask, shown)):
        for line, path in zip(_BLOCKS, paths, strict=True):
            frames = path[0] if path else []
            assert len(frames) == (graph.distance(number, line) or 0)
            assert not path or (frames[0], path[1]) == (
                f"f{number}",
                line.replace("(1)", "()").replace("('https://example.org')", "()"),
            )
            for caller, callee in itertools.pairwise(frames):
                assert int(callee[1:]) in {step.target for step in graph.functions[int(caller[1:])]}


@_often
@given(graphs(("some(p)", "if p: requests.get('https://example.org')"), ("{}(p)", "{}(1)")))
def test_asked_parameters(graph: Graph) -> None:
    """Parameters that matter: those that are tested, or passed on to one that is."""

    def ask(small: Small, number: int) -> bool:
        asked = AskedParameters(small.program.evaluator, small.program.edges.run_by)
        function = small.function(f"f{number}")
        return function.parameters[0].value in asked.asked(small.module, function).tested

    def answer(graph: Graph, number: int, known: list[bool]) -> bool:
        steps = graph.functions[number]
        passed_on = {step.target for step in steps if step.target is not None and step.text == "{}(p)"}
        return any(step.text.startswith("if p") for step in steps) or any(known[each] for each in passed_on)

    assert answers(graph, _written("def f{}(p):"), ask) == graph.least(start=False, answer=answer)


_RAISES = {
    "requests.get('https://example.org')": {"requests", "urllib3", "http.client"},
    "httpx.get('https://example.org')": {"httpx"},
}


@_often
@given(graphs((*_RAISES, "strange.thing()", "len('')"), ("{}()",)))
def test_effects(graph: Graph) -> None:
    """What is done over HTTP, and which exceptions may come out."""

    def ask(small: Small, number: int) -> Effects:
        code = GuardedCode(small.module, small.function(f"f{number}").region)
        return small.program.service(Guards).effects([code])

    for number, effects in enumerate(answers(graph, _written(_PLAIN), ask)):
        lines = graph.lines(number)
        assert effects.unknown == ("strange.thing()" in lines)
        if not effects.unknown:
            assert effects.uses == {line.partition(".")[0] for line in lines & set(_RAISES)}
            assert effects.raises == set[str]().union(*(_RAISES[line] for line in lines & set(_RAISES)))


_HANDED = "if some(): return asyncio.to_thread(work)"


@_often
@given(graphs((_HANDED, "some()"), ("if some(): return {}(work)", "{}(some)")))
def test_wrappers(graph: Graph) -> None:
    """Which functions hand their argument to a thread, at most three layers deep."""

    def ask(small: Small, number: int) -> bool:
        return small.program.offloads.wrappers.of(small.value(f"f{number}")) is not None

    def answer(graph: Graph, number: int, known: list[int]) -> int:
        steps = graph.functions[number]
        passed_on = [known[step.target] + 1 for step in steps if step.target is not None and "work" in step.text]
        return min([*passed_on, *(1 for step in steps if step.text == _HANDED), LAYERS + 1])

    layers = graph.least(LAYERS + 1, answer)
    assert answers(graph, _written("def f{}(work):"), ask) == [each <= LAYERS for each in layers]


_FRESH = {
    "if some(): return httpx.AsyncClient()": "httpx.AsyncClient",
    "if some(): return aiohttp.ClientSession()": "aiohttp.ClientSession",
}
_FACTORY_USED = "async def use{0}():\n    f{0}()\n"


@_often
@given(graphs(tuple(_FRESH), (_PASSED_ON,)))
def test_factories(graph: Graph) -> None:
    """Which functions create a client of one class each time; one in a cycle is not known to."""

    def ask(small: Small, number: int) -> str:
        creation = Creations(small.program).of(small.module, small.call(f"use{number}"))
        return creation.cls.name if creation is not None else ""

    def answer(graph: Graph, number: int, known: list[str]) -> str:
        steps = graph.functions[number]
        made = {_FRESH[step.text] if step.target is None else known[step.target] for step in steps}
        return made.pop() if len(made) == 1 else ""

    assert answers(graph, _written(_PLAIN, _FACTORY_USED), ask) == graph.least("", answer)


_ESCAPES = {"await client.aclose()": "argument", "strange.thing = client": "stored"}
_LENT = "async def use{0}():\n    client = httpx.AsyncClient()\n    await f{0}(client)\n"


@_often
@given(graphs((*_ESCAPES, "print(client)"), ("await {}(client)", "await {}(None)")))
def test_escapes(graph: Graph) -> None:
    """What becomes of a client: all that the functions do that it is passed to."""

    def ask(small: Small, number: int) -> frozenset[str]:
        evaluator, home = small.program.evaluator, small.function(f"use{number}")
        cls = evaluator.catalog.cls("httpx.AsyncClient")
        assert cls is not None
        created = small.module.calls(home.id)[0]
        return frozenset(ValueFlow(evaluator, small.module, cls, home.id).follow(created.id).handed)

    def answer(graph: Graph, number: int, known: list[frozenset[str]]) -> frozenset[str]:
        steps = [step for step in graph.functions[number] if "client" in step.text]
        if not steps:
            return frozenset({"argument"})  # who does not use it may be there to be overridden
        own = {_ESCAPES[step.text] for step in steps if step.text in _ESCAPES}
        return frozenset(own).union(*(known[step.target] for step in steps if step.target is not None))

    assert answers(graph, _written("async def f{}(client):", _LENT), ask) == graph.least(frozenset[str](), answer)
