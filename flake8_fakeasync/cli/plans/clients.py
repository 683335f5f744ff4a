"""Where the async clients of a plan are created and closed: in place of the sync ones, or where there were none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Attribute, Call, Enter
from flake8_fakeasync.analysis.syntax.facts import ClassFacts
from flake8_fakeasync.analysis.threads.pools import created_by
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import NOTHING, External, Instance, OwnFunction, known
from flake8_fakeasync.cli.plans.owners import Owners
from flake8_fakeasync.cli.plans.steps import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.analysis.ids import ExprId, RegionId
    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.values import Value
    from flake8_fakeasync.catalog import Class
    from flake8_fakeasync.cli.plans.steps import Replaced

_DEEPEST = 4  # functions that return the client, one inside the other


class _Use(NamedTuple):
    """A blocking call that a plan replaces: its place and its receiver, 0 if it has none."""

    module: Module
    region: RegionId
    receiver: ExprId


class Clients:
    """Says what to do about the clients of one program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._owners = Owners(program)

    def actions(self, calls: Iterable[Replaced]) -> Iterator[Action]:
        """Yield what to do for blocking calls that an async client replaces."""
        for each in calls:
            client = self._program.catalog.cls(each.instead)
            module = self._program.project.module(each.file)
            if client is not None and client.is_async and client.close and module is not None:
                for use in self._uses(module, each):
                    yield from self._of_use(use, client)
                if each.in_thread:
                    yield from self._pools(module, each.line)

    def _uses(self, module: Module, found: Replaced) -> Iterator[_Use]:
        """Yield the expressions that are a blocking call, or are handed to a thread to be called."""
        lines, culprit = range(found.line, found.end_line + 1), found.culprit.removesuffix("()")
        rows: list[Attribute | Call] = [*module.rows(Attribute), *module.rows(Call)]
        uses: dict[ExprId, _Use] = {}
        for row in rows:
            expr = row.id if isinstance(row, Attribute) else row.function
            values = known(self._program.evaluator.infer(module, expr)) if row.line in lines else NOTHING
            if expr not in uses and any(_name(value) == culprit for value in values):
                is_method = isinstance(row, Attribute) and any(isinstance(each, Instance) for each in values)
                uses[expr] = _Use(module, row.region, row.base if is_method and isinstance(row, Attribute) else UNKNOWN)
        yield from uses.values()

    def _of_use(self, use: _Use, client: Class) -> Iterator[Action]:
        sites = list(self._created(use.module, use.receiver, _DEEPEST)) if use.receiver else []
        for module, call in sites:
            yield from self._replaced(module, call, client)
        if not use.receiver:
            cls = self._class_around(use.module, use.region)
            if cls is not None:
                yield from self._owners.class_without(use.module, cls, client)
            else:
                yield from self._owners.function(use.module, use.module.facts.function_of(use.region), client)

    def _created(self, module: Module, expr: ExprId, depth: int) -> Iterator[tuple[Module, Call]]:
        """Yield the calls that create a sync client, through functions of the project that return it."""
        for home, call in created_by(self._program.evaluator, module, expr):
            callees = known(self._program.evaluator.infer(home, call.function))
            for value in in_order(callees):
                if isinstance(value, OwnFunction) and depth:
                    factory = self._program.project.module(value.module)
                    if factory is not None:
                        for result in factory.function(value.scope).results:
                            yield from self._created(factory, result, depth - 1)
                elif isinstance(value, External) and not self._is_async(value.name):
                    yield home, call

    def _is_async(self, name: str) -> bool:
        """Return whether calling a function or class of a library already returns an async client."""
        catalog = self._program.catalog
        function = catalog.function(name)
        returned = function.returns if function is not None else None
        owner = name.rpartition(".")[0]  # of Redis.from_url
        return any(cls.is_async for each in (returned, name, owner) if each and (cls := catalog.cls(each)) is not None)

    def _replaced(self, module: Module, call: Call, client: Class) -> Iterator[Action]:
        """Yield what to do where a sync client is created."""
        function = module.facts.function_of(call.region)
        old = next(_name(each) for each in known(self._program.evaluator.infer(module, call.function)) if _name(each))
        text = f"create `{client.name}` here instead of `{old}`"
        cls = self._class_around(module, call.region)
        is_kept = cls is not None and any(
            store.value == call.id for stores in module.attributes.get(cls.id, {}).values() for store in stores
        )
        if cls is not None and (is_kept or call.id in {expr for exprs in cls.names.values() for expr in exprs}):
            yield Action(module.path, call.line, text)
            yield from self._owners.closed_by(module, cls, client)
        elif not function.name:
            yield Action(module.path, call.line, f"do not create a client at import; delete `{old}` here")
            yield from self._owners.application(client)
        elif call.id in function.results:
            yield Action(module.path, call.line, f"{text}; whoever calls `{function.qualname}()` closes it")
        else:
            is_entered = any(isinstance(each.fact, Enter) for each in module.uses_of.of(call.id))
            yield Action(module.path, call.line, f"{text}, in `async with`" if is_entered else f"{text}, and close it")

    def _class_around(self, module: Module, region: RegionId) -> ClassFacts | None:
        scope = module.facts.scopes[module.facts.regions[region].scope]
        while scope.id:
            if isinstance(scope, ClassFacts):
                return scope
            scope = module.scope(scope.parent)
        return None

    def _pools(self, module: Module, line: int) -> Iterator[Action]:
        """Yield the pools of threads that an offload which goes was given."""
        for call in module.rows(Call):
            offload = self._program.offloads.of(module, call) if call.line == line else None
            if offload is not None and offload.executor:
                for home, pool in created_by(self._program.evaluator, module, offload.executor):
                    yield Action(home.path, pool.line, "delete this pool of threads when nothing uses it any more")


def _name(value: Value) -> str:
    if isinstance(value, Instance):
        return f"{value.name}.{value.path}" if value.path else value.name
    return value.name if isinstance(value, External) else ""
