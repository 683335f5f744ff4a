"""Classes of the project that own a client: they create it themselves and have a method that closes it."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.lifetimes.alternatives import alternatives
from flake8_fakeasync.analysis.lifetimes.escapes import CLIENT
from flake8_fakeasync.analysis.lifetimes.value_flow import ValueFlow
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.values import OwnClass
from flake8_fakeasync.catalog import Class, Member

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.lifetimes.creations import Creations
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts

_CONSTRUCTORS = frozenset({"__init__", "__post_init__", "__attrs_post_init__"})
_FOREMOST = ("aclose", "close", "async_close", "stop", "shutdown", "disconnect")


class Owner(NamedTuple):
    """A class that owns a client of class `client`, as a class to close itself.

    `opened_by` are the methods that create the client, None where the constructor does.
    """

    cls: Class
    client: Class
    opened_by: frozenset[str] | None


class _Attribute(NamedTuple):
    """An attribute that only ever holds clients of one class, and the methods that create and close these."""

    name: str
    client: Class
    opened_by: frozenset[str]
    closed_by: frozenset[str]


class Owners:
    """Tells which classes own a client."""

    def __init__(self, evaluator: "Evaluator", creations: "Creations") -> None:
        self._evaluator = evaluator
        self._creations = creations
        self._known: dict[OwnClass, Owner | None] = evaluator.queries.memo()
        self._by_class: dict[int, Owner] = evaluator.queries.memo()

    def of(self, cls: OwnClass) -> Owner | None:
        """Return the class as an owner, None if it owns no client or somebody else may close it."""
        if cls not in self._known:
            found = self._known[cls] = self._owner(cls)
            if found is not None:
                self._by_class[id(found.cls)] = found
        return self._known[cls]

    def named(self, cls: Class) -> Owner | None:
        """Return the owner that is described as this class, None if it is one of a library."""
        return self._by_class.get(id(cls))

    def _owner(self, cls: OwnClass) -> Owner | None:
        module = self._evaluator.project.module(cls.module)
        mro = self._evaluator.mro(cls)
        if module is None or mro.external or len(mro.own) > 1 or _gives_itself_away(module, cls):
            return None
        owned = [self._owned(module, cls, name) for name in _stored(module, cls)]
        found = [each for each in owned if each is not None]
        if not found:
            return None
        calls = _calls_of_self(module, cls)
        closers = _through(calls, found[0].closed_by)
        openers = _through(calls, found[0].opened_by)
        shown = [name for name in (*_FOREMOST, *sorted(found[0].closed_by)) if name in closers and name[0] != "_"]
        if not shown:
            return None
        methods = {each.name: each for each in _methods(module, cls)}
        members = {name: Member(name, "coroutine" if each.is_async else "sync") for name, each in methods.items()}
        data = set(_stored(module, cls)) - {each.name for each in found}
        members |= {name: Member(name, "pure") for name in data}
        owner = found[0].client._replace(
            name=module.cls(cls.scope).name,
            names=(),
            close=tuple(dict.fromkeys((*shown, *sorted(closers)))),
            coroutine_close=methods[shown[0]].is_async,
            enter="async" if "__aexit__" in closers else "none",
            members=members,
            releases=tuple(f"{each.name}.{close}" for each in found for close in each.client.close),
            lent=(),
            takes=(),
        )
        return Owner(owner, found[0].client, None if _CONSTRUCTORS & found[0].opened_by else openers)

    def _owned(self, module: "Module", cls: OwnClass, name: str) -> _Attribute | None:
        """Return an attribute as one that owns a client, if all that is stored in it is created right there."""
        stores = module.attributes[cls.scope][name]
        made: set[str] = set()
        clients: list[Class] = []
        for store in stores:
            for expr in filter(None, alternatives(module, store.value)):
                row = module.row(expr)
                creation = self._creations.of(module, row, owners=False) if isinstance(row, Call) else None
                if creation is None:
                    return None
                clients.append(creation.cls)
                made.add(module.facts.function_of(store.region).name)
        if not clients or any(each is not clients[0] for each in clients):
            return None
        closed = self._closed_by(module, cls, name, clients[0])
        return _Attribute(name, clients[0], frozenset(made), closed) if closed else None

    def _closed_by(self, module: "Module", cls: OwnClass, name: str, client: Class) -> frozenset[str]:
        """Return the methods in which an attribute is closed."""
        found: set[str] = set()
        for read in module.uses_of.reads.get(name, ()):
            if module.class_of_self(read.base) == cls.scope:
                fate = ValueFlow(self._evaluator, module, client, None).follow(read.id, CLIENT)
                found.update(module.facts.function_of(each.region).name for each in fate.releases)
        return frozenset(found)


def _stored(module: "Module", cls: OwnClass) -> list[str]:
    return list(module.attributes.get(cls.scope, {}))


def _methods(module: "Module", cls: OwnClass) -> "list[FunctionFacts]":
    return [each for each in module.defined_in(cls.scope) if not each.is_lambda]


def _calls_of_self(module: "Module", cls: OwnClass) -> dict[str, set[str]]:
    """Return, by method, the other methods and properties that it reads on `self`."""
    found: dict[str, set[str]] = {}
    for row in module.rows(Attribute):
        if module.class_of_self(row.base) == cls.scope:
            found.setdefault(module.facts.function_of(row.region).name, set()).add(row.name)
    return found


def _through(calls: dict[str, set[str]], wanted: frozenset[str]) -> frozenset[str]:
    """Return the methods that reach any of these by methods of the same object."""
    found, before = set(wanted), 0
    while len(found) > before:
        before = len(found)
        found.update(name for name, called in calls.items() if called & found)
    return frozenset(found)


def _gives_itself_away(module: "Module", cls: OwnClass) -> bool:
    """Return whether an object passes itself, or a method of its own, to others: they may close it."""
    for function in _methods(module, cls):
        if not function.parameters:
            continue
        own = function.parameters[0].value
        for mention in module.uses_of.of(own):
            fact = mention.fact
            if isinstance(fact, Use) and fact.how in {"returned", "tested", "compared", "dropped"}:
                continue
            if not isinstance(fact, Attribute) and getattr(fact, "base", 0) != own:
                return True
            if isinstance(fact, Attribute) and _is_passed_on(module, cls, fact):
                return True
    return False


def _is_passed_on(module: "Module", cls: OwnClass, read: Attribute) -> bool:
    """Return whether a method of the object itself is read and not called."""
    if read.name not in module.cls(cls.scope).names:
        return False
    return any(
        isinstance(mention.fact, Call) and mention.fact.function != read.id for mention in module.uses_of.of(read.id)
    )
