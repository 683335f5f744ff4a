"""Lazy imports that run in a coroutine: it uses the name first, as nothing but coroutines uses it."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.project.neighbours import where
from flake8_fakeasync.analysis.project.uses import parts
from flake8_fakeasync.analysis.syntax.exprs import (
    UNKNOWN,
    Attribute,
    Await,
    Call,
    Declared,
    Element,
    Enter,
    Global,
    Imported,
)
from flake8_fakeasync.analysis.syntax.facts import Handler, Import, Store, Use
from flake8_fakeasync.analysis.values import External

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.view import View

_PLACED = (Attribute, Await, Call, Element, Enter, Handler, Store, Use)
_Placed: TypeAlias = Attribute | Await | Call | Element | Enter | Handler | Store | Use


class LazyUse(NamedTuple):
    """The first use of what is imported lazily, in the coroutine `function`; `statement` is the import without lazy."""

    id: ExprId
    function: str
    statement: str
    region: RegionId
    line: int
    column: int


def lazy_uses(view: "View") -> Iterator[LazyUse]:
    """Yield the first use of each library that a module imports lazily, if all uses in the project are in coroutines.

    The standard library is loaded for the most part, and what the catalog does not know may be small.
    """
    lazy = {_root(each): each for each in reversed(view.facts.imports) if each.is_lazy}
    for root in sorted(lazy.keys() & view.catalog.roots - sys.stdlib_module_names):
        uses = _uses(view.module, root)
        if uses and _is_external(view, root) and not _is_loaded_elsewhere(view, root):
            first = min(uses, key=_place)
            function, number = view.facts.function_of(first.region), getattr(first, "id", UNKNOWN)
            yield LazyUse(number, function.name, _statement(lazy[root]), first.region, first.line, first.column)


def _root(fact: Import) -> str:
    return fact.module.partition(".")[0]


def _place(fact: _Placed) -> tuple[int, int]:
    return fact.line, fact.column


def _statement(fact: Import) -> str:
    return f"import {fact.module}" if fact.name is None else f"from {fact.module} import {fact.name}"


def _is_external(view: "View", root: str) -> bool:
    """Return whether a name is that of a library, and not of a module of the project."""
    return all(isinstance(value, External) for expr in _imported(view.module, root) for value in view.infer(expr))


def _is_loaded_elsewhere(view: "View", root: str) -> bool:
    """Return whether another file of the project may load a library before a coroutine does."""
    others = where(view.program.project, view.module, lambda text: root in text)
    return any(_uses(each, root) is None for each in others if view.module.is_test or not each.is_test)


def _uses(module: "Module", root: str) -> list[_Placed] | None:
    """Return where coroutines use a library that a module imports lazily; None if anything else may load it."""
    if any(_root(each) == root and not each.is_lazy for each in module.facts.imports):
        return None
    bound = _imported(module, root)
    names = {name for name, exprs in module.facts.names.items() if bound.intersection(exprs)}
    bound.update(expr for expr in module.facts.kinds.get(Global, ()) if getattr(module.row(expr), "name", "") in names)
    index, annotations = module.uses_of, _annotations(module)
    if any(each in index.decorators or index.bases.get(each) or index.defaults.get(each) for each in bound):
        return None
    mentions = [each for expr in bound for each in index.of(expr) if each.value not in annotations]
    facts = [*(each.fact for each in mentions), *(each for each in module.facts.handlers if each.types in bound)]
    facts += [store for store in module.facts.stores if store.base in bound]
    uses = [each for each in facts if isinstance(each, _PLACED) and module.facts.function_of(each.region).is_async]
    return uses if len(uses) == len(facts) else None


def _imported(module: "Module", root: str) -> set[ExprId]:
    """Return the rows of what a module imports of a library."""
    rows = ((expr, module.row(expr)) for expr in module.facts.kinds.get(Imported, ()))
    return {expr for expr, row in rows if isinstance(row, Imported) and row.module.partition(".")[0] == root}


def _annotations(module: "Module") -> set[ExprId]:
    """Return the rows of annotations, which Pythons with lazy imports do not run."""
    functions = list(module.functions())
    pending = [function.annotation for function in functions]
    pending += [parameter.annotation for function in functions for parameter in function.parameters]
    pending += [row.annotation for row in module.rows(Declared)]
    found = set[ExprId]()
    while pending:
        expr = pending.pop()
        if expr not in found:
            found.add(expr)
            pending += parts(module.row(expr))
    return found
