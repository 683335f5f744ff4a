"""What blocks in the own code of coroutines, found there or through functions of the project."""

from typing import NamedTuple

from flake8_fakeasync.analysis.reach.blocking import Blocking
from flake8_fakeasync.analysis.reach.callgraph import CallPath
from flake8_fakeasync.analysis.syntax.exprs import ExprId

KINDS = ("http", "network", "local")


class Blocked(NamedTuple):
    """Something in the own code of a coroutine, by its name, that is a call of a blocking API."""

    id: ExprId
    function: str
    blocking: Blocking
    region: int
    line: int
    column: int


class Reached(NamedTuple):
    """Something in the own code of a coroutine, by its name, that reaches a blocking API through project functions."""

    id: ExprId
    function: str
    path: CallPath
    region: int
    line: int
    column: int
