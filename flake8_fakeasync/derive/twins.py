"""Async twins: proposed by their names, and kept if the library has them and they are async."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.derive.entries import ClassEntry, FunctionEntry

_PARTS = ("aio", "asyncio", "_async", "async_client", "async_", "asynchronous")
_SIDES = ("async", "aio", "asyncio")
_SYNC = frozenset({"sync"})
_ENOUGH = 0.5  # of the blocking methods, that the twin of a class has as coroutines


def of_classes(classes: list[ClassEntry]) -> list[ClassEntry]:
    """Return classes with their twins, and with those of their members."""
    by_name = {name: cls for cls in classes for name in cls.names if cls.is_async}
    return [_with_twins(cls, by_name) for cls in classes]


def of_functions(functions: list[FunctionEntry]) -> list[FunctionEntry]:
    """Return functions with their twins."""
    coroutines = {name for each in functions for name in each.names if each.member.effect == "coroutine"}
    found: list[FunctionEntry] = []
    for each in functions:
        twin = each.instead
        if each.member.says and twin is None:
            twin = next((name for name in _proposed_functions(each.names) if name in coroutines), None)
        found.append(each._replace(instead=_template(each.names[0], twin) if twin else None))
    return found


def _template(name: str, twin: str) -> str:
    """Return a twin as its relation to the name, where that is a usual one: "{name}_async", "{owner}.a{last}"."""
    owner, _, last = name.rpartition(".")
    usual = {f"{name}{ending}": f"{{name}}{ending}" for ending in ("_async", "_aio")}
    usual |= {f"{owner}.{start}{last}": f"{{owner}}.{start}{{last}}" for start in ("a", "async_")}
    return usual.get(twin, twin)


def _with_twins(cls: ClassEntry, by_name: dict[str, ClassEntry]) -> ClassEntry:
    blocking = {member.name for member in cls.members if member.says and not member.name.startswith("_")}
    if cls.is_async or not (blocking or cls.connects):
        return cls
    own = {member.name for member in cls.members if member.effect == "coroutine"}
    beside = [(name, next((each for each in _proposed_names(name) if each in own), "")) for name in sorted(blocking)]
    twins = tuple((name, twin) for name, twin in beside if twin)
    for name in _proposed_classes(cls.names):
        twin = by_name.get(name)
        if twin is not None and _covers(twin, blocking):
            return cls._replace(instead=name, twins=twins)
    return cls._replace(twins=twins)


def _covers(twin: ClassEntry, blocking: set[str]) -> bool:
    """Return whether a class has enough of what blocks as coroutines, or as what is gone through asynchronously."""
    has = {member.name for member in twin.members if member.effect in {"coroutine", "pure"}}
    awaited = {member.name for member in twin.members if member.effect == "coroutine"}
    plain = {name.removeprefix("a") for name in has} | has
    return bool(awaited) and len(blocking & plain) >= _ENOUGH * len(blocking)


def _proposed_names(name: str) -> tuple[str, ...]:
    return f"a{name}", f"async_{name}", f"{name}_async", f"{name}_aio", *_as_async(name)


def _as_async(name: str) -> Iterator[str]:
    """Yield a name with the word "sync" in it as it is on the async side: "sync_detailed", "asyncio_detailed"."""
    words = name.split("_")
    for place, word in enumerate(words):
        if word == "sync":
            yield from ("_".join([*words[:place], other, *words[place + 1 :]]) for other in _SIDES)


def _proposed_classes(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        home, _, last = name.rpartition(".")
        bare = last.removeprefix("Sync").removeprefix("Blocking")
        yield from (f"{home}.{each}" for each in (f"Async{bare}", f"{bare}Async", f"Aio{bare}"))
        for other in _beside(home):
            yield from (f"{other}.{each}" for each in (last, f"Async{bare}"))


def _proposed_functions(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        home, _, last = name.rpartition(".")
        yield from (f"{home}.{each}" for each in _proposed_names(last))
        for other in _beside(home):
            yield from (f"{other}.{each}" for each in (last, f"{last}_async", f"a{last}", *_as_async(last)))


def _beside(home: str) -> Iterator[str]:
    """Yield the modules that may have the async side of what is in a module."""
    parts = home.split(".")
    for place in range(len(parts), 0, -1):
        for part in (*_PARTS, f"async_{parts[place - 1]}"):
            yield ".".join([*parts[:place], part, *parts[place:]])
    for place, part in enumerate(parts):
        for other in (*_as_async(part), f"async_{part}", f"{part}_async"):
            yield ".".join([*parts[:place], other, *parts[place + 1 :]])
    if any(_SYNC.intersection(part.split("_")) for part in parts):  # a package that says so, and modules that do too
        yield ".".join(next(_as_async(part), part) for part in parts)
