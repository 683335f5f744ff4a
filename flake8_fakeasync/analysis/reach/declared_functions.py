"""Functions of the project that the user declared to block."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.reach.blocking_api import Blocking
from flake8_fakeasync.analysis.values import (
    OwnFunction,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.reach.overrides import Declared


def declared_own(evaluator: "Evaluator", declared: "Declared", value: OwnFunction) -> Blocking | None:
    """Return what the user declared a function of the project to be; an async one never blocks."""
    module = evaluator.project.module(value.module) if declared.speaks else None
    function = module.function(value.scope) if module is not None else None
    if module is None or function is None or function.is_async:
        return None
    found = declared.function(module, function)
    if found is None:
        return None
    name, said = found
    return Blocking(f"{name}()", said.kind, name.partition(".")[0], said.instead)
