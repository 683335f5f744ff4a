"""Functions, classes and imports → scopes and bindings. Bodies of functions are walked after the code around them."""

import ast
from functools import partial

from flake8_fakeasync.analysis.ids import SHARED, ClassId, ExprId, FunctionId, RegionId, ScopeId, next_expr, next_scope
from flake8_fakeasync.analysis.syntax.building import made
from flake8_fakeasync.analysis.syntax.expressions import Expressions
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, ClassRef, FunctionRef, Parameter
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts, Import, ParameterFact
from flake8_fakeasync.analysis.syntax.flow import Flow
from flake8_fakeasync.analysis.syntax.kinds import ParameterKind
from flake8_fakeasync.analysis.syntax.nodes import LambdaNode
from flake8_fakeasync.analysis.syntax.recorder import Lexical

AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
# Of a function, before its body: its number, name, qualified name, parent, decorators, parameters and annotation.
Known = tuple[FunctionId, str, str, ScopeId, tuple[ExprId, ...], tuple[ParameterFact, ...], ExprId]


class Definitions(Expressions):
    """Records what `def`, `lambda`, `class` and `import` define."""

    def block(self, body: list[ast.stmt]) -> None:
        """Walk statements in order (defined with the statements)."""
        raise NotImplementedError

    def lambda_(self, node: ast.Lambda) -> ExprId:
        """Return the value of a lambda; its body is walked later."""
        return self._define(node, "<lambda>", (), UNKNOWN)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Record a `def` and bind its name."""
        decorators = self.each(node.decorator_list)
        self.bind(node.name, self._define(node, node.name, decorators, self.annotation(node.returns)))

    def each(self, nodes: list[ast.expr]) -> tuple[ExprId, ...]:
        """Return the values of expressions, in order."""
        return tuple([self.expression(node) for node in nodes]) if nodes else ()

    def _define(self, node: AnyFunction, name: str, decorators: tuple[ExprId, ...], annotation: ExprId) -> ExprId:
        scope = FunctionId(next_scope(self.scopes))
        self.scopes.append(None)
        parameters = self._parameters(scope, node.args)
        lexical = Lexical(scope, self.lexical.parent if self.in_class else self.lexical)
        known = (scope, name, self._qualified(name), self.scope, decorators, parameters, annotation)
        self.deferred.append(partial(self._body, node, self.region, lexical, known))
        return self.add(made(FunctionRef, (scope,)))

    def _body(self, node: AnyFunction, region: RegionId, lexical: Lexical, known: Known) -> None:
        scope, name, qualname, parent, decorators, parameters, annotation = known
        self.ran[scope] = lexical.ran
        self._enter(scope, region, lexical, qualname)
        names, bindings, body = self.flow.names, lexical.bindings, self.region
        for bound, _, _, _, expr in parameters:
            names[bound] = expr
            bindings.setdefault(bound, []).append(expr)
        kind = type(node)
        if isinstance(node, LambdaNode):
            lexical.results.append(self.expression(node.body))
        else:
            self.block(node.body)
        results, yields = tuple(lexical.results), tuple(lexical.yields)
        facts = (
            scope, name, qualname, parent, kind is ast.AsyncFunctionDef, bool(yields), kind is LambdaNode, decorators,
            parameters, annotation, results, yields, body, SHARED[node.lineno], node.col_offset,
        )  # fmt: skip
        self.scopes[scope] = made(FunctionFacts, facts)

    def _enter(self, scope: ScopeId, region: RegionId, lexical: Lexical, qualname: str) -> None:
        self.scope, self.region, self.lexical, self.qualname = scope, region, lexical, qualname
        self.in_class, self.depth, self.flow = False, 0, Flow()
        self.region = self.new_region("body")

    def _qualified(self, name: str) -> str:
        return f"{self.qualname}.{name}" if self.qualname else name

    def _parameters(self, scope: FunctionId, arguments: ast.arguments) -> tuple[ParameterFact, ...]:
        positional = arguments.posonlyargs + arguments.args
        defaults = arguments.defaults
        found: list[ParameterFact] = []
        place = len(defaults) - len(positional)
        for argument in positional:
            found.append(self._parameter(scope, argument, "positional", defaults[place] if place >= 0 else None))
            place += 1
        if arguments.vararg is not None:
            found.append(self._parameter(scope, arguments.vararg, "star", None))
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            found.append(self._parameter(scope, argument, "keyword", default))
        if arguments.kwarg is not None:
            found.append(self._parameter(scope, arguments.kwarg, "double-star", None))
        return tuple(found)

    def _parameter(
        self, scope: FunctionId, argument: ast.arg, kind: ParameterKind, default: ast.expr | None
    ) -> ParameterFact:
        name, hint = argument.arg, argument.annotation
        annotation = self.annotation(hint) if hint is not None else UNKNOWN
        expr = self.expression(default) if default is not None else UNKNOWN
        number = next_expr(self.exprs)
        self.exprs.append(made(Parameter, (scope, name)))
        return made(ParameterFact, (name, kind, annotation, expr, number))

    def class_(self, node: ast.ClassDef) -> None:
        """Record a class, walk its body in place and bind its name."""
        decorators, bases = self.each(node.decorator_list), self.each(node.bases)
        keywords = tuple([(keyword.arg, self.expression(keyword.value)) for keyword in node.keywords])
        scope = ClassId(next_scope(self.scopes))
        self.scopes.append(None)
        reference = self.add(ClassRef(scope))
        outside = (self.scope, self.region, self.lexical, self.qualname, self.in_class, self.flow)
        parent, lexical = self.scope, Lexical(scope, self.lexical.parent if self.in_class else self.lexical)
        lexical.ran = self.lexical.ran
        self.scope, self.lexical, self.qualname, self.in_class = scope, lexical, self._qualified(node.name), True
        self.flow = Flow(outside[-1])
        self.region = self.new_region("body")
        self.block(node.body)
        names = {name: tuple(exprs) for name, exprs in lexical.bindings.items()}
        self.scopes[scope] = ClassFacts(
            scope, node.name, self.qualname, parent, decorators, bases, keywords, names, self.region,
            SHARED[node.lineno], node.col_offset,
        )  # fmt: skip
        self.scope, self.region, self.lexical, self.qualname, self.in_class, self.flow = outside
        self.bind(node.name, reference)

    def import_(self, node: ast.Import) -> None:
        """Bind the modules of an `import`."""
        is_lazy = _is_lazy(node)
        for alias in node.names:
            self.imports.append(Import(alias.name, None, is_lazy, self.region, SHARED[node.lineno], node.col_offset))
            if alias.asname is not None:
                self.bind(alias.asname, self.imported(alias.name, None))
            else:
                top = alias.name.partition(".")[0]
                self.bind(top, self.imported(top, None))

    def import_from(self, node: ast.ImportFrom) -> None:
        """Bind the names of a `from … import`."""
        module, level = node.module or "", node.level
        if level:
            module = absolute(self.module, module, level, is_package=self.is_package)
        imports, region, line, column = self.imports, self.region, SHARED[node.lineno], node.col_offset
        is_lazy = _is_lazy(node)
        for alias in node.names:
            name = alias.name
            if name == "*":
                self.stars.append(module)
            else:
                imports.append(made(Import, (module, name, is_lazy, region, line, column)))
                self.bind(alias.asname or name, self.imported(module, name))


def _is_lazy(node: ast.Import | ast.ImportFrom) -> bool:
    return bool(getattr(node, "is_lazy", 0))  # from Python 3.15 on


def absolute(importer: str, module: str, level: int, *, is_package: bool) -> str:
    """Return the absolute name of an imported module, empty when a relative import leads out of what is known."""
    if not level:
        return module
    parts = importer.split(".") if importer else []
    drop = level - 1 if is_package else level
    if not parts or drop >= len(parts) + (1 if is_package else 0) or (drop and drop >= len(parts)):
        return ""
    kept = parts[: len(parts) - drop] if drop else parts
    return ".".join([*kept, module] if module else kept)
