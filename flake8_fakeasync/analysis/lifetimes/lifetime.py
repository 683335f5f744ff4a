"""How a client ends."""

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.lifetimes.creation import Creation

End: TypeAlias = Literal[
    "released", "handed over", "never", "attribute", "finalizer", "module", "skipped", "turn"
]  # fmt: skip


class Lifetime(NamedTuple):
    """How a client ends.

    `end`: released, handed over, never (nobody closes it), attribute (nobody closes the attribute that keeps it),
    finalizer (only `__del__` does), module (nobody closes the module-level name that keeps it), skipped (closed, but
    not if line `line` raises or returns), turn (each turn of a loop has one). `held` is what keeps it, as one would
    write it. `is_of_call`: the function that creates it also closes it, each time, and nobody else gets it.
    """

    creation: "Creation"
    end: End
    held: str = ""
    line: int = 0
    is_of_call: bool = False
