"""What an expression may be: values → things, over all modules of a project."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.infer import (
    annotations,
    call_results,
    calls,
    conditions,
    construction,
    containers,
    field_values,
    parameters,
    tables,
)
from flake8_fakeasync.analysis.infer.callers import Callers
from flake8_fakeasync.analysis.infer.foreign_attributes import ForeignAttributes
from flake8_fakeasync.analysis.infer.instance_tests import narrowed
from flake8_fakeasync.analysis.infer.members import awaited, element, entered, item, member, part
from flake8_fakeasync.analysis.infer.mro import mro
from flake8_fakeasync.analysis.infer.names import Names
from flake8_fakeasync.analysis.infer.offloads import Offloads
from flake8_fakeasync.analysis.literals import literal
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
    Union,
    Unknown,
)
from flake8_fakeasync.analysis.syntax.texts import Text
from flake8_fakeasync.analysis.values import NOTHING, OwnClass, OwnFunction, OwnInstance, ValueSet, known, together

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from flake8_fakeasync.analysis.project.module import Context, Module
    from flake8_fakeasync.analysis.project.project import Project
    from flake8_fakeasync.catalog import Catalog


class Evaluator(Names):
    """Answers what values may be; one for a project and catalog."""

    def __init__(self, project: "Project", catalog: "Catalog") -> None:
        super().__init__(project, Queries(), catalog)
        self.subclasses: dict[OwnClass, list[OwnClass]] = self.queries.memo()
        self.derived: dict[str, dict[OwnClass, list[OwnClass]]] = self.queries.memo()  # by module and base
        self.implementations: dict[OwnFunction, list[OwnFunction]] = self.queries.memo()
        self.keys: dict[str, frozenset[ExprId]] = self.queries.memo()
        self.deciders: dict[tuple[str, FunctionId], call_results.Deciders] = self.queries.memo()
        self.excluded: dict[tuple[str, Context], conditions.Excluded] = self.queries.memo()
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

    def _parameter(self, module: "Module", row: Parameter) -> ValueSet:
        return parameters.parameter(self, module, row)

    def _join(self, module: "Module", row: Join) -> ValueSet:
        return self.any_of(module, self.chosen(module, row))

    def chosen(self, module: "Module", row: Join) -> tuple[ExprId, ...]:
        """Return those of several values that one may be, in the call that a module is seen by."""
        return conditions.chosen(self, module, row)

    def _union(self, module: "Module", row: Union) -> ValueSet:
        return self.any_of(module, row.parts)

    def _declared(self, module: "Module", row: Declared) -> ValueSet:
        found = known(self.infer(module, row.value)) if row.value else NOTHING
        if any(containers.says_something(value) for value in found):
            return found
        return self.infer_annotation(module, row.annotation) or found

    def _display(self, module: "Module", row: Display) -> ValueSet:
        return frozenset({tables.displayed(self, module, row)})

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
        return together([item(self, module, value, row.key) for value in self.infer(module, row.base)])

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
    ClassRef: lambda _evaluator, module, row: frozenset({OwnClass(module.path, row.scope)}),
    Constant: lambda _evaluator, _module, row: frozenset({literal(row.value)}),
    Declared: Evaluator._declared,
    Display: Evaluator._display,
    Element: Evaluator._element,
    Enter: Evaluator._enter,
    FunctionRef: lambda _evaluator, module, row: frozenset({OwnFunction(module.path, row.scope, None)}),
    Global: Evaluator._global,
    Imported: Evaluator._imported,
    Item: Evaluator._item,
    Join: Evaluator._join,
    Narrowed: Evaluator._narrowed,
    Parameter: Evaluator._parameter,
    Part: Evaluator._part,
    Starred: Evaluator._starred,
    Union: Evaluator._union,
    **dict.fromkeys((Comparison, Logical, Operator, Text, Unknown), _nothing),
}
