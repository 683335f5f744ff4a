"""Where the text of an error is shown, compared or put into another error."""

import re
from collections.abc import Iterator
from itertools import count
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Join
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.values import External, Instance, OwnClass, OwnFunction, OwnInstance, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_DEPTH = 2  # helpers of the project that an error may be handed to
_LOGS = frozenset({"debug", "info", "warning", "warn", "error", "critical", "fatal"})
_TYPES = frozenset({"builtins.type", "builtins.repr"})
_NEAR = 1  # lines between an error and its type in one message
_TRACES = frozenset({"exc_info", "stack_info"})
_FIELD = re.compile(r"%(?:\(\w+\))?[-#0-9 .*]*([a-zA-Z%])")


class Shown(NamedTuple):
    """A place where a text is taken of an error; `helper` is the function of the project that takes it.

    `call` is what takes it, if that is a call: `str`, `print`, a log, another error; `argument` is its place there.
    """

    line: int
    column: int
    helper: OwnFunction | None = None
    call: Call | None = None
    argument: int = 0


def shown(evaluator: "Evaluator", module: "Module", error: ExprId, depth: int = _DEPTH) -> Iterator[Shown]:
    """Yield where the text of an error is taken in the function that has it, its type not beside it."""
    typed = set(_typed(evaluator, module, error))
    for each in _shown(evaluator, module, error, depth):
        if typed.isdisjoint(range(each.line - _NEAR, each.line + _NEAR + 1)):
            yield each


def _typed(evaluator: "Evaluator", module: "Module", error: ExprId) -> Iterator[int]:
    """Yield the lines that ask for the type of an error."""
    for mention in module.uses_of.of(error):
        fact = mention.fact
        is_class = isinstance(fact, Attribute) and fact.name == "__class__"
        if isinstance(fact, Call) and fact.function != error:
            is_class = any(isinstance(v, External) and v.name in _TYPES for v in evaluator.infer(module, fact.function))
        if is_class and isinstance(fact, Attribute | Call):
            yield fact.line


def _shown(evaluator: "Evaluator", module: "Module", error: ExprId, depth: int) -> Iterator[Shown]:
    for mention in module.uses_of.of(error):
        fact = mention.fact
        if isinstance(fact, Narrowed):
            continue
        if isinstance(fact, Use):
            if fact.how == "formatted":
                yield Shown(fact.line, fact.column)
        elif isinstance(fact, Call) and fact.function != error and _takes_text(evaluator, module, fact, error):
            is_given = error in fact.arguments
            place = fact.arguments.index(error) if is_given else 0
            yield Shown(fact.line, fact.column, call=fact if is_given else None, argument=place)
        elif isinstance(fact, Call) and fact.function != error and depth:
            helper = _helper(evaluator, module, fact, error, depth)
            if helper is not None:
                yield Shown(fact.line, fact.column, helper)


def _takes_text(evaluator: "Evaluator", module: "Module", call: Call, error: ExprId) -> bool:
    names = {value.name for value in evaluator.infer(module, call.function) if isinstance(value, External)}
    if "builtins.str" in names:
        return _is_used(module, call)
    if "builtins.print" in names:
        return True
    return _logs(evaluator, module, call, error) or _formats(module, call, error) or _raises(evaluator, module, call)


def _is_used(module: "Module", call: Call) -> bool:
    """Return whether a text goes somewhere without being asked for or replaced where it is empty."""
    for mention in module.uses_of.of(call.id):
        fact = mention.fact
        if isinstance(fact, Join) or (isinstance(fact, Use) and fact.how == "tested"):
            return False
    return bool(module.uses_of.of(call.id))


