"""What becomes of the method that closes a client, and of what calling it returns."""

from flake8_fakeasync.analysis.ids import MODULE_BODY, ExprId, RegionId
from flake8_fakeasync.analysis.lifetimes.escapes import CLOSERS, CLOSING, Escape, Followed, How, Release, Role
from flake8_fakeasync.analysis.project.mention_index import Mention
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call
from flake8_fakeasync.analysis.syntax.facts import Use


class Closings:
    """Notes in the fate of a client where it is closed."""

    def __init__(self, fate: Escape) -> None:
        self._fate = fate

    def of_method(self, each: Followed, mention: Mention) -> tuple[ExprId, Role] | None:
        """Note what a mention does with a bound closing method; return what to follow if it calls it."""
        fact = mention.fact
        if isinstance(fact, Call) and fact.function == each.expr:
            return fact.id, CLOSING
        if isinstance(fact, Await):
            self.note("misused", each, fact.id)
        elif not isinstance(fact, Use) or fact.how not in {"tested", "compared"}:
            self.note("given", each, mention.value or each.expr)
        return None

    def of_result(self, each: Followed, mention: Mention) -> None:
        """Note what a mention does with what a closing method returned."""
        fact = mention.fact
        if isinstance(fact, Await):
            self.note("closed", each, each.expr)
        elif isinstance(fact, Use) and fact.how == "dropped":
            self.note("misused" if _is_coroutine(each) else "closed", each, each.expr)
        else:
            self.note("given", each, each.expr)

    def note(self, how: How, each: Followed, expr: ExprId) -> None:
        """Note that a row closes the client; nothing can be awaited in a finalizer."""
        if each.is_away:
            self._fate.handed.add("argument")
            return
        row = each.module.row(expr)
        region: RegionId = getattr(row, "region", MODULE_BODY)
        line: int = getattr(row, "line", 0)
        if each.module.facts.function_of(region).name == "__del__" and how in {"closed", "given"}:
            how = "finalizer"
        self._fate.releases.append(Release(how, expr, region, line))


def _is_coroutine(each: Followed) -> bool:
    """Return whether a call of a closing method returns a coroutine, so that dropping it closes nothing."""
    call = each.module.row(each.expr)
    read = each.module.row(call.function) if isinstance(call, Call) else None
    if not isinstance(read, Attribute) or read.name not in {*CLOSERS, *each.cls.close}:
        return False
    base = each.module.row(read.base)
    if isinstance(base, Attribute) and f"{base.name}.{read.name}" in each.cls.releases:
        return False
    return read.name not in each.cls.close or each.cls.coroutine_close
