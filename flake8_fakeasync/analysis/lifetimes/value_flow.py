"""Follows a client through a module: every value that is it, holds it or closes it, to where it ends."""

from typing import TYPE_CHECKING, Any, ClassVar

from flake8_fakeasync.analysis.infer.values import External, known
from flake8_fakeasync.analysis.lifetimes.borrowers import borrowers
from flake8_fakeasync.analysis.lifetimes.closings import Closings
from flake8_fakeasync.analysis.lifetimes.escapes import (
    CLIENT,
    CLOSER,
    CLOSERS,
    CLOSING,
    HOLDER,
    ITEM,
    LOOKS,
    PASSES_ON,
    DiskCache,
    Escape,
)
from flake8_fakeasync.analysis.syntax.exprs import (
    Attribute,
    Await,
    Call,
    Declared,
    Display,
    Element,
    Enter,
    ExprId,
    Item,
    Join,
    Narrowed,
    Part,
    Starred,
)
from flake8_fakeasync.analysis.syntax.facts import Store, Use

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.project.uses import Mention, Mentioning
    from flake8_fakeasync.catalog import Class

    Step = Callable[["ValueFlow", str, Mention, Any], None]

_ALIASES = (Declared, Join, Narrowed)
_WAITED_FOR = frozenset({"coroutine", "context"})
_DEEPEST = 4


class ValueFlow:
    """Follows a client of one class through one module. `home` is the function that has it, None where any may."""

    def __init__(
        self, evaluator: "Evaluator", module: "Module", cls: "Class", home: int | None, depth: int = 0
    ) -> None:
        self._evaluator = evaluator
        self._module = module
        self._cls = cls
        self._home = home
        self._depth = depth
        self._pending: list[tuple[ExprId, str]] = []
        self._fate = Escape()
        self._closings = Closings(module, cls, self._fate)

    def follow(self, expr: ExprId, role: str = CLIENT) -> Escape:
        """Return what becomes of a value."""
        seen: set[tuple[ExprId, str]] = set()
        self._pending.append((expr, role))
        while self._pending:
            each = self._pending.pop()
            if each in seen:
                continue
            seen.add(each)
            current, as_what = each
            uses_of = self._module.uses_of.of(current)
            if as_what in {CLIENT, HOLDER, ITEM}:
                self._bound(current)
            elif as_what == CLOSING and not uses_of:
                self._closings.note("misused", current)
            for mention in uses_of:
                self._step(current, as_what, mention)
        return self._fate

    def _bound(self, expr: ExprId) -> None:
        uses_of = self._module.uses_of
        self._fate.values.add(expr)
        self._fate.names.update(uses_of.globals.get(expr, ()))
        if any(function.id != self._home for function in uses_of.defaults.get(expr, ())):
            self._fate.handed.add("default")

    def _step(self, expr: ExprId, role: str, mention: "Mention") -> None:
        fact = mention.fact
        self._note_closure(role, fact)
        step = self._STEPS.get(type(fact))
        if isinstance(fact, _ALIASES):
            self._pending.append((mention.value, role))
        elif role == CLOSER:
            called = self._closings.of_method(expr, mention)
            self._pending += [called] if called is not None else []
        elif role == CLOSING:
            self._closings.of_result(expr, mention)
        elif role not in {CLIENT, HOLDER, ITEM}:
            self._below(role, fact)
        elif step is not None and not (isinstance(fact, Call) and fact.function == expr):
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
            self._fate.kept.append(DiskCache(fact.base, fact.name, role != CLIENT))
        elif not fact.name and isinstance(holder, Attribute) and self._module.class_of_self(holder.base) is not None:
            self._fate.kept.append(DiskCache(holder.base, holder.name, is_inside=True))
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
        for mention in self._module.uses_of.of(read.id):
            fact = mention.fact
            is_called = isinstance(fact, Call) and fact.function == read.id
            if role == HOLDER or (role == ITEM and effect not in _WAITED_FOR):
                self._pending += [(mention.value, HOLDER)] if is_called else []
            elif role == CLIENT and effect != "pure" and isinstance(fact, Call | Display | Store | Use):
                self._fate.handed |= set() if is_called else {"method"}

    def _enter_by_hand(self, read: Attribute) -> None:
        """Follow what `await client.__aenter__()` gives: the client."""
        uses_of = self._module.uses_of
        for call in uses_of.of(read.id):
            self._pending += [(awaited.value, CLIENT) for awaited in uses_of.of(call.value)]

    def _below(self, path: str, fact: "Mentioning") -> None:
        """Follow something below the client, the closing of which closes it as well."""
        if isinstance(fact, Attribute) and path + fact.name in self._cls.releases:
            self._pending.append((fact.id, CLOSER))
        elif isinstance(fact, Call | Store):
            self._fate.handed.add("argument")

    def _pass(self, role: str, mention: "Mention", fact: Call) -> None:
        values = known(self._evaluator.infer(self._module, fact.function))
        callees = {value.name.removeprefix("builtins.") if isinstance(value, External) else "" for value in values}
        if callees and callees <= LOOKS:
            return
        if role != CLIENT and callees and callees <= PASSES_ON:
            self._pending.append((mention.value, HOLDER))
        elif role != CLIENT or not self._is_borrowed(fact):
            self._fate.handed.add("argument")

    def _is_borrowed(self, call: Call) -> bool:
        """Return whether a call of project functions only uses the client and keeps nothing."""
        given = self._fate.values & {*call.arguments, *(expr for _, expr in call.keywords)}
        taken = borrowers(self._evaluator, self._module, call, given) if self._depth < _DEEPEST else None
        fates = [
            ValueFlow(self._evaluator, module, self._cls, parameter.scope, self._depth + 1).follow(parameter.value)
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
