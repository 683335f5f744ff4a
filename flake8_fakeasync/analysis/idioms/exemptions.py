"""Why an unknown member is not reported: the error is expected, the member was added, or a test came first."""

import re
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.idioms import Place, instance, read
from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.project.neighbours import neighbours
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Enter, Expr, Imported
from flake8_fakeasync.analysis.syntax.leaves import displayed
from flake8_fakeasync.analysis.values import External, ValueSet

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View
    from flake8_fakeasync.catalog.idioms import Idiom

_WORD = re.compile(r"\w+")
_ASK_FOR_VERSION = frozenset({"importlib.metadata.version", "importlib_metadata.version"})
_DOUBLES = frozenset({"AsyncMock", "MagicMock", "Mock", "NonCallableMock", "PropertyMock", "create_autospec"})
_ASK_FOR_PARAMETERS = frozenset({"inspect.signature", "inspect.getfullargspec"})


def expected(view: "View", region: RegionId, *exceptions: str) -> bool:
    """Return whether code runs where one of these exceptions is caught, or after one was caught."""
    facts = view.facts
    around = facts.enclosing(region)
    caught = [handler.types for handler in facts.handlers if {handler.guarded, handler.region} & set(around)]
    for each in around:
        if facts.regions[each].kind == "with":
            rows = [view.module.row(expr) for expr in facts.regions[each].detail]
            managers = [view.module.row(row.value) for row in rows if isinstance(row, Enter)]
            caught += [argument for row in managers if isinstance(row, Call) for argument in row.arguments]
    wanted = {f"builtins.{name}" for name in exceptions}
    return any(wanted & _names(view, expr) for expr in caught)


def _names(view: "View", expr: ExprId) -> set[str]:
    values = [value for each in displayed(view.facts.exprs, expr) for value in view.infer(each)]
    return {value.name for value in values if isinstance(value, External)}


def assigned(view: "View", place: Place) -> bool:
    """Return whether the module itself puts a member there: on the class, the module or an instance."""
    evaluator = view.program.evaluator
    for store in view.facts.stores:
        if store.name != place.name:
            continue
        for value in view.infer(store.base):
            if isinstance(value, External) and value.name == place.owner:
                return True
            if instance(evaluator, value) == Place(place.owner, ""):
                return True
    return False


def knows_both(view: "View", region: RegionId, place: Place, idiom: "Idiom") -> bool:
    """Return whether a function that gets objects of several classes also uses what replaces a member of one."""
    if place.among == 1:
        return False
    cls, said = view.catalog.cls(place.owner), f"{idiom.replacement} {idiom.note}"
    words = {word for word in _WORD.findall(said) if f"{word}=" in said or (cls is not None and cls.member(word))}
    scope = view.facts.regions[region].scope
    used = {row.name for row in view.all(Attribute) if view.facts.regions[row.region].scope == scope}
    for call in view.all(Call):
        if view.facts.regions[call.region].scope == scope:
            used.update(name for name, _ in call.keywords if name is not None)
    return not words.isdisjoint(used)


def is_double(view: "View", expr: ExprId) -> bool:
    """Return whether a value is a mock, as `unittest.mock` and the plugins built on it make them."""
    row = view.module.row(expr)
    if not isinstance(row, Call):
        return False
    names = {value.name.partition(".")[0] for value in view.infer(row.function) if isinstance(value, External)}
    function = view.module.row(row.function)
    if isinstance(function, Attribute | Imported) and function.name in _DOUBLES:
        return True
    return "mock" in names or any(name.startswith("unittest") for name in names)


def replaced(view: "View", place: Place) -> bool:
    """Return whether a file around tells a client to return objects of another class instead of this one."""
    cls = view.catalog.cls(place.owner)
    words = cls.replaced if cls is not None else ()
    if not words:
        return False
    around = neighbours(view.program.project, view.module, *words)
    calls = (call for module in (view.module, *around) for call in module.rows(Call))
    return any(name in words for call in calls for name, _ in call.keywords)


def asks_version(view: "View", library: str) -> bool:
    """Return whether the module asks which version of a library there is, or what its functions take."""
    return any(_asks(view, row, library) for row in view.facts.exprs)


def _asks(view: "View", row: Expr, library: str) -> bool:
    if isinstance(row, Imported):
        return (row.module, row.name) == (library, "__version__")
    if isinstance(row, Attribute):
        return row.name == "__version__" and External(library) in view.infer(row.base)
    if not isinstance(row, Call) or not row.arguments:
        return False
    functions = {value.name for value in view.infer(row.function) if isinstance(value, External)}
    if functions & _ASK_FOR_VERSION:
        asked = view.module.row(row.arguments[0])
        return isinstance(asked, Constant) and asked.value == library
    return bool(functions & _ASK_FOR_PARAMETERS) and _is_of(view, view.infer(row.arguments[0]), library)


def _is_of(view: "View", values: ValueSet, library: str) -> bool:
    found = (read(view.program.evaluator, value) for value in values)
    return any(place is not None and place.library == library for place in found)
