"""Values that may be an application of a framework."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.values import (
    External,
    Instance,
    ValueSet,
    known,
)
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator


def may_be_application(evaluator: "Evaluator", values: ValueSet) -> bool:
    """Return whether values may be an application, or a proxy for the current one."""
    return all(isinstance(each, External) or _leads_to_application(evaluator, each) for each in known(values))


def _leads_to_application(evaluator: "Evaluator", value: object) -> bool:
    if not isinstance(value, Instance):
        return False
    is_of_request = value.path == "app" and value.name in keepers.names("state", "requests")
    return is_of_request or (not value.path and value.name in evaluator.catalog.entry_points.applications)
