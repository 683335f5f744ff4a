"""Follows a client: each value that is it, holds it or closes it, into functions it is passed to, to its end."""

from typing import TYPE_CHECKING, Any, ClassVar

from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.lifetimes.closings import Closings
from flake8_fakeasync.analysis.lifetimes.escapes import (
    CLIENT,
    CLOSER,
    CLOSING,
    HOLDER,
    ITEM,
    METHOD,
    Escape,
    Followed,
    InVariable,
    Role,
)
from flake8_fakeasync.analysis.lifetimes.members import Members
from flake8_fakeasync.analysis.lifetimes.passing import Passing
from flake8_fakeasync.analysis.lifetimes.storing import Storing
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import (
    Attribute,
    Await,
    Call,
    Declared,
    Display,
    Element,
    Enter,
    Item,
    Join,
    Part,
    Starred,
)
from flake8_fakeasync.analysis.syntax.facts import Store, Use
from flake8_fakeasync.analysis.values import Bound

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.mention_index import Mention, Mentioning
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Class

    Step = Callable[["ValueFlow", Followed, Mention, Any], None]

_ALIASES = (Declared, Join, Narrowed)
_VALUES: frozenset[Role] = frozenset({CLIENT, HOLDER, ITEM})
_MOST = 600  # values; where a client goes after that is unknown


class ValueFlow:
    """Follows a client of one class from a module on. `home` is the function that has it, None where any may."""

    def __init__(self, evaluator: "Evaluator", module: "Module", cls: "Class", home: FunctionId | None) -> None:
        self._evaluator = evaluator
        self._module = module
        self._cls = cls
        self._home = home
        self._pending: list[Followed] = []
        self._fate = Escape()
        self._closings = Closings(self._fate)
        self._members = Members(self._pending, self._fate)
        self._storing = Storing(evaluator, self._pending, self._fate)
        self._passing = Passing(evaluator, self._pending, self._fate, self._storing)

    def follow(self, expr: ExprId, role: Role = CLIENT) -> Escape:
        """Return what becomes of a value."""
        seen: set[tuple[str, ExprId, Role, str, str]] = set()
        self._pending.append(Followed(self._module, expr, role, self._cls))
        while self._pending:
            each = self._pending.pop()
            key = (each.module.path, each.expr, each.role, each.path, each.cls.name)
            if key in seen:
                continue
            if len(seen) >= _MOST:
                self._fate.handed.add("argument")
                break
            seen.add(key)
            self._mentions(each)
        return self._fate

    def _mentions(self, each: Followed) -> None:
        uses_of = each.module.uses_of.of(each.expr)
        if each.role in _VALUES:
            self._bound(each)
        elif each.role == CLOSING and not uses_of:
            self._closings.note("misused", each, each.expr)
        for mention in uses_of:
            self._step(each, mention)

    def _bound(self, each: Followed) -> None:
        """Note the module-level names and the default arguments that a value is bound to."""
        uses_of = each.module.uses_of
        for name in uses_of.globals.get(each.expr, ()):
            self._fate.keep(InVariable(each.module.path, name, each.role != CLIENT, each.cls), is_away=each.is_away)
        if any(function.id != self._home for function in uses_of.defaults.get(each.expr, ())):
            self._fate.handed.add("default")

    def _step(self, each: Followed, mention: "Mention") -> None:
        fact, role = mention.fact, each.role
        step = self._STEPS.get(type(fact))
        if isinstance(fact, _ALIASES):
            self._pending.append(each._replace(expr=mention.value))
        elif role == CLOSER:
            called = self._closings.of_method(each, mention)
            self._pending += [each._replace(expr=called[0], role=called[1])] if called is not None else []
        elif role == CLOSING:
            self._closings.of_result(each, mention)
        elif role == METHOD:
            self._of_method(each, fact)
        elif role not in _VALUES:
            self._members.below(each, fact)
        elif step is not None and not (isinstance(fact, Call) and fact.function == each.expr):
            step(self, each, mention, fact)

    def _enter(self, each: Followed, _mention: "Mention", fact: Enter) -> None:
        self._closings.note("entered" if fact.is_async else "misused", each, fact.id)
        self._pending.append(each._replace(expr=fact.id))

    def _hold(self, each: Followed, mention: "Mention", _fact: Display | Starred) -> None:
        self._pending.append(each._replace(expr=mention.value, role=HOLDER))

    def _take_out(self, each: Followed, mention: "Mention", fact: Element | Item | Part) -> None:
        if each.role != CLIENT:
            self._pending.append(each._replace(expr=mention.value, role=ITEM))
        elif isinstance(fact, Element) and "__aiter__" in each.cls.releases:
            self._fate.handed.add("argument")  # the other side closes it

    def _await(self, each: Followed, _mention: "Mention", _fact: Await) -> None:
        if each.role == CLIENT:
            self._fate.handed.add("argument")

    def _use(self, each: Followed, _mention: "Mention", fact: Use) -> None:
        function = each.module.facts.function_of(fact.region)
        if each.is_away:
            self._passing.leave(each, fact.how, function)
        elif fact.how == "returned" and self._home is not None and function.id != self._home:
            self._fate.handed.add("closure")
        elif each.cls is not self._cls and fact.how in {"returned", "yielded"}:
            self._fate.handed.add("argument")  # inside another client, which callers may close
        elif fact.how in {"returned", "yielded", "raised"}:
            self._fate.handed.add(fact.how)
            self._fate.returned_by |= {function.id} if fact.how == "returned" else set()
        elif fact.how == "shared" and not each.module.uses_of.globals.get(each.expr):
            self._fate.handed.add("closure")

    def _read(self, each: Followed, _mention: "Mention", fact: Attribute) -> None:
        self._members.read(each, fact)

    def _store(self, each: Followed, _mention: "Mention", fact: Store) -> None:
        self._storing.put(each, fact.base, fact.name)

    def _of_method(self, each: Followed, fact: "Mentioning") -> None:
        """Follow a bound method that is passed on; other receivers of it have the client."""
        if isinstance(fact, Call):
            if fact.function != each.expr:
                self._passing.pass_on(each, fact)
        elif isinstance(fact, Display | Store) or (isinstance(fact, Use) and fact.how in {"returned", "yielded"}):
            self._fate.handed.add("method")

    def _pass(self, each: Followed, _mention: "Mention", fact: Call) -> None:
        function = each.module.row(fact.function)
        is_put = isinstance(function, Attribute) and (function.base, each.expr) in each.module.element_writes
        methods = self._evaluator.infer(each.module, fact.function) if is_put else frozenset()
        if is_put and isinstance(function, Attribute) and all(isinstance(method, Bound) for method in methods):
            self._storing.put(each, function.base, "")
        elif not self._storing.put_into_context(each, fact):
            self._passing.pass_on(each, fact)

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
