"""Callers that go on using a client after they have passed it to a function."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.lifetimes.borrowers import Borrower, borrowers
from flake8_fakeasync.analysis.lifetimes.escapes import CLOSERS
from flake8_fakeasync.analysis.lifetimes.reads import Reads
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Parameter
from flake8_fakeasync.analysis.syntax.kinds import LOOPS
from flake8_fakeasync.analysis.values import OwnFunction

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts

_OPEN = frozenset({"is_closed", "closed"})


class LaterUses:
    """Finds the callers of functions of one module."""

    def __init__(self, evaluator: "Evaluator", module: "Module") -> None:
        self._evaluator = evaluator
        self._module = module
        self._reads = Reads(evaluator)

    def user(self, parameter: Parameter) -> "tuple[str, Module, ExprId] | None":
        """Return the caller, by its name, that uses what it passes for a parameter again, and what that is."""
        function = self._module.function(parameter.scope)
        if function.is_lambda or not function.name:
            return None
        value = OwnFunction(self._module.path, parameter.scope, None)
        for module, call in self._reads.called(value):
            for expr in dict.fromkeys(call.given):
                if self._takes(module, call, expr, parameter) and self._goes_on(module, call, expr, function):
                    name = module.facts.function_of(call.region).name
                    return (f"{name}()" if name else "the module", module, expr)
        return None

    def _goes_on(self, module: "Module", call: Call, expr: ExprId, function: "FunctionFacts") -> bool:
        if not _is_used_again(module, call, expr, frozenset()):
            return False
        return not function.is_async or _is_used_again(module, call, expr, _started_with(module, call))

    def _takes(self, module: "Module", call: Call, expr: ExprId, parameter: Parameter) -> bool:
        if not expr or isinstance(module.row(expr), Constant):
            return False
        for taken in borrowers(self._evaluator, module, call, expr) or ():
            if isinstance(taken, Borrower) and taken.module is self._module:
                row = self._module.row(taken.value)
                if row == parameter:
                    return True
        return False


def _started_with(module: "Module", call: Call) -> frozenset[ExprId]:
    """Return the coroutines that are handed on, if that of a call is: `gather(read(c), send(c))` runs them together."""
    handed = frozenset(expr for each in module.rows(Call) for expr in each.given)
    return handed if call.id in handed else frozenset()


def _is_used_again(module: "Module", call: Call, expr: ExprId, together: frozenset[ExprId]) -> bool:
    """Return whether a value is used after a call in the same function, or the call is made again with it."""
    facts = module.facts
    own = facts.enclosing(call.region)
    loops = [region for region in own if facts.regions[region].kind in LOOPS]
    made = getattr(module.row(expr), "region", facts.enclosing(call.region)[-1])
    if loops and loops[0] not in facts.enclosing(made):
        return True
    for mention in module.uses_of.of(expr):
        fact = mention.fact
        if not _uses(fact, expr) or not isinstance(fact, Attribute | Call) or fact.id <= call.id:
            continue
        if fact.id in together:
            continue
        inner = facts.enclosing(fact.region)
        if facts.function_of(fact.region) is facts.function_of(call.region) and set(own) <= set(inner):
            return True
    return False


def _uses(fact: object, expr: ExprId) -> bool:
    """Return whether a row uses a client, or passes it to something else."""
    if isinstance(fact, Call):
        return expr in fact.given
    return isinstance(fact, Attribute) and fact.name not in CLOSERS | _OPEN
