"""What a call may call: its values, and the methods of subclasses that may be meant."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer.implementations import implementations, may_be_of_subclass, missing, overrides
from flake8_fakeasync.analysis.reach import tags
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import OwnFunction, OwnInstance, Value, known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


def callees(evaluator: "Evaluator", module: "Module", call: Call) -> "Sequence[Value]":
    """Return what a call may call, in order."""
    values = in_order(known(evaluator.infer(module, call.function)))
    called = module.row(call.function)
    if not isinstance(called, Attribute):
        return [each for value in values for each in _implementing(evaluator, value)]
    found = [each for value in values for each in _of_classes(evaluator, module, call, called, value)]
    if not found:
        found += missing(evaluator, module, called)
    return tags.left(evaluator, module, call.region, called.base, found) if len(found) > 1 else found


def _implementing(evaluator: "Evaluator", value: Value) -> "Sequence[Value]":
    is_method = isinstance(value, OwnFunction) and isinstance(value.receiver, OwnInstance)
    return implementations(evaluator, value) if is_method and isinstance(value, OwnFunction) else (value,)


def _of_classes(
    evaluator: "Evaluator", module: "Module", call: Call, called: Attribute, value: Value
) -> "Sequence[Value]":
    """Return the methods that a callee may be, those of classes derived from the class of its object included."""
    found = _implementing(evaluator, value)
    if not isinstance(value, OwnFunction) or value.receiver is None or value not in found:
        return found
    if not may_be_of_subclass(module, called.base):
        return found
    is_self = module.class_of_self(called.base) is not None
    around = module.facts.function_of(call.region).name if is_self else ""
    return [value, *overrides(evaluator, value, around)]
