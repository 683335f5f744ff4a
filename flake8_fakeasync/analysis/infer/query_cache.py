"""Answers to questions about values, remembered: each question is asked once, whatever leads to it.

One that was cut short by a cycle is remembered only until the question that cut it is answered, so the order in which
questions come does not change any answer.
"""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer.values import NOTHING, OwnClass, ValueSet

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.classes import Mro
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.project.project import Project
    from flake8_fakeasync.analysis.syntax.exprs import ExprId

DEEPEST = 40
Key = tuple[str, int]


class QueryCache(ABC):
    """What is remembered of a project: answers are kept with their modules, dropped when one of them changes."""

    def __init__(self, project: "Project") -> None:
        self.project = project
        self._partial: dict[Key, tuple[ValueSet, int]] = {}  # with the depth of the open question that cut it short
        self._asked: dict[Key, int] = {}
        self._lowest = DEEPEST
        self._changes = project.changes

    @abstractmethod
    def _resolve(self, module: "Module", expr: "ExprId") -> ValueSet:
        """Return what a value may be, found out anew."""

    @abstractmethod
    def _read(self, module: "Module", expr: "ExprId") -> ValueSet:
        """Return what a variable with this annotation may be, found out anew."""

    @abstractmethod
    def _line(self, cls: OwnClass) -> "Mro":
        """Return the line of a class, found out anew."""

    def infer(self, module: "Module", expr: "ExprId") -> ValueSet:
        """Return what a value of a module may be; empty when nothing is known."""
        answer = module.answers.get(expr)
        if answer is not None:
            return answer
        return self._ask(module, expr, expr) if expr else NOTHING

    def infer_annotation(self, module: "Module", expr: "ExprId") -> ValueSet:
        """Return what a variable may be whose annotation is this value."""
        answer = module.answers.get(-expr)
        if answer is not None:
            return answer
        return self._ask(module, expr, -expr) if expr else NOTHING

    def _ask(self, module: "Module", expr: "ExprId", question: int) -> ValueSet:
        key = (module.path, question)
        partial = self._partial.get(key)
        if partial is not None:
            self._lowest = min(self._lowest, partial[1])
            return partial[0]
        depth = len(self._asked)
        if key in self._asked or depth >= DEEPEST:
            self._lowest = min(self._lowest, self._asked.get(key, -1))
            return NOTHING
        return self._answer(module, expr, key, depth)

    def _answer(self, module: "Module", expr: "ExprId", key: Key, depth: int) -> ValueSet:
        before, self._lowest = self._lowest, DEEPEST
        self._asked[key] = depth
        try:
            answer = self._read(module, expr) if key[1] < 0 else self._resolve(module, expr)
        finally:
            del self._asked[key]
        if self._lowest < depth:
            self._partial[key] = answer, self._lowest
            self._lowest = min(before, self._lowest)
        else:
            module.answers[key[1]] = answer
            if self._lowest == depth:  # what was cut short by this question can now be answered in full
                self._partial = {key: each for key, each in self._partial.items() if each[1] < depth}
            self._lowest = before
        if not depth:
            self._partial.clear()
            self._lowest = DEEPEST
        return answer

    def mro(self, cls: OwnClass) -> "Mro":
        """Return the line of a class in the order in which Python asks it for attributes."""
        module = self.project.module(cls.module)
        if module is None:
            return self._line(cls)
        found = module.mros.get(cls.scope)
        if found is None:
            before, self._lowest = self._lowest, DEEPEST
            found = self._line(cls)
            if self._lowest == DEEPEST:  # no question on the way was cut short
                module.mros[cls.scope] = found
            self._lowest = min(before, self._lowest)
        return found

    def invalidate_stale(self) -> bool:
        """Drop all answers when a module of the project has changed; return whether that was so."""
        if self._changes == self.project.changes:
            return False
        self._changes = self.project.changes
        for module in self.project.loaded():
            module.answers.clear()
            module.mros.clear()
        return True
