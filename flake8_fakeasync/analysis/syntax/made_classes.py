"""Classes made by a call that is written out: `type("Client", (Base,), {"get": get})`."""

import ast

from flake8_fakeasync.analysis.ids import ClassId, ExprId, next_scope
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Call, ClassRef, Constant, Display, Global, Parameter
from flake8_fakeasync.analysis.syntax.facts import ClassFacts
from flake8_fakeasync.analysis.syntax.recorder import Recorder

PARTS = 3  # name, bases, names


def made_class(walk: Recorder, node: ast.Call, call: Call) -> ExprId:
    """Return the class that a call of `type()` with three arguments makes, UNKNOWN where it is not written out."""
    called = walk.exprs[call.function]
    if not isinstance(called, Global) or called.name != "type":
        return UNKNOWN
    name, bases, names = node.args
    if not isinstance(name, ast.Constant) or not isinstance(bases, ast.Tuple) or not isinstance(names, ast.Dict):
        return UNKNOWN
    _, above, below = map(walk.exprs.__getitem__, call.arguments)
    inherited = above.items if isinstance(above, Display) else ()
    bound = _bound(walk, below) if isinstance(below, Display) else {}
    if len(bound) < len(names.keys) or any(isinstance(walk.exprs[each], Parameter) for each in inherited):
        return UNKNOWN
    scope, outside, own = ClassId(next_scope(walk.scopes)), walk.scope, str(name.value)
    walk.scopes.append(None)
    walk.scope = scope
    region = walk.new_region("body")
    walk.scope = outside
    qualname = f"{walk.qualname}.{own}" if walk.qualname else own
    place = node.lineno, node.col_offset
    walk.scopes[scope] = ClassFacts(scope, own, qualname, outside, (), inherited, (), bound, region, *place)
    return walk.add(ClassRef(scope))


def _bound(walk: Recorder, names: Display) -> dict[str, tuple[ExprId, ...]]:
    pairs = ((walk.exprs[key], item) for key, item in zip(names.keys, names.items, strict=True))
    return {key.value: (item,) for key, item in pairs if isinstance(key, Constant) and isinstance(key.value, str)}
