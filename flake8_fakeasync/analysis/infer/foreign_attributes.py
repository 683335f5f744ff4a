"""What a project stores on objects of other people's classes: `bot.api = Api()`, `app.state.session = …`."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.aliases import aliased
from flake8_fakeasync.analysis.project.neighbours import storing
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Global, Imported
from flake8_fakeasync.analysis.values import NOTHING, External, Instance, OwnClass, ValueSet, known
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_MOST_FILES = 20
_APPLICATION = "application"
_DEEPEST = 4


class Place(NamedTuple):
    """An attribute of an instance of a library class, by its dotted path from the instance."""

    cls: str
    path: str


class ForeignAttributes:
    """Answers for the modules of a project; each attribute is asked about once."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator
        self._found: dict[tuple[tuple[str, ...], Place, str], ValueSet] = evaluator.queries.memo()

    def stored(self, module: "Module", place: Place, name: str) -> ValueSet:
        """Return the one thing that the project stores under a name in a place; nothing if it stores others as well."""
        files = storing(self._evaluator.project, module.path, name)
        if not files or len(files) > _MOST_FILES or place.cls.startswith("builtins."):
            return NOTHING
        shared = _shared(self._evaluator, place)
        key = (files, shared, name)
        return self._evaluator.queries.uncut(self._found, key, lambda: self._search(files, shared, name))

    def place(self, module: "Module", expr: ExprId, depth: int = _DEEPEST) -> Place | None:
        """Return where a value hangs, None if that is not known; the class of an object need not be in the catalog."""
        values = known(self._evaluator.infer(module, expr))
        if values:
            value = next(iter(values))
            return Place(value.name, value.path) if len(values) == 1 and isinstance(value, Instance) else None
        row = module.row(expr)
        if isinstance(row, Attribute) and depth:
            base = self.place(module, row.base, depth - 1)
            return base._replace(path=f"{base.path}.{row.name}".lstrip(".")) if base is not None else None
        if isinstance(row, Global | Imported) and depth:
            home, exprs = aliased(self._evaluator, module, row) or (module, ())
            found = {self.place(home, each, depth - 1) for each in exprs}
            return found.pop() if len(found) == 1 else None
        made = self._evaluator.infer(module, row.function) if isinstance(row, Call) else NOTHING
        names = [value.name for value in made if isinstance(value, External)]
        is_class = len(names) == len(made) == 1 and names[0].rpartition(".")[2][:1].isupper()
        return Place(self._evaluator.catalog.canonical(names[0]), "") if is_class else None

    def _search(self, files: tuple[str, ...], place: Place, name: str) -> ValueSet:
        found: set[ValueSet] = set()
        for path in files:
            module = self._evaluator.project.neighbour(path)
            if module is None:
                return NOTHING
            for expr in (*self._on_others(module, place, name), *self._on_itself(module, place, name)):
                row = module.row(expr)
                if not isinstance(row, Constant) or row.value is not None:
                    found.add(known(self._evaluator.infer(module, expr)))
        values = found.pop() if len(found) == 1 else NOTHING
        return values if len(values) == 1 else NOTHING

    def _on_others(self, module: "Module", place: Place, name: str) -> "Iterator[ExprId]":
        """Yield what a module stores under an attribute name on a class, or on a value of unknown type."""
        for store in module.outer.get(name, ()):
            values = known(self._evaluator.infer(module, store.base))
            found = self.place(module, store.base)
            if (found is None and not values) or (found is not None and _shared(self._evaluator, found) == place):
                yield store.value

    def _on_itself(self, module: "Module", place: Place, name: str) -> "Iterator[ExprId]":
        """Yield what classes of the project that are derived from the class store on themselves."""
        for scope, stores in module.attributes.items() if not place.path else ():
            if name in stores and place.cls in self._evaluator.mro(OwnClass(module.path, scope)).external:
                yield from (store.value for store in stores[name])


def _shared(evaluator: "Evaluator", place: Place) -> Place:
    """Return a place on an application in one way, however it is reached: by its own name, or from a request."""
    first, _, rest = place.path.partition(".")
    if place.cls in keepers.names("state", "requests") and first == "app":
        first, place = rest.partition(".")[0], Place(_APPLICATION, rest)
    of_application = place.cls in evaluator.catalog.entry_points.applications or place.cls == _APPLICATION
    return Place(_APPLICATION, place.path) if of_application and first in _states() else place


def _states() -> frozenset[str]:
    return keepers.names("state", "attributes")
