"""Whether constructing an object does I/O, by the arguments that the constructor gets."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Call, Constant, ExprId

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Class


def connects(module: "Module", cls: "Class", call: Call | None) -> bool:
    """Return whether constructing this class does I/O with these arguments."""
    if cls.connects == "never" or call is None:
        return cls.connects == "always"
    keywords = dict(call.keywords)
    if spared(call, cls.unless) or None in keywords:
        return False
    if cls.connects == "always":
        return True
    given = [keyword for keyword in keywords if keyword in cls.when]
    if cls.connects == "with_keyword":
        return any(_is_true(module, keywords[keyword]) for keyword in given)
    return bool(call.arguments or given)


def spared(call: Call, unless: tuple[str, ...]) -> bool:
    """Return whether a call has, or may have in a `**mapping`, a keyword that makes it harmless."""
    return bool(unless) and any(keyword is None or keyword in unless for keyword, _ in call.keywords)


def _is_true(module: "Module", expr: ExprId) -> bool:
    row = module.row(expr)
    return expr != UNKNOWN and isinstance(row, Constant) and row.value is True
