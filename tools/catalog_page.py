"""The page of the catalog: what we know about libraries, and their async twins."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from flake8_fakeasync.catalog import load
from flake8_fakeasync.catalog.sources import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.catalog import Catalog, Class, ExceptionEntry, Function

_BLOCKING = {"blocks", "enters", "iterates", "property-blocks"}
_DERIVED = """What blocks in these libraries, whenever it is called, was found in their source by
[`fakeasync catalog derive`](command.md#fakeasync-catalog), with a call path for each entry. They are network I/O:
JAM111 and JAM112. None of them is installed where the tests run."""
_SHOWN = 6  # names in a cell
_CLIENT = "`httpx.AsyncClient`"  # stands in the data for the client that is recommended
_KINDS = {
    "http": ("HTTP", "Reported as JAM101 and JAM102 in async functions, as JAM201 in threads."),
    "network": (
        "Other network I/O",
        "Reported as JAM111 and JAM112 in async functions, as JAM211, JAM212 in threads.",
    ),
    "local": ("Files, processes, sleep", "Reported as JAM121 and JAM122, which are off by default."),
    "dispatch": ("Sending tasks", "Not reported unless declared, as in `fakeasync-blocking = rq.Queue.enqueue`."),
    "wait": ("Waiting for threads and loops", "Reported as JAM131."),
}
_INTRODUCTION = """# The catalog

The libraries that the rules know are data, in `flake8_fakeasync/catalog/`. This page is generated from it.
Libraries are recognised by name; nothing has to be installed. Add your own libraries with
[`fakeasync-catalog`](configuration.md#fakeasync-catalog).

*client* is the async client that you use: `httpx.AsyncClient`, unless the file, the project or
[`fakeasync-client`](configuration.md#fakeasync-client) says otherwise. If the last column is empty, no async
equivalent is known, and threads are a sound choice.
"""


def page() -> str:
    """Return the page."""
    catalog = load()
    parts = [_INTRODUCTION]
    for kind, (heading, codes) in _KINDS.items():
        rows = _libraries(catalog, kind)
        parts.append(f"## {heading}\n\n{codes}\n\n{_table(('Library', 'What blocks', 'Async equivalent'), rows)}")
    parts.append(_derived())
    parts.append(_must_be_closed(catalog))
    parts.append(_offloaders(catalog))
    parts.append(_exceptions(catalog))
    return "\n".join(parts)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _libraries(catalog: Catalog, kind: str) -> Iterator[tuple[str, str, str]]:
    """Yield a row for each library of a kind in which something blocks."""
    blocking: defaultdict[str, list[Function | Class]] = defaultdict(list)
    derived = _derived_roots()
    for function in catalog.functions():
        if function.kind == kind and function.effect in _BLOCKING and _root(function) not in derived:
            blocking[function.library].append(function)
    for cls in catalog.classes():
        if cls.kind == kind and not cls.is_async and _blocks(cls) and _root(cls) not in derived:
            blocking[cls.library].append(cls)
    for library, entries in sorted(blocking.items(), key=lambda item: item[0].lower()):
        twins = _twins(entries) or ([_CLIENT] if kind == "http" else [])
        own = library == "httpx"
        yield (
            library,
            _listed(_shown(sorted(entries, key=_is_function))),
            _listed([t if own or t != _CLIENT else "*client*" for t in twins]),
        )


def _root(entry: Function | Class) -> str:
    return entry.name.partition(".")[0]


def _derived_roots() -> frozenset[str]:
    """Return the import names of the libraries whose entries are derived from their source."""
    return frozenset(root for data in _derived_files() for root in data["roots"])


@functools.cache
def _derived_files() -> tuple[dict[str, Any], ...]:
    paths = sorted((DATA / "derived").glob("*.toml"))
    return tuple(tomllib.loads(path.read_text(encoding="utf-8")) for path in paths)


def _derived() -> str:
    """Return the section on libraries whose entries are derived."""
    rows = []
    for data in _derived_files():
        twins = {table["instead"] for table in data.get("class", ()) if "instead" in table}
        names = [table["names"][0] for table in data.get("class", ()) if not _BLOCKING.isdisjoint(table)]
        names += [name for table in data.get("function", ()) if table["effect"] in _BLOCKING for name in _calls(table)]
        said = data["derived"]
        shown = _listed([f"`{name}`" for name in names])
        rows.append((f"{said['package']} {said['version']}", shown, _listed([f"`{twin}`" for twin in sorted(twins)])))
    heads = ("Distribution", "What blocks", "Async equivalent")
    return f"## Derived from source\n\n{_DERIVED}\n\n{_table(heads, rows)}"


def _calls(table: dict[str, Any]) -> list[str]:
    home = f"{table['modules'][0]}." if "modules" in table else ""
    return [f"{home}{name}()" for name in table["names"]]


def _blocks(cls: Class) -> bool:
    """Return whether a method of a class blocks, or its constructor does."""
    return cls.connects != "never" or any(member.effect in _BLOCKING for member in cls.members.values())


def _is_function(entry: Function | Class) -> bool:
    """Return whether an entry is no class."""
    return not hasattr(entry, "members")


def _shown(entries: Iterable[Function | Class]) -> list[str]:
    """Return functions as calls and classes by their names; what is in the same module as the last is named shortly."""
    found = []
    module = ""
    for entry in entries:
        call = "()" if _is_function(entry) else ""
        name = entry.name.removeprefix(f"{module}.") if call else entry.name
        found.append(f"`{name}{call}`")
        module = entry.name.rpartition(".")[0]
    return found


def _twins(entries: Iterable[Function | Class]) -> list[str]:
    """Return what the entries name as async twins, each once."""
    found: dict[str, None] = {}
    for entry in entries:
        if entry.instead:
            found[f"`{entry.instead}`"] = None
        for member in getattr(entry, "members", {}).values():
            if member.instead and member.effect in _BLOCKING:
                found[f"`{member.instead}`"] = None
        if twin := getattr(entry, "twin", None):
            found[f"`{twin.replace('{member}', '…').replace('{name}', '…')}` of the same object"] = None
    return list(found)


def _listed(names: list[str]) -> str:
    """Return the first names, and how many there are beyond."""
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _must_be_closed(catalog: Catalog) -> str:
    """Return the section on async clients."""
    rows = (
        (f"`{cls.name}`", ", ".join(f"`await client.{name}()`" for name in cls.close))
        for cls in sorted(catalog.classes(), key=lambda cls: cls.name)
        if cls.leaks
    )
    told = "The code that creates a client has to close it, with `async with` or as shown. The JAM3 rules check that."
    return f"## Async clients\n\n{told}\n\n{_table(('Client', 'Closed by'), rows)}"


def _offloaders(catalog: Catalog) -> str:
    """Return the section on what runs a callable elsewhere."""
    qualified = sorted(f"`{one.name}`" for one in catalog.offloaders())
    methods = sorted(f"`….{name}`" for name in catalog.offloader_methods())
    told = "Functions that hand a callable to a thread, a process or an event loop. The JAM2 rules check the callable."
    return f"## Offloaders\n\n{told}\n\n" + "".join(f"- {name}\n" for name in [*qualified, *methods])


def _exceptions(catalog: Catalog) -> str:
    """Return the section on exceptions of requests and their twins."""
    rows = (
        (f"`{entry.name}`", _twin(entry, "httpx"), _twin(entry, "aiohttp"))
        for entry in sorted(catalog.exceptions(), key=lambda entry: entry.name)
        if entry.library == "requests"
    )
    told = "What to catch instead of an exception of requests, and what that does not cover. JAM4 rules use it."
    return f"## Exceptions of requests\n\n{told}\n\n{_table(('requests', 'httpx', 'aiohttp'), rows)}"


def _twin(entry: ExceptionEntry, library: str) -> str:
    """Return the twin of an exception with its gap."""
    twin, gap = entry.twin(library), entry.gap(library)
    words = re.sub(r"\|", "\\|", gap) if gap else ""
    return (f"`{twin}`" if twin else "none") + (f" ({words})" if words else "")
