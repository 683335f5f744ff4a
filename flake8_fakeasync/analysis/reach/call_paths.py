"""Call paths, and what a search for them is made of."""

from typing import NamedTuple

from flake8_fakeasync.analysis.ids import FunctionId
from flake8_fakeasync.analysis.project.module import Context
from flake8_fakeasync.analysis.reach.blocking_api import Blocking
from flake8_fakeasync.analysis.reach.edge import Edge
from flake8_fakeasync.diagnostics import Frame

Node = tuple[str, FunctionId, Context]  # module, scope, what its parameters are


class CallPath(NamedTuple):
    """A call path: the functions on it, outermost first, and the blocking API at its end.

    Each frame has the line on which its function goes on: calls the next one, or the API. `is_once` tells that every
    path to APIs of this kind does something whose result is kept.
    """

    frames: tuple[Frame, ...]
    blocking: Blocking
    is_once: bool = False

    @property
    def order(self) -> tuple[int, tuple[Frame, ...], str]:
        """What paths are compared by: the shortest is the least."""
        return len(self.frames), self.frames, self.blocking.name


class Hop(NamedTuple):
    """The best way on from a function, by length and then by text, so that it is the same in every run.

    `kind` is that of the way on from where the edge leads.
    """

    length: int
    text: str
    edge: Edge
    kind: str


class Candidate(NamedTuple):
    """A candidate for the best way on from `node`, in the order in which they are tried.

    `kind` is what it is to `node`, `rest` what it is to where the edge leads.
    """

    length: int
    text: str
    order: int
    node: Node
    kind: str
    edge: Edge
    rest: str
