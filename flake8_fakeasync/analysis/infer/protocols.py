"""The classes that have what a `Protocol` asks for without naming it as a base."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer import subclasses
from flake8_fakeasync.analysis.project.neighbours import defining
from flake8_fakeasync.analysis.syntax.exprs import FunctionRef
from flake8_fakeasync.analysis.values import External, OwnClass

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts

_PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})
_MOST_CLASSES = 20


def is_protocol(evaluator: "Evaluator", module: "Module", cls: "ClassFacts") -> bool:
    """Return whether a class is a protocol."""
    bases = {value for base in cls.bases for value in evaluator.infer(module, base)}
    return any(isinstance(value, External) and value.name in _PROTOCOLS for value in bases)


def conforming(evaluator: "Evaluator", home: "Module", protocol: "ClassFacts") -> list[OwnClass]:
    """Return the classes of the project, none of tests, that have all methods of a protocol with its parameters."""
    key = OwnClass(home.path, protocol.id)
    return evaluator.queries.uncut(evaluator.conforming, key, lambda: _conforming(evaluator, home, protocol))


def _conforming(evaluator: "Evaluator", home: "Module", protocol: "ClassFacts") -> list[OwnClass]:
    wanted, found = _signatures(home, protocol), list[OwnClass]()
    for module in defining(evaluator.project, home, *wanted) if wanted else ():
        for cls in module.classes() if not module.is_test else ():
            own = OwnClass(module.path, cls.id)
            is_meant = own != OwnClass(home.path, protocol.id) and wanted.keys() <= cls.names.keys()
            if is_meant and len(found) < _MOST_CLASSES and _conforms(evaluator, module, cls, wanted):
                found.append(own)
    return found


def _conforms(evaluator: "Evaluator", module: "Module", cls: "ClassFacts", wanted: "dict[str, _Signature]") -> bool:
    if is_protocol(evaluator, module, cls):
        return False
    own = OwnClass(module.path, cls.id)
    for name, signature in wanted.items():
        found = subclasses.method(evaluator, own, name)
        if found is None or _signature(module.function(found.scope)) != signature:
            return False
    return True


_Signature = tuple[bool, tuple[str, ...]]


def _signatures(module: "Module", cls: "ClassFacts") -> "dict[str, _Signature]":
    """Return what a protocol asks of its methods, by name."""
    rows = ((name, module.row(exprs[-1])) for name, exprs in cls.names.items() if not name.startswith("__"))
    return {name: _signature(module.function(row.scope)) for name, row in rows if isinstance(row, FunctionRef)}


def _signature(function: "FunctionFacts") -> _Signature:
    """Return whether a method is async, and the names of its parameters after the first."""
    return function.is_async, tuple(each.name for each in function.parameters[1:])
