"""Which member of which library a value names, and what the catalog says about using it this way."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from flake8_fakeasync.analysis.names.classes import attribute
from flake8_fakeasync.analysis.names.things import External, Instance, OwnClass, Partial, Thing, known
from flake8_fakeasync.analysis.syntax.rows import Attribute, Global, Imported, Join, Value
from flake8_fakeasync.catalog.model import HTTPX_FAMILY, Idiom

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.linked import Linked
    from flake8_fakeasync.analysis.names.names import Names
    from flake8_fakeasync.catalog import Catalog, Class

MIGRATED_TO = (*HTTPX_FAMILY, "aiohttp")
MIGRATED_FROM = "requests"
_SENDS = frozenset({"blocks", "coroutine", "context"})


class Place(NamedTuple):
    """A member of a class or module; `name` is "" for an instance itself, "__init__" for building one."""

    owner: str
    name: str

    @property
    def library(self) -> str:
        """The top-level name it is imported under."""
        return self.owner.partition(".")[0]

    def __str__(self) -> str:
        return self.owner if self.name in {"", "__init__"} else f"{self.owner}.{self.name}"


Look: TypeAlias = Callable[[Place], Idiom | None]
Placing: TypeAlias = "Callable[[Names, Thing], Place | None]"


def read(names: "Names", thing: Thing) -> Place | None:
    """Return the member that a thing is: what hangs below an instance, a name in a module or class."""
    if isinstance(thing, External):
        owner, _, name = thing.name.rpartition(".")
        return Place(owner, name) if owner else None
    if not isinstance(thing, Instance):
        return None
    below, _, name = thing.path.rpartition(".")
    given = _given(names.catalog, thing.name, below)
    return Place(given, name) if given else None


def instance(names: "Names", thing: Thing) -> Place | None:
    """Return the class that a thing is an instance of, as the place of the instance itself."""
    if not isinstance(thing, Instance):
        return None
    owner = _given(names.catalog, thing.name, thing.path)
    return Place(owner, "") if owner else None


def called(names: "Names", thing: Thing) -> Place | None:
    """Return the member that calling a thing calls."""
    if isinstance(thing, Partial):
        return called(names, thing.target)
    if isinstance(thing, OwnClass):
        return _built(names, thing)
    if isinstance(thing, External) and names.catalog.cls(thing.name) is not None:
        return Place(names.catalog.canonical(thing.name), "__init__")
    return read(names, thing)


def _built(names: "Names", thing: OwnClass) -> Place | None:
    """Return the constructor that a class of the project inherits from a library."""
    for name in ("__new__", "__init__"):
        found = attribute(names, thing, name)
        if not all(isinstance(each, Instance) for each in found):
            return None
    external = names.lineage(thing).external
    return called(names, External(external[0])) if len(external) == 1 else None


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


def may_be_member(linked: "Linked", value: Value) -> bool:
    """Return whether a value goes by the name of a member of a library, before it costs to ask what it is."""
    row = linked.module.row(value)
    if isinstance(row, Global):
        return any(may_be_member(linked, each) for each in linked.facts.names.get(row.name, ()) if each != value)
    if isinstance(row, Attribute | Imported):
        return row.name in _member_names(linked.catalog)
    return isinstance(row, Join) and any(may_be_member(linked, each) for each in row.parts if each < value)


def agreed(linked: "Linked", value: Value, placing: Placing, look: Look) -> tuple[Place, Idiom] | None:
    """Return what the catalog says about a value, if it says something about all that the value may be."""
    found: list[tuple[Place, Idiom]] = []
    for thing in known(linked.things(value)):
        place = placing(linked.program.names, thing)
        idiom = look(place) if place is not None else None
        if place is None or idiom is None:
            return None
        found.append((place, idiom))
    return min(found, key=lambda each: each[0], default=None)


def places(linked: "Linked", value: Value, placing: Placing) -> list[Place]:
    """Return every member that a value may be, sorted; nothing if it may be something else."""
    found = [placing(linked.program.names, thing) for thing in known(linked.things(value))]
    sure = [place for place in found if place is not None]
    return sorted(set(sure)) if len(sure) == len(found) else []


def is_client(cls: "Class | None") -> bool:
    """Return whether a class sends requests: something of it waits for the network and gives an object back."""
    return cls is not None and any(member.effect in _SENDS and member.returns for member in cls.members.values())


def link(linked: "Linked", place: Place, idiom: Idiom) -> str:
    """Return the address of the section about an idiom in the guide of its library."""
    return linked.catalog.link(idiom.anchor or "guide", place.library)


def since(place: Place, idiom: Idiom) -> str:
    """Return since when an idiom holds; httpx2 began after every change that is known."""
    return f" since {place.library} {idiom.since}" if idiom.since and place.library != "httpx2" else ""


def instead(idiom: Idiom) -> str:
    """Return what to do instead, with what to know about it."""
    said = f"use {idiom.replacement}" if idiom.replacement else "there is nothing like it"
    return f"{said}, {idiom.note}" if idiom.note else said
