"""Which framework runs a function: by its decorators, by its class, or by a call that it is handed to."""

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.entry_points.candidates import frameworks, giving_functions, helping, used_as, using
from flake8_fakeasync.analysis.entry_points.conditions import first
from flake8_fakeasync.analysis.entry_points.helpers import Helpers
from flake8_fakeasync.analysis.entry_points.model_methods import ModelMethods
from flake8_fakeasync.analysis.entry_points.models import Models
from flake8_fakeasync.analysis.entry_points.naming import callee_names, own_names, with_bases
from flake8_fakeasync.analysis.entry_points.registrations import Given, Registration, functions, given
from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.infer import decorators
from flake8_fakeasync.analysis.infer.functions import binding_kind
from flake8_fakeasync.analysis.project.neighbours import modules
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Global, Imported
from flake8_fakeasync.analysis.values import OwnClass, OwnFunction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.project.words import Giving
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
    from flake8_fakeasync.catalog import EntryPoint
    from flake8_fakeasync.catalog.entry_vocabulary import Vocabulary


class Runners:
    """Answers for all modules of a project; each function is asked about once."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator
        self._models = Models(evaluator, self)
        self.model_methods = ModelMethods(evaluator, self)
        self._modules: dict[str, ModuleRunners] = evaluator.queries.memo()

    def module(self, module: "Module") -> "ModuleRunners":
        """Return who runs the functions of a module."""
        found = self._modules.get(module.path)
        if found is None or found.module is not module:
            found = self._modules[module.path] = ModuleRunners(self._evaluator, module, self)
        return found

    def entry(self, module: "Module", function: "FunctionFacts") -> "EntryPoint | None":
        """Return the entry point of a plain or async function: how often it runs, whether it has to close things."""
        runners = self.module(module)
        return runners.of(function) if runners.may_run(function) else None

    def on_loop(self, module: "Module", function: "FunctionFacts") -> "EntryPoint | None":
        """Return the entry point of a plain function that a framework calls on the event loop, None if none does."""
        entry = None if function.is_async else self.entry(module, function)
        if entry is None or entry.runs != "loop":
            return None
        return entry if not entry.model or self._models.use(module, function, entry) else None


class ModuleRunners:
    """Answers for the functions of one module."""

    def __init__(self, evaluator: "Evaluator", module: "Module", project: Runners) -> None:
        self.module = module
        self._evaluator = evaluator
        self._project = project
        self._points = evaluator.catalog.entry_points
        self._found: dict[FunctionId, EntryPoint | None] = {}

    @cached_property
    def vocabulary(self) -> "Vocabulary":
        """The words of the frameworks that the project of the module names, or the module."""
        own = {each.module.partition(".")[0] for each in self.module.rows(Imported)}
        named = frameworks(self._evaluator.project, self.module.path, self._points)
        return self._points.vocabulary(named.union(own.intersection(self._points.frameworks)))

    def may_run(self, function: "FunctionFacts") -> bool:
        """Return whether a framework may run a function, judged by the names of its decorators alone; cheap."""
        if function.id in self.registered:
            return True
        cls = self.module.owner(function)
        if cls is not None and cls.bases and self.vocabulary.has_method(function.name):
            return True
        return any(self.vocabulary.decorates(name) for name in map(self._bare_name, function.decorators))

    def of(self, function: "FunctionFacts") -> "EntryPoint | None":
        """Return the entry point of a function, None if it has none; one that runs in a thread takes precedence."""
        if function.id not in self._found:
            found = list(self._ways(function))
            in_thread = next((entry for entry in found if entry.runs == "thread"), None)
            self._found[function.id] = in_thread or next(iter(found), None)
        return self._found[function.id]

    def _ways(self, function: "FunctionFacts") -> "Iterator[EntryPoint]":
        for place, decorator in enumerate(function.decorators):
            entry = self.decorating(decorator)
            if entry is not None and self._is_seen_through(function.decorators[place + 1 :]):
                yield entry
        handed = [each.entry for each in self.registered.get(function.id, ())]
        of_class = self._of_class(function)
        if (handed or of_class) and self._is_seen_through(function.decorators):
            yield from handed
            yield from [of_class] if of_class is not None else []

    def _bare_name(self, decorator: ExprId) -> str:
        row = self.module.row(decorator)
        if isinstance(row, Call):
            row = self.module.row(row.function)
        return (row.name or "") if isinstance(row, Attribute | Global | Imported) else ""

    def decorating(self, decorator: ExprId) -> "EntryPoint | None":
        """Return what a decorator makes of a function, None if it is no framework's."""
        row = self.module.row(decorator)
        call = row if isinstance(row, Call) else None
        names = callee_names(self._evaluator, self.module, call.function if call is not None else decorator)
        entries = [entry for name in names for entry in self._points.decorating(name)]
        return first(self._evaluator.project, self.module, entries, call)

    def _is_seen_through(self, exprs: tuple[ExprId, ...]) -> bool:
        """Return whether decorators leave a function where it runs: those of frameworks, and those that call it."""
        for expr in exprs:
            seen = decorators.see(self._evaluator, self.module, expr)
            if seen is not None and (not seen.wrappers or seen.around(self._evaluator, is_async=False)):
                continue
            row = self.module.row(expr)
            names = callee_names(self._evaluator, self.module, row.function if isinstance(row, Call) else expr)
            if not any(name in self._points.transparent or self._points.decorating(name) for name in names):
                return False
        return True

    def _of_class(self, function: "FunctionFacts") -> "EntryPoint | None":
        """Return the entry point of a method by the framework classes that its class is derived from."""
        cls = self.module.owner(function)
        if cls is None or not cls.bases or not self.vocabulary.has_method(function.name):
            return None
        value = OwnFunction(self.module.path, function.id, None)
        is_property = binding_kind(self._evaluator, value) == "property"
        names = list(self._bases(OwnClass(self.module.path, cls.id)))
        entries = [entry for name in names for entry in self._points.inheriting(name)]
        fitting = [entry for entry in entries if entry.has_method(function.name, is_property=is_property)]
        return first(self._evaluator.project, self.module, fitting, None)

    def _bases(self, cls: OwnClass) -> "Iterator[str]":
        mro = self._evaluator.mro(cls)
        for own in mro.own[1:]:
            yield from own_names(self._evaluator, own)
        for base in mro.external:
            yield from with_bases(self._evaluator, base)

    @cached_property
    def registered(self) -> dict[FunctionId, list[Registration]]:
        """By function: the calls that hand it to a framework, in this module and in those around it."""
        found: dict[FunctionId, list[Registration]] = defaultdict(list)
        for each in (*self.registrations, *self._registered_elsewhere()):
            if each.module == self.module.path and not self._is_announced(each):
                found[each.scope].append(each)
        return found

    @cached_property
    def given(self) -> tuple[Given, ...]:
        """What calls of this module hand to frameworks."""
        return tuple(given(self._evaluator, self.module, self.vocabulary))

    @cached_property
    def registrations(self) -> tuple[Registration, ...]:
        """The functions, also of other modules, that calls of this module hand to frameworks, or to helpers that do."""
        helpers = Helpers(self._evaluator)
        helpers.read(self.module, self.given)
        for other in self._using(helping(self._evaluator.project, self.module.path, self._giving)):
            helpers.read(other.module, other.given)
        found = [
            Registration(each.module, each.scope, one.module, one.call, one.entry)
            for expr, one in (*((one.expr, one) for one in self.given), *helpers.passed(self.module))
            for each in functions(self._evaluator, self._evaluator.infer(self.module, expr))
        ]
        for function, one in helpers.decorated(self.module):
            found.append(Registration(self.module.path, function.id, one.module, one.call, one.entry))
        return tuple(found)

    def _is_announced(self, found: Registration) -> bool:
        """Return whether the call that passes a function on is reported itself, because it is in a coroutine."""
        home = self._evaluator.project.module(found.caller)
        return found.entry.at_registration and home is not None and home.facts.function_of(found.call.region).is_async

    def _registered_elsewhere(self) -> "Iterator[Registration]":
        functions = [scope.name for scope in self.module.facts.scopes if scope.id and not scope.parent]
        project, path = self._evaluator.project, self.module.path
        names = used_as(project, path, functions)
        if names is None:
            return
        for other in self._using(using(project, path, self._giving, names)):
            yield from other.registrations

    def _using(self, paths: "Iterable[str]") -> "Iterator[ModuleRunners]":
        return map(self._project.module, modules(self._evaluator.project, self.module, paths))

    @property
    def _giving(self) -> "Giving":
        return giving_functions(self.vocabulary.handing, self.vocabulary.applied)
