"""The astroid boundary: what astroid makes of an expression of the project that the facts leave unknown.

astroid sees the files of the project, the standard library and, in the place of each catalogued library, a stub made
from the catalog: what is installed does not matter. It parses and never imports. Each file has a budget of questions,
and a question that fails in any way is answered with nothing.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flake8_fakeasync.analysis.infer.values import NOTHING, Instance, OwnInstance, Value, ValueSet

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.exprs import Attribute

MOST_QUESTIONS = 50  # for each file
MOST_ANSWERS = 20  # astroid yields alternatives one by one


class Inference:
    """Asks astroid; one for a project. astroid is imported by the first question."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator
        self._trees: dict[tuple[str, int], Any] = {}
        self._asked: dict[str, int] = {}
        self._importer: Module | None = None

    def infer(self, module: "Module", text: str, attribute: "Attribute") -> ValueSet:
        """Return what the base of an attribute of a module may be; empty when any alternative is unknown."""
        self._asked[module.path] = self._asked.get(module.path, 0) + 1
        if self._asked[module.path] > MOST_QUESTIONS:
            return NOTHING
        self._importer = module
        try:
            with self._our_imports():
                return self._infer(module, text, attribute)
        except Exception:  # noqa: BLE001  (astroid may fail on any code in any way; an answer is never owed)
            return NOTHING

    def _infer(self, module: "Module", text: str, attribute: "Attribute") -> ValueSet:
        from astroid import nodes, util

        found: set[Value] = set()
        for node in self._tree(module, text).nodes_of_class(nodes.Attribute):
            if (node.lineno, node.col_offset, node.attrname) != (attribute.line, attribute.column, attribute.name):
                continue
            for count, answer in enumerate(node.expr.infer()):
                value = self._thing(answer)
                if isinstance(answer, nodes.Const) and answer.value is None:
                    continue
                if isinstance(answer, util.UninferableBase) or value is None or count > MOST_ANSWERS:
                    return NOTHING
                found.add(value)
        return frozenset(found)

    def _tree(self, module: "Module", text: str) -> Any:  # noqa: ANN401  (astroid is not imported here)
        from astroid import MANAGER
        from astroid.builder import AstroidBuilder

        key = (module.path, hash(text))
        if key not in self._trees:
            self._trees[key] = AstroidBuilder(MANAGER).string_build(text, modname=module.facts.name, path=module.path)
        return self._trees[key]

    def _thing(self, answer: Any) -> Value | None:  # noqa: ANN401
        from astroid import Instance as AstroidInstance

        if not isinstance(answer, AstroidInstance):
            return None
        name = answer.qname()
        entry = self._evaluator.catalog.cls(name)
        if entry is not None:
            return Instance(entry.name, "")
        module = self._evaluator.project.module(answer.root().file or "")
        if module is None:
            return None
        for cls in module.classes():
            if cls.line == answer.fromlineno or f"{module.facts.name}.{cls.qualname}" == name:
                return OwnInstance(module.path, cls.id)
        return None

    @contextmanager
    def _our_imports(self) -> Iterator[None]:
        """Let astroid find files of the project, stubs and the standard library, and nothing that is installed."""
        from astroid import MANAGER

        hook = self._module
        MANAGER.register_failed_import_hook(hook)
        find = MANAGER.file_from_module_name
        MANAGER.__dict__["file_from_module_name"] = _only_standard(find)
        try:
            yield
        finally:
            del MANAGER.__dict__["file_from_module_name"]
            MANAGER._failed_import_hooks.remove(hook)  # noqa: SLF001  (there is no public way to take a hook back)

    def _module(self, name: str) -> Any:  # noqa: ANN401
        """Return the module of the project, or the stub, that a name means: astroid's failed-import hook."""
        from astroid import MANAGER
        from astroid.builder import AstroidBuilder
        from astroid.exceptions import AstroidImportError

        path = self._evaluator.project.find(name, self._importer) if self._importer is not None else None
        if path is not None and path.endswith(".py"):
            return MANAGER.ast_from_file(path, name)
        stub = stub_of(self._evaluator, name)
        if not stub:
            raise AstroidImportError(f"{name} is neither of the project nor in the catalog")  # noqa: EM102, TRY003
        return AstroidBuilder(MANAGER, apply_transforms=False).string_build(stub, modname=name)


def stub_of(evaluator: "Evaluator", module: str) -> str:
    """Return the source of a module as the catalog knows it: its classes, and functions that give instances of them."""
    lines: list[str] = []
    for name, known in sorted(evaluator.catalog.inside(module).items()):
        function = evaluator.catalog.function(known)
        if evaluator.catalog.cls(known) is not None:
            lines.append(f"class {name}: pass")
        elif function is not None and function.returns and function.effect != "coroutine":
            home, _, result = function.returns.rpartition(".")
            lines.append(f"def {name}(*args, **kwargs):\n    from {home} import {result}\n    return {result}()")
    return "\n".join(lines)


def _only_standard(find: Any) -> Any:  # noqa: ANN401
    from astroid.exceptions import AstroidImportError

    def find_standard(name: str, context_file: str | None = None) -> Any:  # noqa: ANN401
        if name.partition(".")[0] not in sys.stdlib_module_names:
            raise AstroidImportError(name)
        return find(name, context_file)

    return find_standard
