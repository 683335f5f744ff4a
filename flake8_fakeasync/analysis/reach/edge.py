"""One step of a call path."""

from typing import NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.reach.blocking_api import Blocking
from flake8_fakeasync.analysis.reach.call_context import CallContext


class Edge(NamedTuple):
    """One step: a function runs another one, or a blocking API, at a line; `operation` is the row that does it."""

    target: CallContext | Blocking
    line: int
    operation: ExprId
