"""What a plan is made of: functions, and what to do on a line of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts

_CONSTRUCTORS = frozenset({"__init__", "__new__", "__post_init__"})
# What Python calls by these names cannot be awaited; these are their async counterparts.
_PROTOCOLS = {"__enter__": "__aenter__", "__exit__": "__aexit__", "__iter__": "__aiter__", "__next__": "__anext__"}


class Function(NamedTuple):
    """A function of the project: its file, an absolute path, and its qualified name there."""

    file: str
    name: str


class Action(NamedTuple):
    """Something to do on a line of a file."""

    file: str
    line: int
    text: str


class Replaced(NamedTuple):
    """A blocking call to replace: its span, its name, and the replacement.

    `advice` says that in words; `in_thread` tells that it is handed to a thread there.
    """

    file: str
    line: int
    end_line: int
    culprit: str
    instead: str
    advice: str = ""
    in_thread: bool = False

    @property
    def action(self) -> Action:
        """What to do about it."""
        return Action(
            self.file, self.line, f"await instead of `{self.culprit}`: {self.advice or f'use {self.instead}'}"
        )

    @property
    def libraries(self) -> tuple[str, str]:
        """The library that goes, and the one that comes."""
        return self.culprit.partition(".")[0], self.instead.partition(".")[0]


class Becoming(NamedTuple):
    """How a sync function becomes async: the step for itself, with `{place}` for its file, and what callers write."""

    step: str
    call: str


def becoming(function: Function, facts: FunctionFacts | None) -> Becoming:
    """Return how a function becomes async; its facts, if known, say whether it is a generator."""
    owner, _, last = function.name.rpartition(".")
    if last in _CONSTRUCTORS:
        made = f"{owner}.create()"
        return Becoming(
            f"`{function.name}()`{{place}} cannot be async: do this in an async class method, `{made}`",
            f"await `{made}` instead of `{owner}()`",
        )
    if last in _PROTOCOLS:
        return Becoming(
            f"Replace `{function.name}()`{{place}} by an async `{_PROTOCOLS[last]}()`",
            "use `async with`" if last.endswith(("enter__", "exit__")) else "use `async for`",
        )
    if facts is not None and facts.is_lambda:
        return Becoming("Replace the lambda{place} by an `async def`", "await what is called here")
    step = f"Make `{function.name}()`{{place}} an `async def`"
    if facts is not None and facts.is_generator:
        return Becoming(step, f"use `async for` (or `async with`) with `{function.name}()`")
    return Becoming(step, f"await `{function.name}()`")


def function_named(module: Module | None, name: str) -> FunctionFacts | None:
    """Return the function of a module with a qualified name, None if there is none."""
    found = module.functions_by_qualname.get(name) if module is not None else None
    return found[0] if found else None


def in_order(actions: Iterable[Action]) -> list[Action]:
    """Return actions by file and line, each once."""
    return sorted(set(actions))
