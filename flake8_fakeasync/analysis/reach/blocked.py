"""What blocks in code that runs on the event loop, found there or through functions of the project."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.reach.blocking_api import Blocking
from flake8_fakeasync.analysis.reach.call_paths import CallPath

if TYPE_CHECKING:
    from flake8_fakeasync.catalog import EntryPoint


class Blocked(NamedTuple):
    """A call of a blocking API, in an async function or in a plain function that runs on the loop as `entry`."""

    id: ExprId
    function: str
    blocking: Blocking
    region: RegionId
    line: int
    column: int
    entry: "EntryPoint | None" = None


class Reached(NamedTuple):
    """A call that reaches a blocking API through your own functions, in a function of the same kinds."""

    id: ExprId
    function: str
    path: CallPath
    chosen: str
    region: RegionId
    line: int
    column: int
    entry: "EntryPoint | None" = None
