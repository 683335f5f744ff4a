"""The words by which facts and rows of one class are told apart."""

from typing import Literal, TypeAlias

RegionKind: TypeAlias = Literal[
    "body", "try", "handler", "else", "finally", "with", "loop", "comprehension", "branch", "rest", "arm", "case"
]
UseKind: TypeAlias = Literal[
    "dropped", "returned", "yielded", "raised", "deleted", "tested", "compared", "operand", "formatted",
    "represented", "indexed", "shared", "left",
]  # fmt: skip
ParameterKind: TypeAlias = Literal["positional", "star", "keyword", "double-star"]
DisplayKind: TypeAlias = Literal["dict", "dictcomp", "generatorexp", "list", "listcomp", "set", "setcomp", "tuple"]
ComparisonKind: TypeAlias = Literal["Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn"]
LogicalKind: TypeAlias = Literal["and", "or", "not"]
TextForm: TypeAlias = Literal["query", "open", ""]

# Regions whose detail begins with the test that leads there, and those whose code may run several times.
TESTS: frozenset[RegionKind] = frozenset({"arm", "branch", "rest"})
LOOPS: frozenset[RegionKind] = frozenset({"loop", "comprehension"})
