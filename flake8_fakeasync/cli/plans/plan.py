"""The steps in order: clients first, then functions from the blocking calls upwards, then what rests on them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.cli.plans.clients import Clients
from flake8_fakeasync.cli.plans.handlers import moving
from flake8_fakeasync.cli.plans.steps import Action, Function, Replaced, becoming, function_named, in_order
from flake8_fakeasync.cli.plans.threads import Staying, handed_over, stays
from flake8_fakeasync.cli.plans.upwards import Upwards
from flake8_fakeasync.disk.reader import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
    from flake8_fakeasync.diagnostics import Violation

_OFFLOADED = "JAM2"
_SKIPPED = {"JAM000", "JAM203"}  # a failure of ours; a class whose methods are reported themselves
_CLIENTS, _LOOP, _SYNC = (
    "Create the clients, and close them",
    "In functions that run on the event loop already",
    "Sync code that calls what becomes async: keep a sync version, or use `asyncio.run`",
)
_THREADS, _HANDLERS, _LOCKS = "What runs in a thread", "Handlers", "Locks"
_SECTIONS = {
    "JAM14": _LOCKS,
    "JAM202": "Calls that come too early",
    "JAM204": "Coroutine functions in threads",
    "JAM3": "Clients that are not closed",
    "JAM4": _HANDLERS,
    "JAM5": "Idioms of the library that goes",
}


class Step(NamedTuple):
    """One step: a title, in which `{place}` is the file if it concerns one, and what to do, by line."""

    title: str
    file: str
    actions: list[Action]


class Plan:
    """The plan for violations of a program that was checked."""

    def __init__(self, violations: Iterable[Violation], program: Program) -> None:
        self._program = program
        self._actions: defaultdict[Function, set[Action]] = defaultdict(set)
        self._sections: defaultdict[str, set[Action]] = defaultdict(set)
        violations = list(violations)
        paths = [found for found in violations if not self._is_listed(found)]
        upwards = Upwards(program, (frame for found in paths for frame in found.frames))
        self._functions = upwards.in_order()
        replaced = {*upwards.replaced, *(_replaced(found) for found in paths if not found.frames)}
        self._sections[_CLIENTS].update(Clients(program).actions(replaced))
        self._add_calls(paths, replaced, upwards)
        self._add_threads({(absolute(found.path), found.line) for found in violations})
        self._add_handlers(paths, replaced)

    def steps(self) -> Iterator[Step]:
        """Yield the steps in order; each function comes after those that it calls."""
        yield from self._section(_CLIENTS)
        for function in self._functions:
            title = becoming(function, self._facts(function)).step
            yield Step(title, function.file, in_order(self._actions[function]))
        for title in (_LOOP, _THREADS, *dict.fromkeys(_SECTIONS.values()), _SYNC):
            yield from self._section(title)

    def _section(self, title: str) -> Iterator[Step]:
        if self._sections[title]:
            yield Step(title, "", in_order(self._sections[title]))

    def _is_listed(self, found: Violation) -> bool:
        """Put a report into its section; return whether it has one, or says nothing that others do not."""
        code, file = found.rule.code, absolute(found.path)
        section = next((title for start, title in _SECTIONS.items() if code.startswith(start)), None)
        if section is not None:
            self._sections[section].add(Action(file, found.line, f"{code} {found.message}"))
        elif code not in _SKIPPED and stays(code, found.fields.get("instead", "")):
            section = _THREADS
            self._sections[section].add(handed_over(found, file))
        return section is not None or code in _SKIPPED

    def _add_calls(self, paths: list[Violation], replaced: set[Replaced], upwards: Upwards) -> None:
        """Note what is awaited where: blocking calls, and calls of what becomes async."""
        for found in paths:
            if found.frames:
                first = found.frames[0]
                awaited = self._awaited(Function(first.file, first.function))
                without = ", without the thread" if found.rule.code.startswith(_OFFLOADED) else ""
                self._sections[_LOOP].add(Action(absolute(found.path), found.line, awaited + without))
        for each in replaced:
            self._note(each.file, each.action)
        on_loop = {(action.file, action.line) for action in self._sections[_LOOP]}
        becoming_async = set(self._functions)
        for call in upwards.calls:
            action = Action(call.caller.file, call.line, self._awaited(call.called))
            if call.caller in becoming_async:
                self._actions[call.caller].add(action)
            elif not call.is_async and (action.file, action.line) not in on_loop:
                self._sections[_SYNC].add(action)

    def _note(self, file: str, action: Action) -> None:
        """Note what to do in the function around a line."""
        module = self._program.project.module(file)
        owners = {
            Function(file, module.facts.function_of(call.region).qualname)
            for call in (module.rows(Call) if module is not None else ())
            if call.line == action.line and module is not None
        }
        mine = [function for function in self._functions if function in owners]
        for function in mine:
            self._actions[function].add(action)
        if not mine:
            self._sections[_LOOP].add(action)

    def _awaited(self, function: Function) -> str:
        return becoming(function, self._facts(function)).call

    def _facts(self, function: Function) -> FunctionFacts | None:
        return function_named(self._program.project.module(function.file), function.name)

    def _add_threads(self, reported: set[tuple[str, int]]) -> None:
        touched = set(self._functions)
        lines: defaultdict[str, set[int]] = defaultdict(set)
        for action in self._sections[_LOOP]:
            lines[action.file].add(action.line)
        for file in lines:
            module = self._program.project.module(file)
            for function in module.functions() if module is not None else ():
                if module is not None and any(call.line in lines[file] for call in module.calls(function.id)):
                    touched.add(Function(file, function.qualname))
        staying = Staying(self._program, reported)
        for here, action in staying.local(self._functions):
            self._actions[here].add(action)
        self._sections[_THREADS].update(staying.offloads(touched))

    def _add_handlers(self, paths: list[Violation], replaced: set[Replaced]) -> None:
        """Note the handlers around what is replaced, or leads there, but for those that are reported."""
        reported = {(action.file, action.line) for action in self._sections[_HANDLERS]}
        calls: defaultdict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
        for each in (*replaced, *map(_replaced, paths)):
            calls[each.libraries].add((each.file, each.line))
        for found in paths:
            calls[_replaced(found).libraries].update((frame.file, frame.line) for frame in found.frames)
        for (old, new), places in sorted(calls.items()):
            for action in moving(self._program, places, frozenset({old}), new):
                if (action.file, action.line) not in reported:
                    self._sections[_HANDLERS].add(action)


def _replaced(found: Violation) -> Replaced:
    fields, in_thread = found.fields, found.rule.code.startswith(_OFFLOADED)
    instead, advice = fields.get("instead", "an async client"), fields.get("advice", "")
    return Replaced(
        absolute(found.path), found.line, found.end_line, fields["culprit"], instead, advice, in_thread=in_thread
    )
