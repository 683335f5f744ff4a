"""A call that creates a client, and how to close what it creates."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.ids import ExprId
    from flake8_fakeasync.analysis.lifetimes.owners import Owner
    from flake8_fakeasync.analysis.syntax.exprs import Call
    from flake8_fakeasync.catalog import Class


class Creation(NamedTuple):
    """A call that creates a client: the value that is the client, its class, and the code as one would write it."""

    call: "Call"
    value: "ExprId"
    cls: "Class"
    shown: str
    owner: "Owner | None" = None
    may_be_given: bool = False

    @property
    def close_method(self) -> str:
        """The method that closes the client, with its article."""
        return close_method(self.cls)

    @property
    def close_call(self) -> str:
        """How to close the client, as one would write it."""
        return close_call(self.cls)

    @property
    def advice(self) -> str:
        """How to make sure that the client is closed."""
        closing = f"{self.close_call} in finally"
        if self.may_be_given:
            return f"{closing}, only if it was created here"
        return f"async with, or {closing}" if self.cls.enter in {"async", "both"} else closing


def close_method(cls: "Class") -> str:
    """Return the method that closes a client of a class, with its article: "an aclose() method"."""
    name = cls.close[0]
    return f"{'an' if name.startswith(tuple('aeiou')) else 'a'} {name}() method"


def close_call(cls: "Class") -> str:
    """Return how to close a client of a class, as one would write it."""
    return f"{'await ' if cls.coroutine_close else ''}{cls.noun}.{cls.close[0]}()"
