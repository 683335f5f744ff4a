"""Attributes that own what they hold: all that is stored in one is created right there, and the class closes it."""

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.lifetimes.alternatives import alternatives
from flake8_fakeasync.analysis.lifetimes.escapes import CLIENT
from flake8_fakeasync.analysis.lifetimes.made_on_demand import Demand, demand
from flake8_fakeasync.analysis.lifetimes.value_flow import ValueFlow
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison, Logical, Narrowed
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Join, Parameter
from flake8_fakeasync.analysis.syntax.kinds import TESTS
from flake8_fakeasync.catalog import Class

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.lifetimes.creation import Creation
    from flake8_fakeasync.analysis.lifetimes.creations import Creations
    from flake8_fakeasync.analysis.lifetimes.owners import Owner
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
    from flake8_fakeasync.analysis.values import OwnClass

CONSTRUCTORS = frozenset({"__init__", "__post_init__", "__attrs_post_init__"})
# A class and its bases in the project, with the modules that they are of, nearest first.
Line: TypeAlias = "list[tuple[Module, OwnClass]]"


class OwnedAttribute(NamedTuple):
    """An attribute that only ever holds objects of one class that the class makes itself.

    `opened_by` and `closed_by` are the methods that open and close these. `owner`: they own a client in turn.
    `given` are the fields, and the parameters of the constructor, by which somebody may pass another one; `demands`
    is where the constructor makes them, None of it where it does so whatever it is passed.
    """

    name: str
    cls: Class
    owner: "Owner | None"
    opened_by: frozenset[str]
    closed_by: frozenset[str]
    given: frozenset[str | ExprId]
    demands: "tuple[Demand | None, ...]"


class OwnedAttributes:
    """Finds the attributes of a class that own what they hold."""

    def __init__(self, evaluator: "Evaluator", creations: "Creations") -> None:
        self._evaluator = evaluator
        self._creations = creations

    def of(self, line: Line, name: str) -> OwnedAttribute | None:
        """Return an attribute as one that owns what it holds, None where that may be anything else."""
        found = self._created(line, name)
        if found is None or not found[0]:
            return None
        creations, opened_by, given = found
        cls, owner = creations[0].cls, creations[0].owner
        closed_by, uses, is_flagged = self._ends(line, name, cls)
        if any(each.cls is not cls for each in creations) or not closed_by or (given and is_flagged):
            return None
        if owner is not None and owner.opened_by is not None:
            opened_by = frozenset(method for method, members in uses.items() if members & owner.opened_by)
        demands = tuple([self._demand(line, each) for each in creations])
        return OwnedAttribute(name, cls, owner, opened_by, closed_by, given, demands)

    def _demand(self, line: Line, creation: "Creation") -> Demand | None:
        """Return where the constructor of the class itself makes a client if what it is passed asks for it."""
        module, cls = line[0]
        region = creation.call.region
        is_own = creation.call.id < len(module.facts.exprs) and module.row(creation.call.id) is creation.call
        return demand(module, region) if is_own and module.facts.function_of(region).parent == cls.scope else None

    def _created(
        self, line: Line, name: str
    ) -> "tuple[list[Creation], frozenset[str], frozenset[str | ExprId]] | None":
        """Return what is created for an attribute, by which methods, and what may be given instead."""
        creations: list[Creation] = []
        made: set[str] = set()
        given: set[str | ExprId] = set()
        for module, cls in line:
            for store in module.attributes.get(cls.scope, {}).get(name, ()):
                function = module.facts.function_of(store.region)
                for expr in filter(None, alternatives(module, store.value)):
                    row = module.row(expr)
                    creation = self._creations.of(module, row) if isinstance(row, Call) else None
                    if creation is not None:
                        creations.append(creation)
                        made.add(function.name)
                    elif isinstance(row, Parameter) and module is line[0][0] and _is_optional(module, function, expr):
                        given.add(expr)
                    else:
                        return None
            for creation in self._fields(module, cls, name):
                creations.append(creation)
                made.add("__init__")
                given.add(name)
        return creations, frozenset(made), frozenset(given)

    def _fields(self, module: "Module", cls: "OwnClass", name: str) -> "list[Creation]":
        """Return what the fields of a dataclass or model create for each instance."""
        rows = [module.row(expr) for expr in alternatives(module, *module.cls(cls.scope).names.get(name, ()))]
        found = [self._creations.by_field(module, row) for row in rows if isinstance(row, Call)]
        return [each for each in found if each is not None]

    def _ends(self, line: Line, name: str, cls: Class) -> tuple[frozenset[str], dict[str, set[str]], bool]:
        """Return the methods in which an attribute is closed, what each method uses of what it holds, and flags.

        The last tells whether another attribute decides whether it is closed.
        """
        closed_by: set[str] = set()
        uses: dict[str, set[str]] = {}
        is_flagged = False
        for module, own in line:
            for read in module.uses_of.reads.get(name, ()):
                if module.class_of_self(read.base) != own.scope:
                    continue
                fate = ValueFlow(self._evaluator, module, cls, None).follow(read.id, CLIENT)
                uses.setdefault(module.facts.function_of(read.region).name, set()).update(fate.members)
                closed_by.update(module.facts.function_of(each.region).name for each in fate.releases)
                is_flagged = is_flagged or any(_is_flagged(module, each.region, own, name) for each in fate.releases)
        return frozenset(closed_by), uses, is_flagged


def _is_optional(module: "Module", function: "FunctionFacts", expr: ExprId) -> bool:
    """Return whether a value is a parameter of a constructor that is None unless somebody passes something."""
    defaults = [module.row(each.default) for each in function.parameters if each.value == expr and each.default]
    return function.name in CONSTRUCTORS and any(isinstance(row, Constant) and row.value is None for row in defaults)


def _is_flagged(module: "Module", region: RegionId, cls: "OwnClass", name: str) -> bool:
    """Return whether another attribute of the object decides whether code runs."""
    regions = [module.facts.regions[each] for each in module.facts.enclosing(region)]
    pending = [each.detail[0] for each in regions if each.kind in TESTS]
    seen: set[ExprId] = set()
    while pending:
        expr = pending.pop()
        row = module.row(expr)
        if isinstance(row, Attribute) and row.name != name and module.class_of_self(row.base) == cls.scope:
            return True
        if expr not in seen and isinstance(row, Comparison | Logical | Join | Narrowed):
            seen.add(expr)
            pending += (row.left, row.right) if isinstance(row, Comparison) else _parts(row)
    return False


def _parts(row: Logical | Join | Narrowed) -> tuple[ExprId, ...]:
    return (row.base,) if isinstance(row, Narrowed) else row.parts
