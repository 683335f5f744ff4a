"""The walk: each statement of a module once, from syntax to facts."""

import ast
from collections.abc import Callable
from typing import Any

from flake8_fakeasync.analysis.syntax import dead, tables
from flake8_fakeasync.analysis.syntax.branches import Branches
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Call, Declared, Display, ExprId, Join, Part, made
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ModuleFacts, Store, Use
from flake8_fakeasync.analysis.syntax.nodes import AttributeNode, ConstantNode, NameNode, StarredNode, SubscriptNode
from flake8_fakeasync.analysis.syntax.recorder import Bindings, flatten


class Walker(Branches):
    """Turns simple statements into bindings, stores and uses; hands compound ones to `Branches`."""

    def block(self, body: list[ast.stmt]) -> None:
        """Walk statements in order, up to one after which nothing runs."""
        region = self.region
        for number, statement in enumerate(body):
            if self.flow.ended:
                if dead.yields(body[number:]):
                    self.lexical.yields.append(UNKNOWN)
                break
            visit = STATEMENTS.get(type(statement))
            if visit is not None:
                visit(self, statement)
        self.region = region

    def assign(self, target: ast.expr, expr: ExprId) -> None:
        """Bind a target of any form to a value."""
        if isinstance(target, NameNode):
            name = target.id
            annotation = self.lexical.annotations.get(name)
            bound = expr if annotation is None else self.add(Declared(annotation, expr))
            self.bind(name, bound)
            if name in self.lexical.declared:
                self.use(bound, "shared", target)
        elif isinstance(target, (AttributeNode, SubscriptNode)):
            self._store(target, expr)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target.elts, expr)
        elif isinstance(target, StarredNode):
            self.assign(target.value, UNKNOWN)

    def _unpack(self, targets: list[ast.expr], expr: ExprId) -> None:
        row = self.exprs[expr]
        starred = StarredNode in [type(target) for target in targets]
        if isinstance(row, Display) and len(row.items) == len(targets) and not starred:
            for target, item in zip(targets, row.items, strict=True):
                self.assign(target, item)
            return
        passed = False
        for index, target in enumerate(targets):
            passed = passed or isinstance(target, StarredNode)
            place = index - len(targets) if passed else index
            self.assign(target, self.add(Part(expr, place)) if expr else UNKNOWN)

    def _store(self, target: ast.Attribute | ast.Subscript, expr: ExprId) -> None:
        base = self.expression(target.value)
        name = ""
        if isinstance(target, AttributeNode):
            name = target.attr
            self.forget(target, expr)
            self.lexical.stored[base, name] = expr, self.region
        else:
            self.expression(target.slice)
        if base or expr:
            self.stores.append(made(Store, (base, name, expr, self.region, target.lineno, target.col_offset)))

    def _assign(self, node: ast.Assign) -> None:
        expr = self.expression(node.value)
        is_plain = not (self.lexical.annotations or self.lexical.declared)
        for target in node.targets:
            if type(target) is NameNode and is_plain:
                self.bind(target.id, expr)
            else:
                self.assign(target, expr)

    def _annotated(self, node: ast.AnnAssign) -> None:
        annotation = self.annotation(node.annotation)
        expr = self.expression(node.value) if node.value is not None else UNKNOWN
        target = node.target
        if annotation and isinstance(target, NameNode):
            self.lexical.annotations[target.id] = annotation
            self.bind(target.id, self.add(made(Declared, (annotation, expr))))
        else:
            self.assign(target, self.add(Declared(annotation, expr)) if annotation else expr)

    def _augmented(self, node: ast.AugAssign) -> None:
        self.use(self.expression(node.value), "operand", node)
        if isinstance(node.target, NameNode):
            self.use(self.read(node.target.id), "operand", node)
            self.bind(node.target.id, UNKNOWN)
        else:
            self.expression(node.target)

    def _expression(self, node: ast.Expr) -> None:
        expression = node.value
        if type(expression) is not ConstantNode:
            self.use(self.expression(expression), "dropped", expression)

    def _return(self, node: ast.Return) -> None:
        returned = node.value
        expr = self.expression(returned) if returned is not None else UNKNOWN
        self.lexical.results.append(expr)
        self.uses.append(made(Use, (expr, "returned", self.region, node.lineno, node.col_offset)))
        self.flow.end()

    def _raise(self, node: ast.Raise) -> None:
        if node.exc is not None:
            self.use(self.expression(node.exc), "raised", node)
        if node.cause is not None:
            self.expression(node.cause)
        self.flow.end()

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            self.use(self.expression(target), "deleted", target)
            if isinstance(target, NameNode):
                self.flow.bind(target.id, UNKNOWN)

    def _assert(self, node: ast.Assert) -> None:
        self.use(self.expression(node.test), "tested", node)
        if node.msg is not None:
            self.expression(node.msg)
        self.narrow(node.test, positive=True)

    def _global(self, node: ast.Global) -> None:
        for name in node.names:
            self.lexical.declared[name] = self.globals

    def _nonlocal(self, node: ast.Nonlocal) -> None:
        for name in node.names:
            outer = self.lexical.parent
            while outer is not None and name not in outer.bindings:
                outer = outer.parent
            if outer is not None:
                self.lexical.declared[name] = outer.bindings

    def _break(self, node: ast.Break) -> None:
        self.uses.append(Use(UNKNOWN, "left", self.region, node.lineno, node.col_offset))
        if self.lexical.breaks:
            self.lexical.breaks[-1].append(self.flow.fork())
        self.flow.end()

    def _continue(self, _node: ast.Continue) -> None:
        if self.lexical.continues:
            self.lexical.continues[-1].append(self.flow.fork())
        self.flow.end()

    def _alias(self, node: Any) -> None:  # noqa: ANN401  (ast.TypeAlias exists from Python 3.12)
        self.assign(node.name, self.annotation(node.value))


