"""Targets of assignments: the names that they bind, the attributes and items that they store."""

import ast

from flake8_fakeasync.analysis.ids import SHARED, ExprId
from flake8_fakeasync.analysis.syntax.branches import Branches
from flake8_fakeasync.analysis.syntax.building import made
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Declared, Display, Element, Part
from flake8_fakeasync.analysis.syntax.facts import Store
from flake8_fakeasync.analysis.syntax.nodes import AttributeNode, NameNode, StarredNode, SubscriptNode


class Assignments(Branches):
    """Binds targets of any form to values."""

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
            self._unpack(target, expr)
        elif isinstance(target, StarredNode):
            self.assign(target.value, UNKNOWN)

    def _unpack(self, target: ast.Tuple | ast.List, expr: ExprId) -> None:
        row, targets = self.exprs[expr], target.elts
        starred = StarredNode in [type(target) for target in targets]
        if isinstance(row, Display) and len(row.items) == len(targets) and not starred:
            for each, item in zip(targets, row.items, strict=True):
                self.assign(each, item)
            return
        if type(row) is not Element:
            self.operator(expr, "__iter__", target)
        passed = False
        for index, each in enumerate(targets):
            passed = passed or isinstance(each, StarredNode)
            place = index - len(targets) if passed else index
            self.assign(each, self.add(Part(expr, place)) if expr else UNKNOWN)

    def _store(self, target: ast.Attribute | ast.Subscript, expr: ExprId) -> None:
        base = self.expression(target.value)
        name = ""
        if isinstance(target, AttributeNode):
            name = target.attr
            self.forget(target, expr)
            self.lexical.stored[base, name] = expr, self.region
        else:
            self.expression(target.slice)
        self.operator(base, f"{name}=" if name else "__setitem__", target)
        if base or expr:
            self.stores.append(made(Store, (base, name, expr, self.region, SHARED[target.lineno], target.col_offset)))
