"""The records made from one filled-in table of a catalog file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.catalog.exceptions import ExceptionEntry
from flake8_fakeasync.catalog.idioms import Idiom
from flake8_fakeasync.catalog.keys import EFFECTS
from flake8_fakeasync.catalog.model import Class, Function, Member, Offloader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.catalog.expand import Table

Record = Function | Class | Offloader | ExceptionEntry | Idiom
_RESULT_EFFECTS = ("blocks", "enters", "iterates", "coroutine", "context")


def records(kind: str, table: Table, header: Table) -> Iterator[Record]:
    """Yield the records made from one filled-in table."""
    match kind:
        case "function":
            for names in _spellings(table, one_each=True):
                yield _function(table, header, names)
        case "class":
            for names in _spellings(table):
                yield _class(table, header, names)
        case "offloader":
            yield from _offloaders(table, header)
        case "exception":
            for names in _spellings(table):
                yield _exception(table, header, names)
        case _:
            yield from _idioms(kind, table)


def _library(table: Table, header: Table, name: str) -> str:
    library: str = table.get("library") or header.get("library") or name.partition(".")[0]
    return library


def _strings(table: Table, key: str) -> tuple[str, ...]:
    return tuple(table.get(key, ()))


def _raises(table: Table, header: Table, library: str) -> tuple[str, ...]:
    return tuple(table.get("raises") or header.get("raises") or (library,))


def _spellings(table: Table, *, one_each: bool = False) -> Iterator[tuple[str, ...]]:
    """Yield the spellings of each thing in a table.

    Under `modules`, and for functions, every name is another thing; else all are spellings of one.
    """
    if "modules" not in table and not one_each:
        yield _strings(table, "names")
        return
    prefixes = [f"{module}." for module in table.get("modules", ())] or [""]
    for name in table["names"]:
        yield tuple(prefix + name for prefix in prefixes)


def _function(table: Table, header: Table, names: tuple[str, ...]) -> Function:
    library = _library(table, header, names[0])
    instead = table.get("instead", header.get("instead")) or None
    return Function(
        name=names[0],
        names=names,
        library=library,
        kind=header["kind"],
        effect=table["effect"],
        returns=table.get("returns"),
        instead=instead and _filled(instead, names[0]),
        unless=_strings(table, "unless"),
        raises=_raises(table, header, library),
        note=table.get("note"),
        threaded=table.get("threaded", False),
        when=_strings(table, "when"),
        addresses=_strings(table, "addresses"),
        drop_in=table.get("drop_in", False),
        database=_strings(table, "database"),
    )


def _filled(instead: str, name: str) -> str:
    """Return what to use in place of a function, spelled out: "{name}_async", "{owner}.a{last}"."""
    owner, _, last = name.rpartition(".")
    return instead.replace("{name}", name).replace("{owner}", owner).replace("{last}", last)


def _class(table: Table, header: Table, names: tuple[str, ...]) -> Class:
    library = _library(table, header, names[0])
    is_async: bool = table.get("async", False)
    instead = None if is_async else header.get("instead")
    return Class(
        name=names[0],
        names=names,
        library=library,
        kind=header["kind"],
        is_async=is_async,
        connects=table.get("connects", "never"),
        when=_strings(table, "when"),
        unless=_strings(table, "unless"),
        bases=_strings(table, "bases"),
        close=_strings(table, "close"),
        coroutine_close=table.get("coroutine_close", is_async),
        enter=table.get("enter", "none"),
        instead=table.get("instead", instead) or None,
        raises=_raises(table, header, library),
        note=table.get("note"),
        twin=table.get("twin"),
        members={member.name: member for member in _members(table, names[0])},
        leaks=table.get("leaks", False),
        releases=_strings(table, "releases"),
        lent=_strings(table, "lent"),
        replaced=_strings(table, "replaced"),
        offline=_strings(table, "offline"),
        takes=_strings(table, "takes"),
        uses=_strings(table, "uses"),
        long_lived=table.get("long_lived", False),
        noun=table.get("noun", "client"),
        closes_parts=table.get("closes_parts", ""),
        threaded=table.get("threaded", False),
        chosen=table.get("chosen", False),
        deferring=_strings(table, "deferring"),
        database=_strings(table, "database"),
        database_at=table.get("database_at", ""),
    )


def _members(table: Table, cls: str) -> Iterator[Member]:
    returns, twins = table.get("returns", {}), table.get("twins", {})
    default = table.get("returns_all")
    for name in table.get("fluent", ()):
        yield Member(name, "pure", cls)
    for effect in EFFECTS:
        fallback = default if effect in _RESULT_EFFECTS else None
        for name in table.get(effect, ()):
            yield Member(name, effect, returns.get(name, fallback) or None, twins.get(name))


def _offloaders(table: Table, header: Table) -> Iterator[Offloader]:
    names = _strings(table, "names")
    groups = [names] if names else [(method,) for method in table["methods"]]
    for group in groups:
        yield Offloader(
            name=group[0],
            names=group,
            library=_library(table, header, group[0]),
            forms=tuple(table.get("forms", ("call",))),
            callable=table.get("callable", 0),
            keyword=table.get("keyword"),
            arguments=table.get("arguments", "rest"),
            executor=table.get("executor"),
            process=table.get("process", False),
            result=table.get("result", "awaitable"),
            refuses_coroutines=table.get("refuses_coroutines", False),
            takes_coroutines=table.get("takes_coroutines", False),
            note=table.get("note"),
        )


def _exception(table: Table, header: Table, names: tuple[str, ...]) -> ExceptionEntry:
    return ExceptionEntry(
        name=names[0],
        names=names,
        library=_library(table, header, names[0]),
        bases=_strings(table, "bases"),
        twins=table.get("twins", {}),
        gaps=table.get("gaps", {}),
        beside=table.get("beside", {}),
        decoders=table.get("decoders", {}),
        attributes=_strings(table, "attributes"),
        note=table.get("note"),
    )


def _idioms(kind: str, table: Table) -> Iterator[Idiom]:
    for owner in table["owners"]:
        for method in table.get("methods") or table.get("used") or (None,):
            for name in table["names"]:
                yield Idiom(
                    kind,
                    owner,
                    method,
                    name,
                    table.get("replacement"),
                    table.get("anchor"),
                    table.get("note"),
                    table.get("since"),
                    table.get("when"),
                    table.get("edit"),
                    table.get("edit_when"),
                    table.get("edit_class", "safe"),
                    table.get("edit_client"),
                    tuple(table.get("values", ())),
                )
