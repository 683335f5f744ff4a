"""The nodes most often asked about. Looked up in `ast`, which has a `__getattr__`, they take several times as long."""

from ast import Attribute as AttributeNode
from ast import BoolOp as BoolOpNode
from ast import Call as CallNode
from ast import Compare as CompareNode
from ast import Constant as ConstantNode
from ast import If as IfNode
from ast import Lambda as LambdaNode
from ast import Name as NameNode
from ast import Starred as StarredNode
from ast import Subscript as SubscriptNode
from ast import UnaryOp as UnaryOpNode

__all__ = [
    "AttributeNode",
    "BoolOpNode",
    "CallNode",
    "CompareNode",
    "ConstantNode",
    "IfNode",
    "LambdaNode",
    "NameNode",
    "StarredNode",
    "SubscriptNode",
    "UnaryOpNode",
]
