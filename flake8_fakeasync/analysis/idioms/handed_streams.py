"""Streamed responses that are handed to a function of the project which reads them as if they were here."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.idioms.idioms import Place
from flake8_fakeasync.analysis.idioms.protocols import Used
from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Display
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ParameterFact
from flake8_fakeasync.analysis.values import External, OwnClass, OwnFunction, OwnInstance, known
from flake8_fakeasync.diagnostics import Frame

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.idioms.streams import Responses
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.view import View

_DEPTH = 3
_NOT_READ = ("StreamError", "ResponseNotRead")
_FAILS = frozenset(f"builtins.{name}" for name in ("RuntimeError", "Exception", "BaseException"))


class Handed(NamedTuple):
    """What a function that is handed a streamed response reads of it, and the functions that lead there."""

    used: Used
    frames: tuple[Frame, ...]


def handed(view: "View", responses: "Responses", call: Call) -> Handed | None:
    """Return what a call reads of a streamed response that it is given before anything has read it."""
    for argument in call.given:
        response, way = responses.streamed(argument)
        if way is None:
            continue
        for value in known(view.infer(argument)):
            reads = _Reader(view, getattr(value, "name", ""), way).through(view.module, call, argument)
            if reads is None or responses.is_read(response, reads.used.idiom.note):
                continue
            if responses.first_given(response) == call.id:  # an earlier one may have read it
                return reads
    return None


class _Reader:
    """Follows a response of a class into functions of the project; `way` is how its body is on its way."""

    def __init__(self, view: "View", owner: str, way: str) -> None:
        self._catalog = view.catalog
        self._evaluator = view.program.evaluator
        self._owner = owner
        self._way = way

    def through(self, module: "Module", call: Call, argument: ExprId, depth: int = _DEPTH) -> Handed | None:
        """Return what the functions that a call may call read of an argument; all of them have to."""
        found: list[Handed] = []
        for value in known(self._evaluator.infer(module, call.function)):
            home = self._evaluator.project.module(value.module) if isinstance(value, OwnFunction) else None
            if home is None or not isinstance(value, OwnFunction):
                return None
            function = home.function(value.scope)
            bound = isinstance(value.receiver, OwnInstance | OwnClass)
            parameter = _parameter(function, call, argument, bound=bound)
            reads = self._within(home, function, parameter.value, depth) if parameter is not None else None
            if reads is None:
                return None
            found.append(reads)
        return found[0] if found else None

    def _within(self, module: "Module", function: FunctionFacts, given: ExprId, depth: int) -> Handed | None:
        """Return what a function reads of a response that it does not read to its end, itself or through others."""
        key = self._owner, self._way, module.path, module.context, given, depth
        reads = self._evaluator.queries.remembered
        return reads("handed", key, lambda: self._reads(module, function, given, depth), None)

    def _reads(self, module: "Module", function: FunctionFacts, given: ExprId, depth: int) -> Handed | None:
        mentions = [mention.fact for mention in module.uses_of.of(given)]
        if any(isinstance(fact, Narrowed) for fact in mentions):
            return None
        reads = [fact for fact in mentions if isinstance(fact, Attribute)]
        for read in reads:
            idiom = self._catalog.misuse(self._owner, self._way, read.name)
            is_read_whole = idiom is not None and any(other.name == idiom.note for other in reads)
            if idiom is not None and not is_read_whole and not self._is_expected(module, read.region):
                used = Used(Place(self._owner, read.name), self._way, idiom)
                return Handed(used, (self._frame(module, function, read.line),))
        for fact in mentions if depth else ():
            if isinstance(fact, Call) and fact.function != given:
                inner = self.through(module, fact, given, depth - 1)
                if inner is not None and not self._is_expected(module, fact.region):
                    frame = self._frame(module, function, fact.line)
                    return inner._replace(frames=(frame, *inner.frames))
        return None

    def _frame(self, module: "Module", function: FunctionFacts, line: int) -> Frame:
        """Return a step of a call path; the module has its package with it if a library has the same name."""
        last = module.facts.name.rpartition(".")[2]
        return Frame(function.qualname, module.path, line, module.facts.name if last in self._catalog.roots else last)

    def _is_expected(self, module: "Module", region: RegionId) -> bool:
        """Return whether the error of a response that was not read is caught around some code."""
        around = module.facts.enclosing(region)
        for handler in module.facts.handlers:
            if handler.guarded in around:
                names = self._caught(module, handler.types)
                if not handler.types or not _FAILS.isdisjoint(names) or any(name.endswith(_NOT_READ) for name in names):
                    return True
        return False

    def _caught(self, module: "Module", types: ExprId) -> set[str]:
        row = module.row(types)
        parts = row.items if isinstance(row, Display) else (types,)
        values = [value for part in parts for value in self._evaluator.infer(module, part)]
        return {value.name for value in values if isinstance(value, External)}


def _parameter(function: FunctionFacts, call: Call, argument: ExprId, *, bound: bool) -> ParameterFact | None:
    for place, parameter in enumerate(function.parameters):
        at = place - bound
        is_given = 0 <= at < len(call.arguments) and call.arguments[at] == argument
        if "star" not in parameter.kind and (is_given or (parameter.name, argument) in call.keywords):
            return parameter
    return None
