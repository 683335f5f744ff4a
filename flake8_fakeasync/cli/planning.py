"""The steps from code that blocks to code that is async: from the blocking calls upwards, read off the call paths."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.reach.call_context import CallContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.diagnostics import Violation


class Function(NamedTuple):
    """A function of the project: its file, an absolute path, and its qualified name there."""

    file: str
    name: str


class Action(NamedTuple):
    """Something to do on a line."""

    file: str
    line: int
    text: str


class Plan(NamedTuple):
    """What to do, in order.

    `functions` become `async def`, each after those that it calls; `callers` are their actions in functions that stay
    as they are, because they are async already or because nothing async calls them.
    """

    functions: list[tuple[Function, list[Action]]]
    awaits: list[Action]
    sync_callers: list[Action]
    others: dict[str, list[Action]]


_CLASS = "JAM203"  # its methods are reported themselves
_SECTIONS = {"JAM3": "Clients", "JAM4": "Handlers", "JAM5": "Idioms of the library that goes"}


def plan(violations: Iterable[Violation], program: Program) -> Plan:
    """Return the plan for these violations of a program that was checked."""
    heights: dict[Function, int] = {}
    actions: defaultdict[Function, set[Action]] = defaultdict(set)
    awaits: set[Action] = set()
    others: defaultdict[str, list[Action]] = defaultdict(list)
    for found in violations:
        section = _SECTIONS.get(found.rule.code[:4])
        if section is not None:
            others[section].append(Action(found.path, found.line, f"{found.rule.code} {found.message}"))
        elif found.rule.code != _CLASS:
            awaits.add(Action(found.path, found.line, _awaited(found) if found.frames else _replaced(found)))
            for height, frame in enumerate(reversed(found.frames)):
                function = Function(frame.file, frame.function)
                heights[function] = max(heights.get(function, 0), height)
            for frame in found.frames[-1:]:
                actions[Function(frame.file, frame.function)].add(Action(frame.file, frame.line, _replaced(found)))
    calls = list(_calls(program, heights))
    for caller, _, action in calls:
        if caller in heights:
            actions[caller].add(action)
    sync_callers = {action for caller, is_async, action in calls if not (is_async or caller in heights)}
    ordered = sorted(heights, key=lambda function: (heights[function], function))
    functions = [(function, sorted(actions[function])) for function in ordered]
    return Plan(functions, sorted(awaits), sorted(sync_callers), others)


def _replaced(found: Violation) -> str:
    advice = found.fields.get("advice") or f"use {found.fields.get('instead', 'an async client')}"
    return f"await instead of `{found.fields['culprit']}`: {advice}"


def _awaited(found: Violation) -> str:
    return f"await `{found.frames[0].function}()`" + (
        ", without the thread" if found.rule.code.startswith("JAM2") else ""
    )


def _calls(program: Program, wanted: dict[Function, int]) -> Iterator[tuple[Function, bool, Action]]:
    """Yield the calls of functions that change: the caller, whether it is async, and what to do there."""
    for module in program.project.loaded():
        for function in module.functions():
            caller = Function(module.path, function.qualname or "<module>")
            for edge in program.edges.of(module, function):
                if not isinstance(edge.target, CallContext):
                    continue
                home = program.project.module(edge.target.function.module)
                called = home.function(edge.target.function.scope).qualname if home is not None else ""
                if Function(edge.target.function.module, called) in wanted:
                    yield caller, function.is_async, Action(module.path, edge.line, f"await `{called}()`")
