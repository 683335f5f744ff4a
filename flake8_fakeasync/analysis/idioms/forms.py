"""In which form an argument is given, by what the code around it writes: an empty dict, a pair, a path, a query."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Call, Constant, Display, Expr, Join, Starred
from flake8_fakeasync.analysis.syntax.leaves import joined
from flake8_fakeasync.analysis.syntax.texts import Text
from flake8_fakeasync.analysis.values import External, Instance, Literal, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View

_GIVE_TEXT = ("json.dumps", "urllib.parse.urlencode")
_PATHS = frozenset({"builtins.str", "pathlib.Path", "pathlib.PurePath", "os.PathLike"})
_TEXTS = frozenset({"builtins.str", "builtins.bytes"})
_GIVE_PATHS = frozenset(
    {"certifi.where", "pathlib.Path", "os.path.join", "os.environ.get", "os.getenv", "builtins.str"}
)


def is_one_of(view: "View", call: Call, names: tuple[str, ...]) -> bool:
    """Return whether a call calls something outside the project whose name begins like this."""
    values = view.infer(call.function)
    return any(isinstance(value, External) and value.name.startswith(names) for value in values)


def _given(_context: "View", _call: Call, expr: ExprId) -> bool:
    return bool(expr)


def _pair(view: "View", _call: Call, expr: ExprId) -> bool:
    row = view.module.row(expr)
    return isinstance(row, Display) and row.kind == "tuple" and len(row.items) == 2  # noqa: PLR2004


def _text(view: "View", _call: Call, expr: ExprId) -> bool:
    row = view.module.row(expr)
    if isinstance(row, Call) and is_one_of(view, row, _GIVE_TEXT):
        return True
    if isinstance(row, Text) or (isinstance(row, Constant) and isinstance(row.value, str | bytes)):
        return True
    values = known(view.infer(expr))
    return bool(values) and all(isinstance(value, Instance) and value.name in _TEXTS for value in values)


def _path(view: "View", _call: Call, expr: ExprId) -> bool:
    """Return whether a value is a path for certain, None aside: a text, or by its annotation."""
    row = view.module.row(expr)
    if isinstance(row, Call) and is_one_of(view, row, tuple(_GIVE_PATHS)):
        return True
    values = view.infer(expr)
    kinds = known(values)
    if any(isinstance(value, Literal) and isinstance(value.value, bool) for value in values):
        return False
    literal = any(isinstance(value, Literal) and isinstance(value.value, str) for value in values)
    return (literal or bool(kinds)) and all(isinstance(kind, Instance) and kind.name in _PATHS for kind in kinds)


def _query(view: "View", call: Call, _value: ExprId) -> bool:
    return any(_spells(row, "?") for row in _addresses(view, call))


def _empty(view: "View", call: Call, expr: ExprId) -> bool:
    """Return whether an argument may be an empty dict where the URL may have a query."""
    row = view.module.row(expr)
    written = view.module.writes_by_container
    parts = row.parts if isinstance(row, Join) else (expr,)
    if any(part in written for part in parts) or not any(_is_empty(view, part) for part in parts):
        return False
    addresses = [*_addresses(view, call)]
    return not addresses or any(_may_have_query(view, address) for address in addresses)


def _is_empty(view: "View", expr: ExprId) -> bool:
    row = view.module.row(expr)
    if isinstance(row, Call):
        return not row.arguments and not row.keywords and is_one_of(view, row, ("builtins.dict",))
    return isinstance(row, Display) and row.kind in {"dict", "list"} and not row.items


def _addresses(view: "View", call: Call) -> Iterator[Expr]:
    """Yield what may be the URL of a request: its arguments by position, the method among them, or by its name."""
    given = [expr for expr in call.arguments if not isinstance(view.module.row(expr), Starred)]
    given += [expr for keyword, expr in call.keywords if keyword == "url"]
    if len(given) > 1:
        given = given[1:]
    for expr in given:
        row = view.module.row(expr)
        texts = [value.value for value in view.infer(expr) if isinstance(value, Literal)]
        yield Constant(texts[0]) if len(texts) == 1 and not isinstance(row, Text) else row


def _spells(row: Expr, mark: str) -> bool:
    if isinstance(row, Text):
        return row.form == "query"
    return isinstance(row, Constant) and isinstance(row.value, str) and mark in row.value


def _may_have_query(view: "View", row: Expr) -> bool:
    """Return whether a URL may have a query: all but a text that spells none and does not end in something else."""
    if isinstance(row, Join):
        parts = (each for part in row.parts for each in joined(view.facts.exprs, part))
        return any(_may_have_query(view, view.module.row(part)) for part in parts)
    return row.form != "" if isinstance(row, Text) else not isinstance(row, Constant) or _spells(row, "?")


FORMS: "dict[str, Callable[[View, Call, ExprId], bool]]" = {
    "empty": _empty,
    "given": _given,
    "pair": _pair,
    "path": _path,
    "query": _query,
    "text": _text,
}
