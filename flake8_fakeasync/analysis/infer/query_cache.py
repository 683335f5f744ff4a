"""Memoised inference: values of expressions, instances of annotations, the MRO of a class."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer.widening import widened
from flake8_fakeasync.analysis.values import NOTHING, OwnClass, ValueSet

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from flake8_fakeasync.analysis.ids import ExprId
    from flake8_fakeasync.analysis.mro import Mro
    from flake8_fakeasync.analysis.project.module import Heights, Module
    from flake8_fakeasync.analysis.project.project import Project
    from flake8_fakeasync.analysis.query import Queries

# What may be more things than these is unknown: each use of it asks about each of them.
MOST_VALUES = 32


class QueryCache(ABC):
    """Memoised inference: answers are kept with their modules, and go with them."""

    def __init__(self, project: "Project", queries: "Queries") -> None:
        self.project = project
        self.queries = queries
        self._mros: dict[OwnClass, Mro] = queries.memo()
        self._changes = project.changes
        self._shared: dict[ValueSet, ValueSet] = {}  # most answers are one of few: each is kept once

    @abstractmethod
    def _resolve(self, module: "Module", expr: "ExprId") -> ValueSet:
        """Compute what an expression may be, without the cache."""

    @abstractmethod
    def _read(self, module: "Module", expr: "ExprId") -> ValueSet:
        """Compute the instances of an annotation, without the cache."""

    @abstractmethod
    def _line(self, cls: OwnClass) -> "Mro":
        """Compute the MRO of a class, without the cache."""

    def infer(self, module: "Module", expr: "ExprId") -> ValueSet:
        """Return what an expression of a module may be; empty when nothing is known."""
        answer = module.answers.get(expr)
        if answer is None:
            return self._ask(module, expr) if expr else NOTHING
        if self.queries.open and module.heights[expr] > self.queries.height:
            self.queries.seen(module.heights[expr])
        return answer

    def infer_annotation(self, module: "Module", expr: "ExprId") -> ValueSet:
        """Return what a variable with this annotation may be; empty when nothing is known."""
        answer = module.annotated.get(expr)
        if answer is None:
            return self._ask_annotation(module, expr) if expr else NOTHING
        if self.queries.open:
            self.queries.seen(module.annotated_heights.get(expr, 1))
        return answer

    def _ask(self, module: "Module", expr: "ExprId") -> ValueSet:
        question = module.path, module.context, expr
        if not module.heights and not module.context:
            module.heights = bytearray(b"\x01") * len(module.facts.exprs)
        return self._remembered(question, lambda: self._resolve(module, expr), expr, module.answers, module.heights)

    def _ask_annotation(self, module: "Module", expr: "ExprId") -> ValueSet:
        question = "annotation", module.path, expr
        memo, heights = module.annotated, module.annotated_heights
        return self._remembered(question, lambda: self._read(module, expr), expr, memo, heights)

    def _remembered(
        self,
        question: "Hashable",
        answer: "Callable[[], ValueSet]",
        expr: "ExprId",
        memo: "dict[ExprId, ValueSet]",
        heights: "Heights",
    ) -> ValueSet:
        """Return the answer to a question about an expression; unknown if it may be too many things."""

        def few() -> ValueSet:
            found = answer()
            if self.queries.is_in_cycle:
                found = widened(found)
            return found if len(found) <= MOST_VALUES else NOTHING

        def keep(found: ValueSet, height: int) -> None:
            memo[expr] = self._shared.setdefault(found, found)
            if height > 1:
                heights[expr] = height

        return self.queries.ask(question, few, keep, NOTHING)

    def mro(self, cls: OwnClass) -> "Mro":
        """Return a class and its bases in the order in which Python asks them for attributes."""
        found = self._mros.get(cls)
        if found is None or self.queries.open:
            found = self.queries.uncut(self._mros, cls, lambda: self._line(cls))
        return found

    def invalidate_stale(self) -> None:
        """Drop all answers when a module of the project has changed."""
        if self._changes == self.project.changes:
            return
        self._changes = self.project.changes
        self.queries.invalidate()
        self._shared.clear()
        for module in self.project.loaded():
            module.forget()
