"""What a call passes."""

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Call, Constant
from flake8_fakeasync.analysis.syntax.texts import Text

NEVER_CALLABLE = (Comparison, Constant, Text)  # rows whose values nobody can call


def argument(call: Call, position: int, keyword: str | None) -> ExprId:
    """Return the value passed at a position or by a keyword, UNKNOWN when there is none."""
    if 0 <= position < len(call.arguments):
        return call.arguments[position]
    return next((expr for name, expr in call.keywords if name == keyword and keyword), UNKNOWN)
