"""Which values are clients, those of derived classes included."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.lifetimes.escapes import CLOSERS
from flake8_fakeasync.analysis.values import Instance, OwnClass, OwnInstance, Value, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Class


def is_client(evaluator: "Evaluator", cls: "Class") -> bool:
    """Return whether a class is a client to close: an async one, or the sync twin of one."""
    twin = evaluator.catalog.cls(cls.instead) if cls.instead else None
    return cls.leaks or cls.long_lived or (bool(cls.close) and twin is not None and (twin.leaks or twin.long_lived))


def client(evaluator: "Evaluator", value: Value) -> "Class | None":
    """Return the class of a client that a thing is, unless a derived class says itself how it is closed and entered."""
    if isinstance(value, Instance) and not value.path:
        cls = evaluator.catalog.cls(value.name)
        return cls if cls is not None and is_client(evaluator, cls) else None
    if isinstance(value, OwnInstance):
        line = evaluator.mro(OwnClass(value.module, value.scope))
        found = [
            cls for cls in map(evaluator.catalog.cls, line.external) if cls is not None and is_client(evaluator, cls)
        ]
        return found[0] if found and not any(_closes_itself(evaluator, own) for own in line.own) else None
    return None


def _closes_itself(evaluator: "Evaluator", own: OwnClass) -> bool:
    module = evaluator.project.module(own.module)
    return module is None or bool({*CLOSERS, "__enter__", "__aenter__"} & module.cls(own.scope).names.keys())


def client_of(evaluator: "Evaluator", module: "Module", expr: ExprId) -> "Class | None":
    """Return the class of the client that a value is, None if it may be anything else."""
    found = [client(evaluator, value) for value in known(evaluator.infer(module, expr))]
    return found[0] if found and all(each is found[0] for each in found) else None
