"""The text of a derived catalog file: grouped so that a person can read and correct it, with the proofs as comments."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.derive.patterns import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from flake8_fakeasync.derive.entries import ClassEntry, Derived, FunctionEntry
    from flake8_fakeasync.derive.reach import Proof

_WIDTH = 118
_EFFECTS = ("blocks", "iterates", "enters", "property-blocks", "coroutine", "property", "sometimes", "pure")


class Origin(NamedTuple):
    """Where a file comes from: the day, `2026-11-26`, the command, and the folder that paths in proofs are below."""

    date: str
    command: str
    folder: Path


def render(found: Derived, origin: Origin) -> Iterator[str]:
    """Yield the lines of the file."""
    title = f"{found.name} {found.version}".strip()
    yield f"# Derived from the source of {title}: calls that reach blocking I/O whenever they are used."
    yield "# Above each group of names is the shortest call path of its first. Correct what is wrong."
    for dotted in found.unread:
        yield f"# Not read, as it cannot be parsed: {dotted}"
    yield f"roots = {_strings(found.roots)}"
    yield 'kind = "network"'
    said = {"package": found.name, "version": found.version, "date": origin.date, "command": origin.command}
    yield f"derived = {{ {', '.join(f'{key} = {json.dumps(value)}' for key, value in said.items())} }}"
    for several in _alike(found.functions):
        yield from _functions(several, origin)
    for cls in found.classes:
        yield from _class(cls, origin)


def _alike(functions: Iterable[FunctionEntry]) -> list[list[FunctionEntry]]:
    """Return functions that one table can describe: with the same effect, in the same modules."""
    found: dict[tuple[object, ...], list[FunctionEntry]] = defaultdict(list)
    for each in functions:
        modules = _modules(each)
        key = (modules or each.names, each.member.effect, each.member.returns, each.instead)
        found[key].append(each)
    return list(found.values())


def _modules(function: FunctionEntry) -> tuple[str, ...]:
    """Return the modules, or classes, that have a function under one name; none where its names differ."""
    last = {name.rpartition(".")[2] for name in function.names}
    return tuple(name.rpartition(".")[0] for name in function.names) if len(last) == 1 else ()


def _functions(several: list[FunctionEntry], origin: Origin) -> Iterator[str]:
    first = several[0]
    modules = _modules(first)
    yield ""
    yield "[[function]]"
    if len(modules) > 1:
        yield from _list("modules", modules)
    prefix = f"{modules[0]}." if len(modules) == 1 else ""
    names = [f"{prefix}{each.member.name}" for each in several] if modules else list(first.names)
    yield from _proved(
        "names",
        [
            (name, each.member.proof)
            for name, each in zip(names, several if modules else several * len(names), strict=True)
        ],
        origin,
    )
    yield f'effect = "{first.member.effect}"'
    if first.member.returns:
        yield f'returns = "{first.member.returns}"'
    if first.instead:
        yield f'instead = "{first.instead}"'


def _class(cls: ClassEntry, origin: Origin) -> Iterator[str]:
    yield ""
    yield "[[class]]"
    yield from _list("names", cls.names)
    yield from _nature(cls, origin)
    by_effect = grouped(cls.members)
    proofs = {member.name: member.proof for member in cls.members}
    for effect in filter(by_effect.get, _EFFECTS):
        yield from _proved(effect, [(name, proofs.get(first)) for name, first in by_effect[effect]], origin)
    returns = {member.name: member.returns for member in cls.members if member.returns}
    if returns:
        yield from _table("returns", returns)
    yield from _advice(cls)


def _nature(cls: ClassEntry, origin: Origin) -> Iterator[str]:
    """Yield what a class is, apart from its members."""
    if cls.is_async:
        yield "async = true"
    if cls.bases:
        yield from _list("bases", cls.bases)
    if cls.connects:
        yield f"# {_text(cls.connects, origin)}"
        yield 'connects = "always"'
    if cls.close:
        yield from _list("close", cls.close)
    if cls.deferring:
        yield from _list("deferring", cls.deferring)
    if cls.enter != "none":
        yield f'enter = "{cls.enter}"'


def _advice(cls: ClassEntry) -> Iterator[str]:
    """Yield what to use instead of a class, or of its members."""
    template = _template(cls)
    if template:
        yield f'twin = "{template}"'
    elif cls.twins:
        yield from _table("twins", {name: f"{cls.names[0]}.{twin}" for name, twin in cls.twins})
    if cls.instead:
        yield f'instead = "{cls.instead}"'


def _template(cls: ClassEntry) -> str:
    """Return how the twins of all members that block are named, "" if they are not alike."""
    blocking = {member.name for member in cls.members if member.says}
    twins = dict(cls.twins)
    for template in ("a{name}", "async_{name}", "{member}_async", "{member}_aio"):
        if twins and all(twins.get(name) == template.format(name=name, member=name) for name in blocking):
            return template
    return ""


def _proved(key: str, names: list[tuple[str, Proof | None]], origin: Origin) -> Iterator[str]:
    """Yield a list of names, those with the same way on from their own function together, below its path."""
    groups: dict[tuple[object, ...], list[tuple[str, Proof | None]]] = defaultdict(list)
    for name, proof in names:
        groups[(proof.functions[1:], proof.api) if proof else ()].append((name, proof))
    if list(groups) == [()]:
        yield from _list(key, [name for name, _ in names])
        return
    yield f"{key} = ["
    for group in groups.values():
        if group[0][1] is not None:
            yield f"    # {_text(group[0][1], origin)}"
        yield from _wrapped([name for name, _ in group])
    yield "]"


def _text(proof: Proof, origin: Origin) -> str:
    path = proof.path.removeprefix(f"{origin.folder}").lstrip("/\\").replace("\\", "/")
    return f"{' -> '.join(f'{name}()' for name in proof.functions)} -> {proof.api} at {path}:{proof.line}"


def _list(key: str, names: Iterable[str]) -> Iterator[str]:
    line = f"{key} = {_strings(names)}"
    if len(line) <= _WIDTH:
        yield line
        return
    yield f"{key} = ["
    yield from _wrapped(list(names))
    yield "]"


def _wrapped(names: list[str]) -> Iterator[str]:
    line = "   "
    for name in names:
        piece = f" {json.dumps(name)},"
        if len(line) + len(piece) > _WIDTH:
            yield line
            line = "   "
        line += piece
    yield line


def _table(key: str, values: dict[str, str]) -> Iterator[str]:
    yield f"{key} = {{ {', '.join(f'{_key(name)} = {json.dumps(value)}' for name, value in values.items())} }}"


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "a").isalnum() else json.dumps(name)


def _strings(names: Iterable[str]) -> str:
    return f"[{', '.join(map(json.dumps, names))}]"
