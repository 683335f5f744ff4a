"""A module as it is for one call: some parameters are what that call passes."""

import copy
from typing import TYPE_CHECKING, Any

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.project.parameters import behind
from flake8_fakeasync.analysis.values import ValueSet

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Context, Module

_SHARED = ("awaited", "attributes", "outer", "writes_by_container", "globals_read", "returned")


class _Answers(dict[ExprId, ValueSet]):
    """What expressions may be in one call; the answers that do not depend on what it passes are the module's."""

    def __init__(self, evaluator: "Evaluator", module: "Module", context: "Context") -> None:
        super().__init__(context)
        self._evaluator = evaluator
        self._module = module
        self._passed = frozenset(expr for expr, _ in context)

    def get(self, expr: ExprId, default: Any = None) -> Any:  # noqa: ANN401  (as dict has it)
        found = super().get(expr)
        if found is not None:
            return found
        if self._passed.isdisjoint(behind(self._module, expr)):
            return self._evaluator.infer(self._module, expr)
        return default


class _Heights(dict[ExprId, int]):
    """How deep answers led in one call, above 1."""

    def __missing__(self, expr: ExprId) -> int:
        return 1


class _Annotated(dict[ExprId, ValueSet]):
    """What variables with an annotation may be in one call: no call changes that, so the answers are the module's."""

    def __init__(self, evaluator: "Evaluator", module: "Module") -> None:
        super().__init__()
        self._evaluator = evaluator
        self._module = module

    def get(self, expr: ExprId, _default: Any = None) -> Any:  # noqa: ANN401  (as dict has it)
        return self._evaluator.infer_annotation(self._module, expr)


def seen_by(evaluator: "Evaluator", module: "Module", context: "Context") -> "Module":
    """Return the module in which some parameters are what a call passes; the same one each time."""
    if not context:
        return module
    view = module.views.get(context)
    if view is None:
        for name in _SHARED:  # computed once, for all views
            getattr(module, name)
        view = module.views[context] = copy.copy(module)
        view.context = context
        view.heights = _Heights()
        view.answers = _Answers(evaluator, module, context)
        view.annotated = _Annotated(evaluator, module)
    return view
