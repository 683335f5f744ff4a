"""Follows a client through a module: every value that is it, holds it or closes it, to where it ends."""

from typing import TYPE_CHECKING, Any, ClassVar

from flake8_fakeasync.analysis.lifetimes.borrowers import borrowers
from flake8_fakeasync.analysis.lifetimes.closings import Closings
from flake8_fakeasync.analysis.lifetimes.fates import (
    CLIENT,
    CLOSER,
    CLOSERS,
    CLOSING,
    HOLDER,
    ITEM,
    LOOKS,
    PASSES_ON,
    Fate,
    Kept,
)
from flake8_fakeasync.analysis.names.things import External, known
from flake8_fakeasync.analysis.syntax.facts import Store, Use
from flake8_fakeasync.analysis.syntax.rows import (
    Attribute,
    Await,
    Call,
    Declared,
    Display,
    Element,
    Enter,
    Item,
    Join,
    Narrowed,
    Part,
    Starred,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.modules.mentions import Mention, Mentioning
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names
    from flake8_fakeasync.catalog import Class

    Step = Callable[["Follower", str, Mention, Any], None]

_ALIASES = (Declared, Join, Narrowed)
_WAITED_FOR = frozenset({"coroutine", "context"})
_DEEPEST = 4


class Follower:
    """Follows a client of one class through one module. `home` is the function that has it, None where any may."""

    def __init__(self, names: "Names", module: "Module", cls: "Class", home: int | None, depth: int = 0) -> None:
        self._names = names
        self._module = module
        self._cls = cls
        self._home = home
        self._depth = depth
        self._pending: list[tuple[Value, str]] = []
        self._fate = Fate()
        self._closings = Closings(module, cls, self._fate)

    def follow(self, value: Value, role: str = CLIENT) -> Fate:
        """Return what becomes of a value."""
        seen: set[tuple[Value, str]] = set()
        self._pending.append((value, role))
        while self._pending:
            each = self._pending.pop()
            if each in seen:
                continue
            seen.add(each)
            current, as_what = each
            mentions = self._module.mentions.of(current)
            if as_what in {CLIENT, HOLDER, ITEM}:
                self._bound(current)
            elif as_what == CLOSING and not mentions:
                self._closings.note("misused", current)
            for mention in mentions:
                self._step(current, as_what, mention)
        return self._fate

    def _bound(self, value: Value) -> None:
        mentions = self._module.mentions
        self._fate.values.add(value)
        self._fate.names.update(mentions.globals.get(value, ()))
        if any(function.id != self._home for function in mentions.defaults.get(value, ())):
            self._fate.handed.add("default")

    def _step(self, value: Value, role: str, mention: "Mention") -> None:
        fact = mention.fact
        self._note_closure(role, fact)
        step = self._STEPS.get(type(fact))
        if isinstance(fact, _ALIASES):
            self._pending.append((mention.value, role))
        elif role == CLOSER:
            called = self._closings.of_method(value, mention)
            self._pending += [called] if called is not None else []
        elif role == CLOSING:
            self._closings.of_result(value, mention)
        elif role not in {CLIENT, HOLDER, ITEM}:
            self._below(role, fact)
        elif step is not None and not (isinstance(fact, Call) and fact.function == value):
            step(self, role, mention, fact)

    def _note_closure(self, role: str, fact: "Mentioning") -> None:
        region = getattr(fact, "region", None)
        if role == CLIENT and self._home is not None and region is not None:
            function = self._module.facts.function_of(region)
            if function.id != self._home:
                self._fate.handed.add("closure")

    def _enter(self, role: str, _mention: "Mention", fact: Enter) -> None:
        self._closings.note("entered" if fact.is_async else "misused", fact.id)
        self._pending.append((fact.id, role))

    def _hold(self, _role: str, mention: "Mention", _fact: Display | Starred) -> None:
        self._pending.append((mention.value, HOLDER))

    def _take_out(self, role: str, mention: "Mention", _fact: Element | Item | Part) -> None:
        if role != CLIENT:
            self._pending.append((mention.value, ITEM))

    def _await(self, role: str, _mention: "Mention", _fact: Await) -> None:
        if role == CLIENT:
            self._fate.handed.add("argument")

    def _use(self, _role: str, _mention: "Mention", fact: Use) -> None:
        if fact.how == "returned":
            self._fate.returned_by.add(self._module.facts.function_of(fact.region).id)
        if fact.how in {"returned", "yielded", "raised"}:
            self._fate.handed.add(fact.how)
        if fact.how == "shared" and not self._fate.names:
            self._fate.handed.add("closure")

    def _store(self, role: str, _mention: "Mention", fact: Store) -> None:
        holder = self._module.row(fact.base)
        if fact.name and self._module.class_of_self(fact.base) is not None:
            self._fate.kept.append(Kept(fact.base, fact.name, role != CLIENT))
        elif not fact.name and isinstance(holder, Attribute) and self._module.class_of_self(holder.base) is not None:
            self._fate.kept.append(Kept(holder.base, holder.name, is_inside=True))
        else:
            self._fate.handed.add("stored")

    def _read(self, role: str, _mention: "Mention", fact: Attribute) -> None:
        if fact.name in CLOSERS or fact.name in (*self._cls.close, *self._cls.releases):
            self._pending.append((fact.id, CLOSER))
        elif fact.name == "__aenter__":
            self._enter_by_hand(fact)
        elif any(each.startswith(f"{fact.name}.") for each in self._cls.releases):
            self._pending.append((fact.id, f"{fact.name}."))
        else:
            self._read_member(role, fact)

    def _read_member(self, role: str, read: Attribute) -> None:
        """Follow what a method of a container gives; a method of the client that goes elsewhere takes it along."""
        member = self._cls.member(read.name)
        effect = member.effect if member is not None else None
        for mention in self._module.mentions.of(read.id):
            fact = mention.fact
            is_called = isinstance(fact, Call) and fact.function == read.id
            if role == HOLDER or (role == ITEM and effect not in _WAITED_FOR):
                self._pending += [(mention.value, HOLDER)] if is_called else []
            elif role == CLIENT and effect != "pure" and isinstance(fact, Call | Display | Store | Use):
                self._fate.handed |= set() if is_called else {"method"}

    def _enter_by_hand(self, read: Attribute) -> None:
        """Follow what `await client.__aenter__()` gives: the client."""
        mentions = self._module.mentions
        for call in mentions.of(read.id):
            self._pending += [(awaited.value, CLIENT) for awaited in mentions.of(call.value)]

    def _below(self, path: str, fact: "Mentioning") -> None:
        """Follow something below the client, the closing of which closes it as well."""
        if isinstance(fact, Attribute) and path + fact.name in self._cls.releases:
            self._pending.append((fact.id, CLOSER))
        elif isinstance(fact, Call | Store):
            self._fate.handed.add("argument")

    def _pass(self, role: str, mention: "Mention", fact: Call) -> None:
        things = known(self._names.things(self._module, fact.function))
        callees = {thing.name.removeprefix("builtins.") if isinstance(thing, External) else "" for thing in things}
        if callees and callees <= LOOKS:
            return
        if role != CLIENT and callees and callees <= PASSES_ON:
            self._pending.append((mention.value, HOLDER))
        elif role != CLIENT or not self._is_borrowed(fact):
            self._fate.handed.add("argument")

    def _is_borrowed(self, call: Call) -> bool:
        """Return whether a call of project functions only uses the client and keeps nothing."""
        given = self._fate.values & {*call.arguments, *(value for _, value in call.keywords)}
        taken = borrowers(self._names, self._module, call, given) if self._depth < _DEEPEST else None
        fates = [
            Follower(self._names, module, self._cls, parameter.scope, self._depth + 1).follow(parameter.value)
            for module, parameter in taken or ()
        ]
        return bool(fates) and all(fate.is_open and not fate.kept for fate in fates)

    _STEPS: ClassVar["dict[type, Step]"] = {
        Attribute: _read,
        Await: _await,
        Call: _pass,
        Enter: _enter,
        Store: _store,
        Use: _use,
        **dict.fromkeys((Display, Starred), _hold),
        **dict.fromkeys((Element, Item, Part), _take_out),
    }
