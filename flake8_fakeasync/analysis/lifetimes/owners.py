"""Classes of the project that own a client: they create it themselves and have a method that closes it."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.lifetimes.borrowers import Field, borrowers
from flake8_fakeasync.analysis.lifetimes.made_on_demand import Demand, is_made
from flake8_fakeasync.analysis.lifetimes.owned_attributes import CONSTRUCTORS, OwnedAttribute, OwnedAttributes
from flake8_fakeasync.analysis.query import Question
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Attribute, Call, Declared, Global
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.values import OwnClass
from flake8_fakeasync.catalog import Class, Member, keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.lifetimes.creations import Creations
    from flake8_fakeasync.analysis.lifetimes.owned_attributes import Line
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts

_FOREMOST = ("aclose", "close", "async_close", "stop", "shutdown", "disconnect")
_BASES = keepers.names("fields", "bases")  # close nothing


class Owner(NamedTuple):
    """A class that owns a client of class `client`, as a class to close itself.

    `opened_by` are the methods that create the client, None where the constructor does. Who passes one of `given`, a
    field or a parameter of the constructor, may have passed the client. `demands` is where the constructor makes one,
    None of it where it does so whatever it is passed.
    """

    cls: Class
    client: Class
    opened_by: frozenset[str] | None
    given: frozenset[str | ExprId]
    demands: tuple[Demand | None, ...]


class Owners:
    """Tells which classes own a client, or an object that owns one."""

    def __init__(self, evaluator: "Evaluator", creations: "Creations") -> None:
        self._evaluator = evaluator
        self._attributes = OwnedAttributes(evaluator, creations)
        self._known: Question[OwnClass, Owner | None] = Question(evaluator.queries, "owner", None)
        self._by_class: dict[int, Owner] = evaluator.queries.memo()

    def of(self, cls: OwnClass) -> Owner | None:
        """Return the class as an owner, None if it owns no client or somebody else may close it."""
        return self._known.ask(cls, lambda: self._owner(cls))

    def named(self, cls: Class) -> Owner | None:
        """Return the owner that is described as this class, None if it is one of a library."""
        return self._by_class.get(id(cls))

    def is_without(self, owner: Owner, module: "Module", call: Call) -> bool:
        """Return whether an owner may own no client by what the call that makes it passes: the client, or no demand."""
        is_class = any(isinstance(each, OwnClass) for each in self._evaluator.infer(module, call.function))
        if is_class and not any(each is None or is_made(self._evaluator, each, module, call) for each in owner.demands):
            return True
        for expr in call.given if owner.given and is_class else ():
            taken = borrowers(self._evaluator, module, call, expr)
            if taken is None or any(
                (one.name if isinstance(one, Field) else one.value) in owner.given for one in taken
            ):
                return True
        return False

    def _owner(self, cls: OwnClass) -> Owner | None:
        line = self._line(cls)
        if line is None:
            return None
        stored = sorted({name for module, own in line for name in _stored(module, own)})
        found = [each for name in stored if (each := self._attributes.of(line, name)) is not None]
        return self._described(line, stored, found) if found and not _gives_itself_away(line) else None

    def _line(self, cls: OwnClass) -> "Line | None":
        """Return a class and its bases, None where a base that is not in sight may close what the class keeps."""
        mro = self._evaluator.mro(cls)
        modules = [(self._evaluator.project.module(own.module), own) for own in mro.own]
        line = [(module, own) for module, own in modules if module is not None]
        return line if len(line) == len(mro.own) and set(mro.external) <= _BASES else None

    def _described(self, line: "Line", stored: list[str], found: "list[OwnedAttribute]") -> Owner | None:
        calls = _calls_of_self(line)
        closers = _through(calls, found[0].closed_by)
        openers = _through(calls, found[0].opened_by)
        shown = [name for name in (*_FOREMOST, *sorted(found[0].closed_by)) if name in closers and name[0] != "_"]
        methods = {each.name: each for module, own in reversed(line) for each in _methods(module, own)}
        shown = [name for name in shown if name in methods]
        if not shown or _closes_later(line, closers):
            return None
        members = {name: Member(name, "coroutine" if each.is_async else "sync") for name, each in methods.items()}
        members |= {name: Member(name, "pure") for name in set(stored) - {each.name for each in found}}
        module, cls = line[0]
        client = found[0].cls if found[0].owner is None else found[0].owner.client
        described = client._replace(
            name=module.cls(cls.scope).name,
            names=(),
            close=tuple(dict.fromkeys((*shown, *sorted(closers)))),
            coroutine_close=methods[shown[0]].is_async,
            enter="async" if "__aexit__" in closers else "none",
            members=members,
            releases=tuple(f"{each.name}.{close}" for each in found for close in (*each.cls.close, *each.cls.releases)),
            lent=(),
            takes=(),
        )
        opened_by = None if CONSTRUCTORS & found[0].opened_by else openers
        given = frozenset[str | ExprId]().union(*[each.given for each in found])
        demands = tuple([demanded for each in found for demanded in each.demands])
        owner = Owner(described, client, opened_by, given, demands)
        self._by_class[id(described)] = owner
        return owner


def _stored(module: "Module", cls: OwnClass) -> list[str]:
    """Return the attributes and the fields of a class."""
    names = module.cls(cls.scope).names
    fields = [name for name, exprs in names.items() if any(isinstance(module.row(each), Declared) for each in exprs)]
    return [*module.attributes.get(cls.scope, {}), *fields]


def _methods(module: "Module", cls: OwnClass) -> "list[FunctionFacts]":
    return [each for each in module.defined_in(cls.scope) if not each.is_lambda]


def _calls_of_self(line: "Line") -> dict[str, set[str]]:
    """Return, by method, the other methods and properties that it reads on `self`."""
    found: dict[str, set[str]] = {}
    for module, cls in line:
        for row in module.rows(Attribute):
            function = module.facts.function_of(row.region)
            is_super = _is_super(module, row.base) and function.parent == cls.scope
            if is_super or module.class_of_self(row.base) == cls.scope:
                found.setdefault(function.name, set()).add(row.name)
    return found


def _through(calls: dict[str, set[str]], wanted: frozenset[str]) -> frozenset[str]:
    """Return the methods that reach any of these by methods of the same object."""
    found, before = set(wanted), 0
    while len(found) > before:
        before = len(found)
        found.update(name for name, called in calls.items() if called & found)
    return frozenset(found)


def _is_super(module: "Module", expr: ExprId) -> bool:
    call = module.row(expr)
    function = module.row(call.function) if isinstance(call, Call) else None
    return isinstance(function, Global) and function.name == "super"


def _gives_itself_away(line: "Line") -> bool:
    """Return whether an object passes itself, or a method of its own, to others: they may close it."""
    names = {each.name for module, cls in line for each in _methods(module, cls)}
    for module, cls in line:
        for function in _methods(module, cls):
            own = function.parameters[0].value if function.parameters else UNKNOWN
            for mention in module.uses_of.of(own) if own else ():
                fact = mention.fact
                if isinstance(fact, Use) and fact.how in {"returned", "tested", "compared", "dropped"}:
                    continue
                if not isinstance(fact, Attribute) and getattr(fact, "base", 0) != own:
                    return True
                if isinstance(fact, Attribute) and fact.name in names and _is_passed_on(module, fact):
                    return True
    return False


def _closes_later(line: "Line", closers: frozenset[str]) -> bool:
    """Return whether a function inside of a method closes the object: who runs that, and when, is not known."""
    for module, cls in line:
        for name in closers:
            for read in module.uses_of.reads.get(name, ()):
                function = module.facts.function_of(read.region)
                if module.class_of_self(read.base) == cls.scope and function.parent != cls.scope:
                    return True
    return False


def _is_passed_on(module: "Module", read: Attribute) -> bool:
    """Return whether a method of the object itself is read and not called."""
    return any(
        isinstance(mention.fact, Call) and mention.fact.function != read.id for mention in module.uses_of.of(read.id)
    )
