"""What makes a use of something that does not exist right: it is expected to fail, added, or asked for before."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.idioms import Place, instance, read
from flake8_fakeasync.analysis.modules.neighbours import neighbours
from flake8_fakeasync.analysis.names.things import External, Things
from flake8_fakeasync.analysis.syntax.rows import Attribute, Call, Constant, Display, Enter, Imported, Row, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.linked import Linked

_ASK_FOR_VERSION = frozenset({"importlib.metadata.version", "importlib_metadata.version"})
_ASK_FOR_PARAMETERS = frozenset({"inspect.signature", "inspect.getfullargspec"})


def expected(linked: "Linked", region: int, *exceptions: str) -> bool:
    """Return whether code stands where one of these exceptions is caught, or tried after one was."""
    facts = linked.facts
    around = facts.enclosing(region)
    caught = [handler.types for handler in facts.handlers if {handler.guarded, handler.region} & set(around)]
    for each in around:
        if facts.regions[each].kind == "with":
            rows = [linked.module.row(value) for value in facts.regions[each].detail]
            managers = [linked.module.row(row.value) for row in rows if isinstance(row, Enter)]
            caught += [argument for row in managers if isinstance(row, Call) for argument in row.arguments]
    wanted = {f"builtins.{name}" for name in exceptions}
    return any(wanted & _names(linked, value) for value in caught)


def _names(linked: "Linked", value: Value) -> set[str]:
    row = linked.module.row(value)
    if isinstance(row, Display):
        return set[str]().union(*(_names(linked, item) for item in row.items))
    return {thing.name for thing in linked.things(value) if isinstance(thing, External)}


def assigned(linked: "Linked", place: Place) -> bool:
    """Return whether the module itself puts a member there: on the class, the module or an instance."""
    names = linked.program.names
    for store in linked.facts.stores:
        if store.name != place.name:
            continue
        for thing in linked.things(store.base):
            if isinstance(thing, External) and thing.name == place.owner:
                return True
            if instance(names, thing) == Place(place.owner, ""):
                return True
    return False


def replaced(linked: "Linked", place: Place) -> bool:
    """Return whether a file around tells a client to give objects of another class in the place of this one."""
    cls = linked.catalog.cls(place.owner)
    words = cls.replaced if cls is not None else ()
    if not words:
        return False
    around = neighbours(linked.program.project, linked.module, *words)
    calls = (call for module in (linked.module, *around) for call in module.rows(Call))
    return any(name in words for call in calls for name, _ in call.keywords)


def asks_version(linked: "Linked", library: str) -> bool:
    """Return whether the module asks which version of a library there is, or what its functions take."""
    return any(_asks(linked, row, library) for row in linked.facts.values)


def _asks(linked: "Linked", row: Row, library: str) -> bool:
    if isinstance(row, Imported):
        return (row.module, row.name) == (library, "__version__")
    if isinstance(row, Attribute):
        return row.name == "__version__" and External(library) in linked.things(row.base)
    if not isinstance(row, Call) or not row.arguments:
        return False
    functions = {thing.name for thing in linked.things(row.function) if isinstance(thing, External)}
    if functions & _ASK_FOR_VERSION:
        asked = linked.module.row(row.arguments[0])
        return isinstance(asked, Constant) and asked.value == library
    return bool(functions & _ASK_FOR_PARAMETERS) and _is_of(linked, linked.things(row.arguments[0]), library)


def _is_of(linked: "Linked", things: Things, library: str) -> bool:
    found = (read(linked.program.names, thing) for thing in things)
    return any(place is not None and place.library == library for place in found)
