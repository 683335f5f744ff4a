"""Statements: each once, in order; what they bind and store, and how they end."""

import ast
from collections.abc import Callable
from typing import Any

from flake8_fakeasync.analysis.ids import SHARED, ExprId
from flake8_fakeasync.analysis.syntax import dead
from flake8_fakeasync.analysis.syntax.assignments import Assignments
from flake8_fakeasync.analysis.syntax.building import made
from flake8_fakeasync.analysis.syntax.conditions import condition
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Attribute, Declared, Item
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.syntax.nodes import CompareNode, ConstantNode, NameNode, UnaryOpNode
from flake8_fakeasync.analysis.syntax.operators import ARITHMETIC


class Statements(Assignments):
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

    def _assign(self, node: ast.Assign) -> None:
        expr = self._value(node.value)
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
        target = node.target
        name = f"__i{ARITHMETIC[type(node.op)]}__"
        if isinstance(target, NameNode):
            changed = self.read(target.id)
            self.use(changed, "operand", node)
            self.operator(changed, name, node)
            self.bind(target.id, UNKNOWN)
            return
        changed = self.expression(target)
        row = self.exprs[changed]
        if isinstance(row, Item):
            self.operator(row.base, "__getitem__", target)
        elif isinstance(row, Attribute):
            self.operator(row.base, f"{row.name}=", target)
        self.operator(changed, name, node)

    def _expression(self, node: ast.Expr) -> None:
        expression = node.value
        if type(expression) is not ConstantNode:
            self.use(self.expression(expression), "dropped", expression)

    def _return(self, node: ast.Return) -> None:
        returned = node.value
        expr = self._value(returned) if returned is not None else UNKNOWN
        self.lexical.results.append(expr)
        self.uses.append(made(Use, (expr, "returned", self.region, SHARED[node.lineno], node.col_offset)))
        self.flow.end()

    def _value(self, node: ast.expr) -> ExprId:
        """Return the row of what is returned or assigned: that of the test where it is one."""
        expr = self.expression(node)
        return condition(self, node) if isinstance(node, CompareNode | UnaryOpNode) and not expr else expr

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
        self.uses.append(Use(UNKNOWN, "left", self.region, SHARED[node.lineno], node.col_offset))
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
    ast.AnnAssign: Statements._annotated,
    ast.Assert: Statements._assert,
    ast.Assign: Statements._assign,
    ast.AsyncFor: Statements.for_,
    ast.AsyncFunctionDef: Statements.function,
    ast.AsyncWith: Statements.with_,
    ast.AugAssign: Statements._augmented,
    ast.Break: Statements._break,
    ast.ClassDef: Statements.class_,
    ast.Continue: Statements._continue,
    ast.Delete: Statements._delete,
    ast.Expr: Statements._expression,
    ast.For: Statements.for_,
    ast.FunctionDef: Statements.function,
    ast.Global: Statements._global,
    ast.If: Statements.if_,
    ast.Import: Statements.import_,
    ast.ImportFrom: Statements.import_from,
    ast.Match: Statements.match_,
    ast.Nonlocal: Statements._nonlocal,
    ast.Pass: lambda _walk, _node: None,
    ast.Raise: Statements._raise,
    ast.Return: Statements._return,
    ast.Try: Statements.try_,
    ast.TryStar: Statements.try_,
    ast.While: Statements.while_,
    ast.With: Statements.with_,
}
if hasattr(ast, "TypeAlias"):
    STATEMENTS[ast.TypeAlias] = Statements._alias