def _logs(evaluator: "Evaluator", module: "Module", call: Call, error: ExprId) -> bool:
    """Return whether a call writes an error into a log by `%s`, without a traceback."""
    row = module.row(call.function)
    if (
        not isinstance(row, Attribute)
        or row.name not in _LOGS
        or _TRACES.intersection(name for name, _ in call.keywords)
    ):
        return False
    if not call.arguments or error not in call.arguments:
        return False
    if call.arguments[0] == error:
        values = evaluator.infer(module, row.base)
        return any(isinstance(v, External | Instance) and v.name.partition(".")[0] == "logging" for v in values)
    template = module.row(call.arguments[0])
    if not isinstance(template, Constant) or not isinstance(template.value, str):
        return False
    fields = [field for field in _FIELD.findall(template.value) if field != "%"]
    place = call.arguments.index(error) - 1
    return place < len(fields) and fields[place] == "s"


def _formats(module: "Module", call: Call, error: ExprId) -> bool:
    """Return whether a call is `"… {}".format(error)`."""
    row = module.row(call.function)
    template = module.row(row.base) if isinstance(row, Attribute) and row.name == "format" else None
    if not isinstance(template, Constant) or not isinstance(template.value, str) or error not in call.arguments:
        return False
    return str(call.arguments.index(error)) in _written(template.value)


def _written(template: str) -> set[str]:
    """Return the places of the arguments whose text `template.format(…)` contains."""
    try:
        fields = [(name, how) for _, name, _, how in Formatter().parse(template) if name is not None]
    except ValueError:  # a brace too many
        return set()
    places = count()
    named = [(name or str(next(places)), how) for name, how in fields]
    return {name for name, how in named if how in {None, "s"}}


def _raises(evaluator: "Evaluator", module: "Module", call: Call) -> bool:
    """Return whether a call makes an error of another one, whose text is then that of the other."""
    if not any(isinstance(each.fact, Use) and each.fact.how == "raised" for each in module.uses_of.of(call.id)):
        return False
    values = known(evaluator.infer(module, call.function))
    return bool(values) and all(_is_plain_error(evaluator, value) for value in values)


def _is_plain_error(evaluator: "Evaluator", value: object) -> bool:
    if isinstance(value, External):
        return value.name.startswith("builtins.") and value.name.endswith(("Error", "Exception", "Exit", "Interrupt"))
    if not isinstance(value, OwnClass):
        return False
    homes = [(evaluator.project.module(cls.module), cls) for cls in evaluator.mro(value).own]
    names = {name for module, cls in homes if module is not None for name in module.cls(cls.scope).names}
    return names.isdisjoint({"__init__", "__new__", "__str__", "__repr__"})


def _helper(evaluator: "Evaluator", module: "Module", call: Call, error: ExprId, depth: int) -> OwnFunction | None:
    """Return the function of the project that a call passes an error to and that uses its text."""
    for value in known(evaluator.infer(module, call.function)):
        home = evaluator.project.module(value.module) if isinstance(value, OwnFunction) else None
        if home is None or not isinstance(value, OwnFunction):
            continue
        function = home.function(value.scope)
        bound = isinstance(value.receiver, OwnInstance | OwnClass)
        places = {expr: place + bound for place, expr in enumerate(call.arguments)}
        named = {expr: name for name, expr in call.keywords}
        for place, parameter in enumerate(function.parameters):
            is_given = places.get(error) == place or named.get(error) == parameter.name
            if is_given and "star" not in parameter.kind:
                facts = [mention.fact for mention in home.uses_of.of(parameter.value)]
                if not any(map(_asks, facts)) and _is_shown(evaluator, home, parameter.value, depth - 1):
                    return value
    return None


def _is_shown(evaluator: "Evaluator", module: "Module", error: ExprId, depth: int) -> bool:
    def answer() -> bool:
        return any(True for _ in shown(evaluator, module, error, depth))

    return evaluator.queries.remembered("shown", (module.path, module.context, error, depth), answer, unknown=False)


def _asks(fact: object) -> bool:
    """Return whether a helper asks what an error is before it does something with it."""
    return isinstance(fact, Narrowed) or (isinstance(fact, Use) and fact.how in {"tested", "compared"})
