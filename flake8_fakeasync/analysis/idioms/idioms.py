"""Which member of which library a value names, and what the catalog says about using it this way."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.classes import attribute
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Global, Imported, Join
from flake8_fakeasync.analysis.values import External, Instance, OwnClass, Partial, Value, known
from flake8_fakeasync.catalog.idioms import Idiom
from flake8_fakeasync.catalog.model import HTTPX_FAMILY

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.view import View
    from flake8_fakeasync.catalog import Catalog, Class

MIGRATED_TO = (*HTTPX_FAMILY, "aiohttp")
MIGRATED_FROM = "requests"
_MOST = 64  # what more ways lead to may be anything
_SENDS = frozenset({"blocks", "coroutine", "context"})


class Place(NamedTuple):
    """A member of a class or module; `name` is "" for an instance itself, "__init__" for building one.

    `among` is the number of classes of which the value may be an instance.
    """

    owner: str
    name: str
    among: int = 1

    @property
    def library(self) -> str:
        """The top-level name it is imported under."""
        return self.owner.partition(".")[0]

    def __str__(self) -> str:
        return self.owner if self.name in {"", "__init__"} else f"{self.owner}.{self.name}"

    @property
    def of_several(self) -> str:
        """How a message says that the value may be something else as well, "" where it may not."""
        return f" (1 of {self.among} types)" if self.among > 1 else ""


Look: TypeAlias = Callable[[Place], Idiom | None]
Placing: TypeAlias = "Callable[[Evaluator, Value], Place | None]"


def read(evaluator: "Evaluator", value: Value) -> Place | None:
    """Return the member that a thing is: what hangs below an instance, a name in a module or class."""
    if isinstance(value, External):
        owner, _, name = value.name.rpartition(".")
        return Place(owner, name) if owner else None
    if not isinstance(value, Instance):
        return None
    below, _, name = value.path.rpartition(".")
    given = _given(evaluator.catalog, value.name, below)
    return Place(given, name) if given else None


def instance(evaluator: "Evaluator", value: Value) -> Place | None:
    """Return the class that a thing is an instance of, as the place of the instance itself."""
    if not isinstance(value, Instance):
        return None
    owner = _given(evaluator.catalog, value.name, value.path)
    return Place(owner, "") if owner else None


def called(evaluator: "Evaluator", value: Value) -> Place | None:
    """Return the member that calling a thing calls."""
    if isinstance(value, Partial):
        return called(evaluator, value.target)
    if isinstance(value, OwnClass):
        return _built(evaluator, value)
    if isinstance(value, External) and evaluator.catalog.cls(value.name) is not None:
        return Place(evaluator.catalog.canonical(value.name), "__init__")
    return read(evaluator, value)


def _built(evaluator: "Evaluator", value: OwnClass) -> Place | None:
    """Return the constructor that a class of the project inherits from a library."""
    for name in ("__new__", "__init__"):
        found = attribute(evaluator, value, name)
        if not all(isinstance(each, Instance) for each in found):
            return None
    external = evaluator.mro(value).external
    return called(evaluator, External(external[0])) if len(external) == 1 else None


def _given(catalog: "Catalog", owner: str, path: str) -> str | None:
    """Return the class at the end of a way along properties below an instance."""
    for name in path.split(".") if path else ():
        cls = catalog.cls(owner)
        member = cls.member(name) if cls else None
        if member is None or member.effect != "pure" or not member.returns:
            return None
        owner = member.returns
    return catalog.canonical(owner)


@lru_cache(maxsize=4)
def _member_names(catalog: "Catalog") -> frozenset[str]:
    return catalog.member_names(*MIGRATED_TO, MIGRATED_FROM)


def may_be_member(view: "View", expr: ExprId) -> bool:
    """Return whether a value goes by the name of a member of a library, before it costs to ask what it is."""
    members = _member_names(view.catalog)
    row = view.module.row(expr)
    if not isinstance(row, Global | Join):
        return isinstance(row, Attribute | Imported) and row.name in members
    seen, pending = {expr}, [expr]
    while pending and len(seen) < _MOST:
        row = view.module.row(pending.pop())
        if isinstance(row, Attribute | Imported) and row.name in members:
            return True
        parts = view.facts.names.get(row.name, ()) if isinstance(row, Global) else ()
        pending += {*(row.parts if isinstance(row, Join) else parts)} - seen
        seen.update(pending)
    return bool(pending)


def agreed(view: "View", expr: ExprId, placing: Placing, look: Look) -> tuple[Place, Idiom] | None:
    """Return what the catalog says about a value, if it says something about all that the value may be."""
    found: list[tuple[Place, Idiom]] = []
    for value in known(view.infer(expr)):
        place = placing(view.program.evaluator, value)
        idiom = look(place) if place is not None else None
        if place is None or idiom is None:
            return None
        found.append((place, idiom))
    return min(found, key=lambda each: each[0], default=None)


def possible(view: "View", expr: ExprId, placing: Placing, look: Look) -> tuple[Place, Idiom] | None:
    """Return what the catalog says about one of the things that a value may be, all of which it knows."""
    values = known(view.infer(expr))
    found = agreed(view, expr, placing, look)
    if found is not None or len(values) < 2 or not all(isinstance(value, Instance) for value in values):  # noqa: PLR2004
        return found
    sure = places(view, expr, placing)
    chosen = [(place, idiom) for place in sure if (idiom := look(place)) is not None]
    if not chosen or any(view.catalog.cls(place.owner) is None for place in sure):
        return None
    place, idiom = chosen[0]
    owners = {each.owner for each in sure}
    return (place._replace(among=len(owners)), idiom) if len(owners) > 1 else (place, idiom)


def places(view: "View", expr: ExprId, placing: Placing) -> list[Place]:
    """Return every member that a value may be, sorted; nothing if it may be something else."""
    found = [placing(view.program.evaluator, value) for value in known(view.infer(expr))]
    sure = [place for place in found if place is not None]
    return sorted(set(sure)) if len(sure) == len(found) else []


def is_client(cls: "Class | None") -> bool:
    """Return whether a class sends requests: one of its members waits for the network and returns an object."""
    return cls is not None and any(member.effect in _SENDS and member.returns for member in cls.members.values())


def is_setting(cls: "Class | None") -> bool:
    """Return whether instances of a class are settings of clients."""
    return cls is not None and cls.noun == "setting"


def link(view: "View", place: Place, idiom: Idiom) -> str:
    """Return the address of the section about an idiom in the guide of its library."""
    return view.catalog.link(place.library, idiom.anchor or "guide")


def since(place: Place, idiom: Idiom) -> str:
    """Return since when an idiom holds; httpx2 began after every change that is known."""
    return f" since {place.library} {idiom.since}" if idiom.since and place.library != "httpx2" else ""


def instead(idiom: Idiom) -> str:
    """Return what to do instead, with what to know about it."""
    said = f"use {idiom.replacement}" if idiom.replacement else "there is no replacement"
    return f"{said} ({idiom.note})" if idiom.note else said
