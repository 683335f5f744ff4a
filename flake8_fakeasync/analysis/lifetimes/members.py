"""What is read from a followed client: the methods that close it, others, and what is below it."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.lifetimes.escapes import BELOW, CLIENT, CLOSER, CLOSERS, HOLDER, METHOD, Escape, Followed
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call
from flake8_fakeasync.analysis.syntax.facts import Store

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.mention_index import Mentioning

_WAITED_FOR = frozenset({"coroutine", "context"})


class Members:
    """Adds what is read from a followed value to what is to be followed."""

    def __init__(self, pending: list[Followed], fate: Escape) -> None:
        self._pending = pending
        self._fate = fate

    def read(self, each: Followed, fact: Attribute) -> None:
        """Follow what reading an attribute of a followed value leads to."""
        cls = each.cls
        if each.role == CLIENT:
            self._fate.members.add(fact.name)
        if fact.name in CLOSERS or fact.name in (*cls.close, *cls.releases):
            self._pending.append(each._replace(expr=fact.id, role=CLOSER, path=""))
        elif fact.name == "__aenter__":
            self._enter_by_hand(each, fact)
        elif any(path.startswith(f"{fact.name}.") for path in cls.releases):
            self._pending.append(each._replace(expr=fact.id, role=BELOW, path=f"{fact.name}."))
        else:
            self._read_member(each, fact)

    def _read_member(self, each: Followed, read: Attribute) -> None:
        """Follow what a method of a container returns; a method of the client that goes elsewhere takes it along."""
        member = each.cls.member(read.name)
        effect = member.effect if member is not None else None
        if each.role == CLIENT:
            self._pending += [each._replace(expr=read.id, role=METHOD)] if effect != "pure" else []
        elif each.role == HOLDER or effect not in _WAITED_FOR:
            for mention in each.module.uses_of.of(read.id):
                if isinstance(mention.fact, Call) and mention.fact.function == read.id:
                    self._pending.append(each._replace(expr=mention.value, role=HOLDER))

    def _enter_by_hand(self, each: Followed, read: Attribute) -> None:
        """Follow what `await client.__aenter__()` returns: the client."""
        uses_of = each.module.uses_of
        for call in uses_of.of(read.id):
            self._pending += [each._replace(expr=awaited.value) for awaited in uses_of.of(call.value)]

    def below(self, each: Followed, fact: "Mentioning") -> None:
        """Follow something below the client, the closing of which closes it as well."""
        path = each.path + fact.name if isinstance(fact, Attribute) else ""
        if isinstance(fact, Attribute) and path in each.cls.releases:
            self._pending.append(each._replace(expr=fact.id, role=CLOSER, path=""))
        elif isinstance(fact, Attribute) and any(name.startswith(f"{path}.") for name in each.cls.releases):
            self._pending.append(each._replace(expr=fact.id, path=f"{path}."))
        elif isinstance(fact, Call | Store):
            self._fate.handed.add("argument")
