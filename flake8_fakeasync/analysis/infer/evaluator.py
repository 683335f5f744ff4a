"""What an expression may be: values → things, over all modules of a project."""

import builtins
from collections import deque
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import annotations, calls, construction, containers, field_values, parameters
from flake8_fakeasync.analysis.infer.callers import Callers
from flake8_fakeasync.analysis.infer.foreign_attributes import ForeignAttributes
from flake8_fakeasync.analysis.infer.instance_tests import narrowed
from flake8_fakeasync.analysis.infer.members import awaited, element, entered, item, member, module_attribute, part
from flake8_fakeasync.analysis.infer.mro import mro
from flake8_fakeasync.analysis.infer.offloads import Offloads
from flake8_fakeasync.analysis.infer.query_cache import QueryCache
from flake8_fakeasync.analysis.mro import Mro
from flake8_fakeasync.analysis.project.parameters import told
from flake8_fakeasync.analysis.query import Queries
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison, Logical, Narrowed
from flake8_fakeasync.analysis.syntax.exprs import (
    Attribute,
    Await,
    Call,
    Caught,
    ClassRef,
    Constant,
    Declared,
    Display,
    Element,
    Enter,
    Expr,
    FunctionRef,
    Global,
    Imported,
    Item,
    Join,
    Operator,
    Parameter,
    Part,
    Starred,
    Text,
    Union,
    Unknown,
)
from flake8_fakeasync.analysis.values import (
    NOTHING,
    External,
    OwnClass,
    OwnFunction,
    OwnInstance,
    OwnModule,
    Several,
    Value,
    ValueSet,
    known,
    literal,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.project.project import Project
    from flake8_fakeasync.catalog import Catalog

MOST_PLACES = 20  # of a list or set; the elements of a longer one are not told apart


class Evaluator(QueryCache):
    """Answers what values may be; one for a project and catalog."""

    def __init__(self, project: "Project", catalog: "Catalog") -> None:
        super().__init__(project, Queries())
        self.catalog = catalog
        self.subclasses: dict[OwnClass, list[OwnClass]] = self.queries.memo()
        self._stars: dict[str, list[Value]] = self.queries.memo()
        self.derived: dict[str, dict[OwnClass, list[OwnClass]]] = self.queries.memo()  # by module and base
        self.implementations: dict[OwnFunction, list[OwnFunction]] = self.queries.memo()
        self.conforming: dict[OwnClass, list[OwnClass]] = self.queries.memo()
        self.fields: dict[OwnClass, list[str]] = self.queries.memo()  # of dataclasses and the like
        self.offloads = Offloads(self)
        self.callers = Callers(self)
        self.foreign_attributes = ForeignAttributes(self)

    def _resolve(self, module: "Module", expr: ExprId) -> ValueSet:
        row = module.row(expr)
        answer = ROWS[type(row)](self, module, row)
        added = module.writes_by_container.get(expr)
        if added:
            answer = containers.filled(answer, self.any_of(module, tuple(added)))
        return containers.shallow(answer)

    def _read(self, module: "Module", expr: ExprId) -> ValueSet:
        return annotations.read(self, module, expr)

    def _line(self, cls: OwnClass) -> Mro:
        return mro(self, cls)

    def any_of(self, module: "Module", exprs: tuple[ExprId, ...]) -> ValueSet:
        """Return what any of these values may be."""
        return together([self.infer(module, expr) for expr in exprs])

    def module_named(self, module: "Module", name: str) -> Value | None:
        """Return the module that an absolute name means to an importer."""
        if not name:
            return None
        found = self.project.find(name, module)
        if found is not None:
            return OwnModule(found, name)
        top = name.partition(".")[0]
        if top != name and self._is_own(top, module):
            return None
        return External(name)

    def _is_own(self, top: str, module: "Module") -> bool:
        return self.project.find(top, module) is not None

    def _imported(self, module: "Module", row: Imported) -> ValueSet:
        base = self.module_named(module, row.module)
        if base is None:
            return NOTHING
        if row.name is None:
            return frozenset({base})
        if isinstance(base, External):
            return frozenset({External(self.catalog.canonical(f"{base.name}.{row.name}"))})
        return module_attribute(self, module, base, row.name) if isinstance(base, OwnModule) else NOTHING

    def _global(self, module: "Module", row: Global) -> ValueSet:
        return self.global_named(module, row.name)

    def global_named(self, module: "Module", name: str) -> ValueSet:
        """Return what a module-level or builtin name may be."""
        exprs = module.facts.names.get(name)
        if exprs is not None:
            return self.any_of(module, exprs)
        found = self.from_stars(module, name)
        if not found and hasattr(builtins, name):
            return frozenset({External(f"builtins.{name}")})
        return found

    def from_stars(self, module: "Module", name: str) -> ValueSet:
        """Return what a name that only star imports can have bound may be."""
        found = self.starred(module, name)
        if isinstance(found, External):
            return frozenset({found})
        return self.any_of(found, found.facts.names[name]) if found is not None else NOTHING

    def starred(self, module: "Module", name: str) -> "External | Module | None":
        """Return what a star import binds a name to, or the module that does; they may lead through each other."""
        pending, seen = deque(self._stars_of(module)), {module.path}
        while pending:
            base = pending.popleft()
            if isinstance(base, External):
                full = self.catalog.canonical(f"{base.name}.{name}")
                if self.catalog.function(full) or self.catalog.cls(full) or self.catalog.exception(full):
                    return External(full)
            if not isinstance(base, OwnModule) or base.path in seen:
                continue
            seen.add(base.path)
            found = self.project.defining(base.path, name)
            if found is not None and name in found.facts.names:
                return found
            pending += self._stars_of(found) if found is not None else ()
        return None

    def _stars_of(self, module: "Module") -> list[Value]:
        """Return the modules of whose names star imports of a module may bind some, each once."""
        found = self._stars.get(module.path)
        if found is None:
            named = dict.fromkeys(self.module_named(module, star) for star in module.facts.stars)
            some = (each for each in named if each is not None)
            found = self._stars[module.path] = [each for each in some if self._may_bind(each)]
        return found

    def _may_bind(self, base: Value) -> bool:
        return not isinstance(base, External) or base.name.partition(".")[0] in self.catalog.roots

    def _parameter(self, module: "Module", row: Parameter) -> ValueSet:
        return parameters.parameter(self, module, row)

    def _join(self, module: "Module", row: Join | Union) -> ValueSet:
        return self.any_of(module, row.parts)

    def _declared(self, module: "Module", row: Declared) -> ValueSet:
        found = known(self.infer(module, row.value)) if row.value else NOTHING
        if any(containers.says_something(value) for value in found):
            return found
        return self.infer_annotation(module, row.annotation) or found

    def _display(self, module: "Module", row: Display) -> ValueSet:
        is_known = row.kind == "tuple" or (row.kind in {"list", "set"} and len(row.items) <= MOST_PLACES)
        if is_known and not any(isinstance(module.row(i), Starred) for i in row.items):
            return frozenset({Several(tuple(self.infer(module, expr) for expr in row.items))})
        if row.kind in {"dict", "dictcomp"}:
            return frozenset({containers.mapping(self.any_of(module, row.items))})
        return frozenset({containers.iterable(self.any_of(module, row.items))})

    def _narrowed(self, module: "Module", row: Narrowed) -> ValueSet:
        return narrowed(self, module, row)

    def _attribute(self, module: "Module", row: Attribute) -> ValueSet:
        stored = module.stored_beside(row)
        if stored:
            return self.any_of(module, stored)
        made_with = told(module, row)
        if made_with:
            return self.any_of(module, made_with)
        values = self.infer(module, row.base)
        if not values:
            place = self.foreign_attributes.place(module, row.base)
            return self.foreign_attributes.stored(module, place, row.name) if place is not None else NOTHING
        found = together([member(self, module, value, row.name) for value in values])
        is_told = bool(known(found)) and not field_values.is_callable_only(found)
        if is_told or not all(isinstance(value, OwnInstance) for value in known(values)):
            return found
        return construction.attribute(self, module, row, values) or known(found)

    def _call(self, module: "Module", row: Call) -> ValueSet:
        return calls.result(self, module, row)

    def _await(self, module: "Module", row: Await) -> ValueSet:
        return awaited(self.infer(module, row.value))

    def _enter(self, module: "Module", row: Enter) -> ValueSet:
        return together(
            [entered(self, module, value, is_async=row.is_async) for value in self.infer(module, row.value)]
        )

    def _caught(self, module: "Module", row: Caught) -> ValueSet:
        return annotations.instances(self, module, row.types)

    def _element(self, module: "Module", row: Element) -> ValueSet:
        return together([element(self, module, value) for value in self.infer(module, row.base)])

    def _item(self, module: "Module", row: Item) -> ValueSet:
        key = module.row(row.key)
        return together([item(self, module, value, key) for value in self.infer(module, row.base)])

    def _starred(self, module: "Module", row: Starred) -> ValueSet:
        return together([element(self, module, value) for value in self.infer(module, row.value)])

    def _part(self, module: "Module", row: Part) -> ValueSet:
        return together([part(value, row.place) for value in self.infer(module, row.base)])


def _nothing(_evaluator: Evaluator, _module: "Module", _row: Expr) -> ValueSet:
    return NOTHING


ROWS: "dict[type[Expr], Callable[[Evaluator, Module, Any], ValueSet]]" = {
    Attribute: Evaluator._attribute,
    Await: Evaluator._await,
    Call: Evaluator._call,
    Caught: Evaluator._caught,
    ClassRef: lambda _names, module, row: frozenset({OwnClass(module.path, row.scope)}),
    Constant: lambda _names, _module, row: frozenset({literal(row.value)}),
    Declared: Evaluator._declared,
    Display: Evaluator._display,
    Element: Evaluator._element,
    Enter: Evaluator._enter,
    FunctionRef: lambda _names, module, row: frozenset({OwnFunction(module.path, row.scope, None)}),
    Global: Evaluator._global,
    Imported: Evaluator._imported,
    Item: Evaluator._item,
    Join: Evaluator._join,
    Narrowed: Evaluator._narrowed,
    Operator: _nothing,
    Parameter: Evaluator._parameter,
    Part: Evaluator._part,
    Starred: Evaluator._starred,
    Comparison: _nothing,
    Logical: _nothing,
    Text: _nothing,
    Unknown: _nothing,
    Union: Evaluator._join,
}
