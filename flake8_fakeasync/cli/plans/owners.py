"""Who creates an async client and closes it: a class, an application, the function that starts the program."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.entry_points.naming import callee_names
from flake8_fakeasync.analysis.lifetimes.creation import close_call, close_method
from flake8_fakeasync.analysis.syntax.exprs import Call, FunctionRef
from flake8_fakeasync.analysis.values import External, OwnClass, OwnFunction, known
from flake8_fakeasync.catalog import keepers
from flake8_fakeasync.cli.plans.steps import Action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts
    from flake8_fakeasync.catalog import Class

_START = "start"
_CLOSING = ("aclose", "close", "__aexit__", "__exit__")


class _Start(NamedTuple):
    """Where the life of a client may begin: a place, and in words where it is created there."""

    file: str
    line: int
    where: str


class Owners:
    """Answers for one program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._evaluator = program.evaluator
        self._hooks = program.evaluator.catalog.entry_points.applications

    def class_without(self, module: Module, cls: ClassFacts, client: Class) -> Iterator[Action]:
        """Yield what to do about a class that has blocking calls, and no client."""
        text = f"create one `{client.name}` for each `{cls.qualname}`, on first use, and keep it on `self`"
        yield Action(module.path, cls.line, text)
        yield from self.closed_by(module, cls, client)

    def closed_by(self, module: Module, cls: ClassFacts, client: Class) -> Iterator[Action]:
        """Yield how a class that keeps a client closes it, and who has to see to that."""
        method = self._closing(module, cls)
        if method is None:
            closing = close_method(client).removesuffix(" method").partition(" ")[2]
            added = f"add `{closing}` to `{cls.qualname}`, and `__aenter__()` and `__aexit__()` that use it"
            yield Action(module.path, cls.line, f"then close it: {added}")
            owner = "whoever owns it uses it in `async with`"
        else:
            text = f"then close it in `{method.qualname}()`: `{close_call(client)}`"
            yield Action(module.path, method.line, text if method.is_async else f"{text}, in an `async def`")
            owner = f"whoever owns it awaits `{method.name}()`"
        for home, line in self._creations(OwnClass(module.path, cls.id)):
            yield Action(home.path, line, f"`{cls.qualname}()` is created here: {owner}")

    def _closing(self, module: Module, cls: ClassFacts) -> FunctionFacts | None:
        """Return the method of a class that closes what it keeps."""
        for name in _CLOSING:
            for expr in cls.names.get(name, ()):
                row = module.row(expr)
                if isinstance(row, FunctionRef):
                    return module.function(row.scope)
        return None

    def _creations(self, cls: OwnClass) -> Iterator[tuple[Module, int]]:
        for module in self._program.project.loaded():
            for call in module.rows(Call):
                if cls in self._evaluator.infer(module, call.function):
                    yield module, call.line

    def function(self, module: Module, function: FunctionFacts, client: Class) -> Iterator[Action]:
        """Yield what to do about a function outside of classes that has blocking calls, and no client."""
        entry = self._program.runners.entry(module, function) if function.name else None
        if entry is not None and self._starts:
            text = f"`{function.name}()` is called by {entry.framework}: take `{client.name}` from the application"
        else:
            text = f"`{function.qualname or '<module>'}()` takes the `{client.name}` as a parameter"
            text += "" if self._starts else "; whoever creates it closes it"
        yield Action(module.path, function.line, text)
        yield from self.application(client)

    def application(self, client: Class) -> Iterator[Action]:
        """Yield where one client for the whole program is created and closed."""
        for start in self._starts:
            text = f"create one `{client.name}` {start.where}, for all that need it, and close it at the end"
            yield Action(start.file, start.line, text)

    @cached_property
    def _starts(self) -> list[_Start]:
        """Where applications run code of yours, else where they are created, else where event loops are started."""
        modules = [module for module in self._program.project.loaded() if not module.is_test]
        ways = (self._lifespans, self._applications, self._mains)
        found = ([start for module in modules for start in way(module)] for way in ways)
        return next(filter(None, found), [])

    def _lifespans(self, module: Module) -> Iterator[_Start]:
        """Yield the generators that applications are given to run around their lives."""
        for each in self._program.runners.module(module).registrations:
            home = self._program.project.module(each.module)
            if each.entry.closes and each.entry.often == _START and home is not None:
                function = home.function(each.scope)
                yield _Start(home.path, function.line, f"in `{function.qualname}()` before its `yield`")

    def _applications(self, module: Module) -> Iterator[_Start]:
        for call in module.rows(Call):
            names = callee_names(self._evaluator, module, call.function)
            for hook in dict.fromkeys(self._hooks[name] for name in names if self._hooks.get(name)):
                yield _Start(module.path, call.line, f"in `{hook}` of this application")

    def _mains(self, module: Module) -> Iterator[_Start]:
        """Yield the coroutine functions that are given to a new event loop."""
        loops = keepers.names("loops", "new")
        for call in module.rows(Call):
            values = known(self._evaluator.infer(module, call.function))
            made = module.row(call.arguments[0]) if call.arguments else None
            if isinstance(made, Call) and any(isinstance(each, External) and each.name in loops for each in values):
                for value in known(self._evaluator.infer(module, made.function)):
                    home = self._program.project.module(value.module) if isinstance(value, OwnFunction) else None
                    if home is not None and isinstance(value, OwnFunction):
                        function = home.function(value.scope)
                        yield _Start(home.path, function.line, f"in `{function.qualname}()`, in `async with`")
