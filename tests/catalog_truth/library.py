"""Compares records of the catalog with the libraries they speak of."""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import inspect
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.catalog import Class, ExceptionEntry, Function, Idiom, Offloader

# Roots that several distributions share: one of them being installed says nothing of the others.
SHARED = frozenset(("azure", "google", "mysql", "snowflake"))
BLOCKING = frozenset(("blocks", "enters", "iterates"))


def installed(name: str) -> bool:
    """Return whether the library of a qualified name is there."""
    root = name.partition(".")[0]
    while name and root in SHARED:
        if getattr(_module(name), "__file__", None) and name.count("."):  # no namespace
            return True
        name = name.rpartition(".")[0]
    # httpxyz puts itself in the place of httpx when it is imported first.
    return root not in SHARED and getattr(_module(root), "__name__", None) == root


def is_there(name: str) -> bool:
    """Return whether something may be installed under the root of a qualified name; nothing is imported."""
    return importlib.util.find_spec(name.partition(".")[0]) is not None


def _module(name: str) -> object:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(name)
    except ImportError:
        return None


def resolve(name: str) -> object:
    """Return what a qualified name stands for; a bare name is a builtin."""
    if hasattr(builtins, name):
        return getattr(builtins, name)
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        found = _module(".".join(parts[:length]))
        if found is not None:
            for part in parts[length:]:
                found = getattr(found, part)
            return found
    raise ModuleNotFoundError(name)


def spelled(names: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with the spellings of one thing."""
    things = []
    for name in names:
        try:
            things.append(resolve(name))
        except (AttributeError, ImportError):
            yield f"{name} does not exist"
    if any(thing is not things[0] for thing in things):
        yield f"{names} are not the same thing"


def function(record: Function) -> Iterator[str]:
    """Yield what is wrong with a function."""
    yield from spelled(record.names)
    try:
        is_coroutine = inspect.iscoroutinefunction(resolve(record.name))
    except (AttributeError, ImportError):
        return
    if record.effect in BLOCKING and is_coroutine:
        yield f"{record.name} is a coroutine function"
    if record.effect == "coroutine" and not is_coroutine:
        yield f"{record.name} is no coroutine function"


def class_(record: Class) -> Iterator[str]:
    """Yield what is wrong with a class, its members and how it is closed."""
    yield from spelled(record.names)
    try:
        found = resolve(record.name)
    except (AttributeError, ImportError):
        return
    for name in record.close:
        closer = getattr(found, name, None)
        if closer is None:
            yield f"{record.name} has no {name}()"
        elif inspect.iscoroutinefunction(closer) != record.coroutine_close:
            yield f"{record.name}.{name}() is awaitable where the catalog says otherwise"
    for protocol, method in (("sync", "__enter__"), ("async", "__aenter__")):
        if record.enter in {protocol, "both"} and not hasattr(found, method):
            yield f"{record.name} has no {method}()"
    yield from _members(record, found)


def _members(record: Class, found: object) -> Iterator[str]:
    for name, member in record.members.items():
        here = f"{record.name}.{name}"
        value = getattr(found, name, None)
        if "*" in name or "." in name or (value is None and member.effect == "pure"):
            continue
        is_property = isinstance(inspect.getattr_static(found, name, None), property)
        is_coroutine = inspect.iscoroutinefunction(value)
        if value is None:
            yield f"{here} does not exist"
        elif member.effect == "coroutine" and not is_coroutine:
            yield f"{here} is no coroutine function"
        elif member.effect != "coroutine" and is_coroutine:
            yield f"{here} is a coroutine function"
        elif member.effect in BLOCKING and is_property:
            yield f"{here} is a property"
    if "*" in record.members and record.members["*"].effect == "coroutine":
        yield from (f"{record.name}.{name} is no coroutine function" for name in _plain(found) - record.members.keys())


def _plain(cls: object) -> set[str]:
    """Return the public methods that a class defines itself and that are no coroutine functions."""
    functions = {name: value for name, value in vars(cls).items() if inspect.isfunction(value)}
    return {name for name, value in functions.items() if name[0] != "_" and not inspect.iscoroutinefunction(value)}


def offloader(record: Offloader) -> Iterator[str]:
    """Yield what is wrong with an offloader and the position of its callable."""
    yield from spelled(record.names)
    for name in record.names:
        try:
            parameters = list(inspect.signature(resolve(name)).parameters)  # type: ignore[arg-type]
        except (AttributeError, ImportError, TypeError, ValueError):
            continue
        parameters = [parameter for parameter in parameters if parameter != "self"]
        if record.keyword and record.keyword not in parameters[record.callable :][:1]:
            yield f"{name} takes its callable elsewhere: {parameters}"


def exception(record: ExceptionEntry) -> Iterator[str]:
    """Yield what is wrong with an exception, its bases and its twins."""
    yield from spelled(record.names)
    try:
        found = resolve(record.name)
    except (AttributeError, ImportError):
        return
    bases = [resolve(base) for base in record.bases]
    if not isinstance(found, type) or not all(base in found.__mro__ for base in bases):
        yield f"{record.name} is not derived from {record.bases}"
    for library in ("requests", "httpx", "httpx2", "aiohttp", "urllib3", "urllib", "niquests"):
        twin = record.twin(library)
        if twin is None or not installed(library):
            continue
        try:
            is_exception = issubclass(resolve(twin), BaseException)  # type: ignore[arg-type]
        except AttributeError:
            is_exception = False
        if not is_exception:
            yield f"{twin}, twin of {record.name}, is no exception"


def idiom(record: Idiom) -> Iterator[str]:
    """Yield what is wrong with a keyword said to be rejected or a member said to be missing."""
    owner = resolve(record.owner)
    if record.kind == "missing" and hasattr(owner, record.name):
        yield f"{record.owner} has {record.name}"
    if record.kind == "ignored":
        attribute = getattr(owner, record.name, None)
        if isinstance(attribute, property) and attribute.fset:
            yield f"{record.owner}.{record.name} can be assigned"
    if record.kind == "keyword":
        yield from _keyword(record, owner)


def _keyword(record: Idiom, owner: object) -> Iterator[str]:
    method = record.method or ""
    if record.owner == "aiohttp":
        return
    if record.owner == "aiohttp.ClientSession" and method != "__init__":
        method = "_request"  # the verbs hand all their keywords on
    if record.name in inspect.signature(getattr(owner, method)).parameters:
        yield f"{record.owner}.{record.method}() takes {record.name}="
