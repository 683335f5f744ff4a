"""Whether a function that is handed to a thread would stay there: it does more than wait for the network."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer import callables
from flake8_fakeasync.analysis.reach.blocking_api import Blocking
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.threads.work import Work
from flake8_fakeasync.analysis.values import External, OwnFunction
from flake8_fakeasync.catalog.thread_work import computes, is_of_thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.diagnostics import Violation


def is_needed(context: "Context", found: "Violation") -> bool:
    """Return whether a function on the path of a report works on files, with processes, or computes."""
    functions = [*_handed_over(context, found), *_on_path(context, found)]
    return any(_works(context, module, function) for module, function in functions)


def _handed_over(context: "Context", found: "Violation") -> "Iterator[tuple[Module, FunctionFacts]]":
    """Yield the functions that the thread runs itself."""
    place = found.place
    if isinstance(place, FunctionFacts):
        yield context.module, place
    offload = context.threads.offload(place) if isinstance(place, Call) else None
    if offload is not None:
        targets = context.program.service(Work).targets
        for target in targets.of(context.module, offload):
            for value in callables.run_by(context.program.evaluator, target.thing):
                yield from _facts(context, value)


def _facts(context: "Context", value: OwnFunction) -> "Iterator[tuple[Module, FunctionFacts]]":
    module = context.program.project.module(value.module)
    if module is not None:
        yield module, module.function(value.scope)


def _on_path(context: "Context", found: "Violation") -> "Iterator[tuple[Module, FunctionFacts]]":
    for frame in found.frames:
        module = context.program.project.module(frame.file)
        if module is not None:
            for function in module.functions_by_qualname.get(frame.function, ()):
                yield module, function


def _works(context: "Context", module: "Module", function: FunctionFacts) -> bool:
    edges = context.program.edges.of(module, function)
    blocking = [edge.target for edge in edges if isinstance(edge.target, Blocking)]
    if any(each.kind == "local" and is_of_thread(each.name.removesuffix("()")) for each in blocking):
        return True
    values = (context.program.evaluator.infer(module, call.function) for call in module.calls(function.id))
    return any(isinstance(each, External) and computes(each.name) for found in values for each in found)
