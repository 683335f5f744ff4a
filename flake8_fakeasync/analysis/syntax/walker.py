"""The walk: each statement of a module once, from syntax to facts."""

import ast

from flake8_fakeasync.analysis.ids import MODULE, ExprId, few_bytes
from flake8_fakeasync.analysis.syntax import tables
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Call, Join
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ModuleFacts
from flake8_fakeasync.analysis.syntax.joins import flatten
from flake8_fakeasync.analysis.syntax.recorder import Bindings
from flake8_fakeasync.analysis.syntax.statements import Statements


def walk(tree: ast.Module, *, name: str = "", path: str = "", is_package: bool = False, below: str = "") -> ModuleFacts:
    """Return the facts of a module. Relative imports start from `below` or else its name; without both, nowhere."""
    walker = Statements(below or name, is_package=is_package)
    walker.scopes.append(None)
    body = walker.new_region("body")
    walker.block(tree.body)
    final = walker.flow.names
    bindings = walker.lexical.bindings
    while walker.deferred:
        walker.deferred.popleft()()
    walker.scopes[0] = FunctionFacts(
        MODULE, "", "", MODULE, False, False, False, (), (), UNKNOWN, (), (), body, 1, 0  # noqa: FBT003
    )  # fmt: skip
    scopes = [scope for scope in walker.scopes if scope is not None]
    rows = tables.kinds(walker.exprs)
    flatten(walker.exprs, rows.get(Join, ()))
    calls = tables.named(rows.get(Call, ()), walker.exprs)
    return ModuleFacts(
        name=name,
        path=path,
        is_package=is_package,
        exprs=walker.exprs,
        regions=walker.regions,
        scopes=scopes,
        names=_names(final, bindings, walker.globals),
        stars=tuple(walker.stars),
        uses=walker.uses,
        stores=[*walker.stores, *tables.stores_by_call(calls, walker.exprs)],
        handlers=walker.handlers,
        imports=walker.imports,
        element_writes=list(tables.element_writes(calls, walker.stores)),
        kinds={kind: few_bytes(exprs) for kind, exprs in rows.items()},
        operations=tables.operations(walker.ran, walker.called, rows),
    )


def _names(final: dict[str, ExprId], bindings: Bindings, rebound: Bindings) -> dict[str, tuple[ExprId, ...]]:
    """Module-level names: what they are when the module has been run, and what functions rebind through `global`."""
    names: dict[str, tuple[ExprId, ...]] = {}
    for name, exprs in bindings.items():
        last = (final[name],) if name in final else tuple(exprs)
        names[name] = last
    for name, exprs in rebound.items():
        names[name] = tuple(dict.fromkeys((*names.get(name, ()), *exprs)))
    return names
