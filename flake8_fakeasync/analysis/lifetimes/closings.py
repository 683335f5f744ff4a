"""What becomes of the method that closes a client, and of what calling it gives."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.lifetimes.escapes import CLOSERS, CLOSING, Escape, Release
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, ExprId
from flake8_fakeasync.analysis.syntax.facts import Use

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.project.uses import Mention
    from flake8_fakeasync.catalog import Class


class Closings:
    """Notes in the fate of a client where it is closed."""

    def __init__(self, module: "Module", cls: "Class", fate: Escape) -> None:
        self._module = module
        self._cls = cls
        self._fate = fate

    def of_method(self, expr: ExprId, mention: "Mention") -> tuple[ExprId, str] | None:
        """Note what a mention does with a bound closing method; return what to follow if it calls it."""
        fact = mention.fact
        if isinstance(fact, Call) and fact.function == expr:
            return fact.id, CLOSING
        if not isinstance(fact, Use) or fact.how not in {"tested", "compared"}:
            self.note("given", mention.value or expr)
        return None

    def of_result(self, expr: ExprId, mention: "Mention") -> None:
        """Note what a mention does with what a closing method gave."""
        fact = mention.fact
        if isinstance(fact, Await):
            self.note("closed", expr)
        elif isinstance(fact, Use) and fact.how == "dropped":
            self.note("misused" if self._is_coroutine(expr) else "closed", expr)
        else:
            self.note("given", expr)

    def _is_coroutine(self, expr: ExprId) -> bool:
        """Return whether a call of a closing method gives a coroutine, so that leaving it closes nothing."""
        call = self._module.row(expr)
        read = self._module.row(call.function) if isinstance(call, Call) else None
        if not isinstance(read, Attribute) or read.name not in CLOSERS:
            return False
        base = self._module.row(read.base)
        if isinstance(base, Attribute) and f"{base.name}.{read.name}" in self._cls.releases:
            return False
        return read.name not in self._cls.close or self._cls.coroutine_close

    def note(self, how: str, expr: ExprId) -> None:
        """Note that a row lets the client go; nothing can be awaited in a finalizer."""
        row = self._module.row(expr)
        region, line = getattr(row, "region", 0), getattr(row, "line", 0)
        if self._module.facts.function_of(region).name == "__del__" and how in {"closed", "given"}:
            how = "finalizer"
        self._fate.releases.append(Release(how, expr, region, line))