STATEMENTS: dict[type[ast.stmt], Callable[[Any, Any], None]] = {
    ast.AnnAssign: Walker._annotated,
    ast.Assert: Walker._assert,
    ast.Assign: Walker._assign,
    ast.AsyncFor: Walker.for_,
    ast.AsyncFunctionDef: Walker.function,
    ast.AsyncWith: Walker.with_,
    ast.AugAssign: Walker._augmented,
    ast.Break: Walker._break,
    ast.ClassDef: Walker.class_,
    ast.Continue: Walker._continue,
    ast.Delete: Walker._delete,
    ast.Expr: Walker._expression,
    ast.For: Walker.for_,
    ast.FunctionDef: Walker.function,
    ast.Global: Walker._global,
    ast.If: Walker.if_,
    ast.Import: Walker.import_,
    ast.ImportFrom: Walker.import_from,
    ast.Match: Walker.match_,
    ast.Nonlocal: Walker._nonlocal,
    ast.Pass: lambda _walk, _node: None,
    ast.Raise: Walker._raise,
    ast.Return: Walker._return,
    ast.Try: Walker.try_,
    ast.TryStar: Walker.try_,
    ast.While: Walker.while_,
    ast.With: Walker.with_,
}
if hasattr(ast, "TypeAlias"):
    STATEMENTS[ast.TypeAlias] = Walker._alias


def walk(tree: ast.Module, *, name: str = "", path: str = "", is_package: bool = False, below: str = "") -> ModuleFacts:
    """Return the facts of a module. Relative imports start from `below` or else its name; without both, nowhere."""
    walker = Walker(below or name, is_package=is_package)
    walker.scopes.append(None)
    body = walker.new_region("body")
    walker.block(tree.body)
    final = walker.flow.names
    bindings = walker.lexical.bindings
    while walker.deferred:
        walker.deferred.popleft()()
    walker.scopes[0] = FunctionFacts(
        0, "", "", 0, False, False, False, (), (), UNKNOWN, (), (), body, 1, 0  # noqa: FBT003
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
        kinds=rows,
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
