"""What a client is made on: connectors and transports, and whether they are its own to close."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, RegionId, numbered_regions
from flake8_fakeasync.analysis.lifetimes.alternatives import alternatives
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Declared, Display, Join, Parameter
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.syntax.kinds import UseKind
from flake8_fakeasync.analysis.syntax.leaves import displayed
from flake8_fakeasync.analysis.values import External, OwnClass, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Class

_LOOKS: frozenset[UseKind] = frozenset({"tested", "compared", "formatted", "represented", "dropped"})


def is_lent(evaluator: "Evaluator", module: "Module", call: Call, cls: "Class") -> bool:
    """Return whether a client is made on parts that others close, or that hold no connection."""
    if cls.takes and any(name is None or name in cls.takes for name, _ in call.keywords):
        return True  # how the client ends that it is given is told by that one
    given = [expr for name, expr in call.keywords if name is not None and name in cls.lent]
    parts = (part for expr in given for part in displayed(module.facts.exprs, expr))
    return not all(_is_own(evaluator, module, part, call, cls) for part in parts)


def _is_own(evaluator: "Evaluator", module: "Module", expr: ExprId, client: Call, cls: "Class") -> bool:
    """Return whether a value was made for this client alone, and holds connections."""
    row = module.row(expr)
    if isinstance(row, Constant):
        return row.value is None or row.value is True
    if isinstance(row, Attribute):
        return _is_own_attribute(evaluator, module, row, client, cls)
    parts = alternatives(module, expr)
    if not all(_is_shown_to_nobody_else(module, each, client) for each in {expr, *parts}):
        return False
    return bool(parts) and all(_connects(evaluator, module, each, cls) for each in parts)


def _is_own_attribute(evaluator: "Evaluator", module: "Module", read: Attribute, client: Call, cls: "Class") -> bool:
    """Return whether an attribute of `self` holds only parts made for this client that are never closed."""
    owner = module.class_of_self(read.base)
    stores = module.attributes.get(owner, {}).get(read.name, []) if owner is not None else []
    parts = alternatives(module, *(store.value for store in stores))
    if not parts or not all(_connects(evaluator, module, each, cls) for each in parts):
        return False
    reads = [each for each in module.uses_of.reads[read.name] if module.class_of_self(each.base) == owner]
    facts = [mention.fact for each in reads for mention in module.uses_of.of(each.id)]
    return all(fact == client or (isinstance(fact, Use) and fact.how in _LOOKS) for fact in facts)


def _is_shown_to_nobody_else(module: "Module", expr: ExprId, client: Call) -> bool:
    """Return whether a value goes to one client only."""
    for mention in module.uses_of.of(expr):
        fact = mention.fact
        is_look = isinstance(fact, Use) and fact.how in _LOOKS
        if fact != client and not is_look and not isinstance(fact, Attribute | Declared | Display | Join):
            return False
    return not module.uses_of.globals.get(expr)


def _connects(evaluator: "Evaluator", module: "Module", expr: ExprId, cls: "Class") -> bool:
    """Return whether a value is created here and holds connections, itself or in its parts."""
    call = module.row(expr)
    values = known(evaluator.infer(module, call.function)) if isinstance(call, Call) else frozenset()
    if not isinstance(call, Call):
        return False
    if all(isinstance(value, External) and value.name not in cls.offline for value in values):
        return True
    if not all(isinstance(value, OwnClass) for value in values):
        return False
    bases = [base for value in values if isinstance(value, OwnClass) for base in evaluator.mro(value).external]
    if any((found := evaluator.catalog.cls(base)) is not None and found.leaks for base in bases):
        return True
    owners = [value for value in values if isinstance(value, OwnClass)]
    if all(_closes_its_own(evaluator, value, cls) for value in owners):
        return True
    inner = call.given
    return any(isinstance(module.row(each), Call) and _leaks(evaluator, module, each) for each in inner)


def _closes_its_own(evaluator: "Evaluator", transport: OwnClass, cls: "Class") -> bool:
    """Return whether a class has a method to close it that ends something which it was not given."""
    for own in evaluator.mro(transport).own:
        module = evaluator.project.module(own.module)
        for method in module.defined_in(own.scope) if module is not None else ():
            if module is not None and method.name in cls.close:
                reads = (read for read in module.reads(method.id) if module.class_of_self(read.base) == own.scope)
                stores = (each for read in reads for each in module.attributes.get(own.scope, {}).get(read.name, ()))
                rows = [module.row(each) for each in alternatives(module, *(store.value for store in stores))]
                kinds = {type(row) for row in rows}
                return Call in kinds and Parameter not in kinds
    return False


def _leaks(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    row = module.row(expr)
    values = known(evaluator.infer(module, row.function)) if isinstance(row, Call) else frozenset()
    found = [evaluator.catalog.cls(value.name) for value in values if isinstance(value, External)]
    return bool(found) and all(cls is not None and cls.leaks for cls in found)


def is_left_over(module: "Module", creation: Call, takers: list[Call]) -> bool:
    """Return whether a connector only gets to a client under a condition, and is left without one otherwise."""
    regions, facts = module.facts.regions, module.facts
    around = facts.enclosing(creation.region)
    found: set[RegionId] = set()
    for call in takers:
        inner = facts.enclosing(call.region)
        if facts.function_of(call.region) is not facts.function_of(creation.region):
            return False
        beyond = [region for region in inner if region not in around]
        if not beyond or regions[beyond[-1]].kind != "branch":
            return False
        found.add(beyond[-1])
    if len(found) != 1:
        return False
    chosen = found.pop()
    branch = regions[chosen]
    others = [each for each, region in numbered_regions(regions) if region[:2] == branch[:2] and each != chosen]
    beside = [each for each in others if regions[each].detail[:1] == branch.detail[:1]]
    is_asked = _asks_about(module, branch.detail[0], creation.id)
    return not is_asked and not any(_does_something(module, each) for each in beside)


def _does_something(module: "Module", region: RegionId) -> bool:
    facts = module.facts
    places = [*(row.region for row in module.rows(Call)), *(use.region for use in facts.uses)]
    return any(region in facts.enclosing(each) for each in set(places))


def _asks_about(module: "Module", test: ExprId, expr: ExprId) -> bool:
    """Return whether a test asks about a value: it may tell whether there is one."""
    return expr in alternatives(module, test) or any(
        isinstance(mention.fact, Use) and mention.fact.how in _LOOKS for mention in module.uses_of.of(expr)
    )
