"""One module with its values: what findings are put together from."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.infer.offloads import Offload
from flake8_fakeasync.analysis.project.advice import Advice
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.syntax.facts import Fact, FunctionFacts
from flake8_fakeasync.analysis.values import ValueSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import EntryPoint

F = TypeVar("F")
# How findings of a kind are put together from the facts of a module.
Finders: TypeAlias = "Mapping[type, Callable[[Any], Iterable[object]]]"


class View:
    """One module, linked with its project. `program` answers for the whole project, `module` holds the facts.

    `finders` tell how findings are made, by their kind.
    """

    def __init__(self, module: "Module", program: "Program", finders: Finders) -> None:
        self.module = module
        self.program = program
        self.facts = module.facts
        self.catalog = program.catalog
        self._finders = finders

    @cached_property
    def advice(self) -> Advice:
        """What to recommend in this file."""
        project = self.program.project
        project.dependency_log.depends_on(self.module.path, project.declared_clients.files(self.module.roots))
        wanted = next((preset for preset in self.program.presets if preset.client), None)
        return Advice(self.module, project, self.program.settings.client, self.catalog, wanted)

    @cached_property
    def _tables(self) -> dict[type, list[object]]:
        """Facts and findings by kind, each kind in source order; expressions and findings once they were asked for."""
        found: dict[type, list[object]] = {}
        facts = self.facts
        tables: tuple[Iterable[Fact], ...] = (facts.uses, facts.stores, facts.handlers, facts.imports, facts.scopes)
        for table in tables:
            for fact in table:
                found.setdefault(type(fact), []).append(fact)
        return found

    def all(self, kind: type[F]) -> Sequence[F]:
        """Return the facts or findings of one kind in source order; findings are made when first asked for."""
        if kind not in self._tables:
            finder = self._finders.get(kind)
            rows = (self.module.row(expr) for expr in self.facts.kinds.get(kind, ()))
            self._tables[kind] = list(rows if finder is None else finder(self))
        return cast("Sequence[F]", self._tables[kind])

    def infer(self, expr: ExprId) -> ValueSet:
        """Return what a value may be."""
        return self.program.evaluator.infer(self.module, expr)

    def is_awaited(self, expr: ExprId) -> bool:
        """Return whether a value is awaited where it is made."""
        return expr in self.module.awaited

    def coroutine(self, region: RegionId) -> FunctionFacts | None:
        """Return the `async def` whose own code a region is, None elsewhere."""
        function = self.facts.function_of(region)
        return function if function.is_async else None

    def where(self, region: RegionId) -> str:
        """Return the function around a region as a message names it."""
        name = self.facts.function_of(region).name
        return f"{name}()" if name else "the module"

    def may_run_on_loop(self, function: FunctionFacts) -> bool:
        """Return whether a function may run on the event loop; cheap. `on_loop` knows."""
        return function.is_async or self.program.runners.module(self.module).may_run(function)

    def has_functions_on_loop(self) -> bool:
        """Return whether any function of the module runs on the event loop."""
        return any(self.may_run_on_loop(each) and self.on_loop(each) for each in self.module.functions())

    def on_loop(self, function: FunctionFacts) -> "tuple[EntryPoint | None] | None":
        """Return None for a function that does not run on the event loop.

        Else what it is to the framework that runs it there, None if it is a coroutine.
        """
        if function.is_async:
            return (None,)
        entry = self.program.runners.on_loop(self.module, function)
        return (entry,) if entry is not None else None

    def offload(self, call: Call) -> Offload | None:
        """Return the offload that a call is, None if it is none."""
        return self.program.offloads.of(self.module, call)
