"""What an expression is said to be, by us and by astroid, in names that can be compared."""

from __future__ import annotations

import builtins
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import astroid
from astroid import bases, nodes, objects, util

from flake8_fakeasync.analysis.values import (
    External,
    Instance,
    Literal,
    OwnClass,
    OwnFunction,
    OwnInstance,
    OwnModule,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.values import Value

_MADE = "__astroid_synthetic."  # before the names of classes that a call makes
_MOST_ANSWERS = 30  # astroid yields alternatives one by one


class Named(NamedTuple):
    """A thing by its definition: `kind` is instance, class, function or module; `name` is its name in `file`."""

    kind: str
    file: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name or self.file.rpartition('/')[2]}"


# None stands for what cannot be compared: one of the possibilities is unknown, or of a kind that only one side has.
Answer = frozenset[Named] | None


def by_astroid(node: nodes.NodeNG) -> Answer:
    """Return what astroid infers for a node."""
    found: set[Named] = set()
    try:
        for count, value in enumerate(node.infer()):
            named = _named(value)
            if named is None or count > _MOST_ANSWERS:
                return None
            found.add(named)
    except Exception:  # noqa: BLE001  (astroid may fail on any code in any way)
        return None
    return frozenset(found - {_NONE}) or None


_NONE = Named("instance", "", "builtins.NoneType")


def _named(value: Any) -> Named | None:  # noqa: ANN401  (astroid is untyped)
    """Return a value of astroid by its name."""
    if isinstance(value, (util.UninferableBase, objects.Super, bases.Generator)):
        return None
    if isinstance(value, nodes.Module):
        return _of("module", value)
    if isinstance(value, (bases.UnboundMethod, bases.BoundMethod, nodes.FunctionDef)):
        return _of("function", getattr(value, "_proxied", value))
    if isinstance(value, nodes.ClassDef):
        return _of("class", value)
    if isinstance(value, bases.Instance):
        return _of("instance", value._proxied)  # noqa: SLF001  (there is no public name for the class)
    if isinstance(value, nodes.Const):
        return Named("instance", "", value.pytype())
    return None


def _of(kind: str, definition: Any) -> Named | None:  # noqa: ANN401
    while isinstance(definition, (bases.UnboundMethod, bases.BoundMethod)):
        definition = definition._proxied  # noqa: SLF001
    root = definition.root()
    if not root.file and definition.qname().startswith(_MADE):
        return None  # nothing tells where it was made
    if root.name == "builtins" or not root.file:
        return Named(kind, "", definition.qname())
    name = definition.qname().removeprefix(root.name).removeprefix(".")
    return Named(kind, root.file, name.replace(_MADE, ""))


def by_us(program: Program, values: Iterable[Value]) -> Answer:
    """Return what we infer."""
    found: set[Named] = set()
    for value in values:
        named = _ours(program, value)
        if named is None:
            return None
        found.add(named)
    return frozenset(found - {_NONE}) or None


def _ours(program: Program, value: Value) -> Named | None:
    match value:
        case Instance(name, ""):
            cls = external(name)
            return cls._replace(kind="instance") if cls is not None and cls.kind == "class" else None
        case External(name):
            return external(name)
        case OwnModule(path, _):
            return Named("module", path, "")
        case OwnInstance(path, scope) | OwnClass(path, scope) | OwnFunction(path, scope, _):
            module = program.project.module(path)
            kind = {OwnInstance: "instance", OwnClass: "class", OwnFunction: "function"}[type(value)]
            return Named(kind, path, module.scope(scope).qualname) if module is not None else None
        case Literal(None, "NoneType"):
            return _NONE
        case Literal(constant, kind) if constant is not None:
            return Named("instance", "", f"builtins.{kind}")
    return None


@cache
def external(name: str) -> Named | None:
    """Return what the qualified name of something of a library means where the library is installed."""
    if "." not in name and hasattr(builtins, name):
        name = f"builtins.{name}"
    node: Any = None
    parts = name.split(".")
    for length in (1,) if parts[0] == "builtins" else range(len(parts), 0, -1):
        try:
            node = astroid.MANAGER.ast_from_module_name(".".join(parts[:length]))
        except Exception:  # noqa: BLE001, S112
            continue
        for part in parts[length:]:
            try:
                node = next(iter(node.igetattr(part)))
            except Exception:  # noqa: BLE001
                return None
        return _named(node)
    return None


def related(one: Named, other: Named) -> bool:
    """Return whether two things are the same, or instances of classes of which one is derived from the other."""
    return one == other or (one.kind == other.kind and one in _lineage(other)) or other in _lineage(one)


@cache
def _lineage(named: Named) -> frozenset[Named]:
    """Return a class, or an instance, as each of its base classes."""
    if named.kind not in {"instance", "class"}:
        return frozenset()
    node = _class_node(named)
    try:
        line = [_of(named.kind, base) for base in node.mro()] if node is not None else []
        return frozenset(each for each in line if each is not None)
    except Exception:  # noqa: BLE001
        return frozenset()


def _class_node(named: Named) -> Any:  # noqa: ANN401
    try:
        if not named.file:
            return astroid.MANAGER.ast_from_module_name("builtins")[named.name.removeprefix("builtins.")]
        node: Any = astroid.MANAGER.ast_from_file(named.file)
        for part in named.name.split("."):
            node = node[part]
    except Exception:  # noqa: BLE001
        return None
    return node


def forget() -> None:
    """Forget what belongs to a project: another one may have modules of the same names."""
    astroid.MANAGER.clear_cache()
    external.cache_clear()
    _lineage.cache_clear()
