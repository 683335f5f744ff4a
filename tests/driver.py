"""Run flake8 with an engine of this test: ``driver.py <start method> <engine> <arguments>``.

``calls`` reports each call, twice, from the last to the first. The name of an exception is raised,
for files whose name contains ``broken``. What is set here holds in workers of all start methods,
since they import this file again.
"""

from __future__ import annotations

import ast
import builtins
import multiprocessing
import os
import sys
from typing import TYPE_CHECKING

from flake8.main.cli import main

from flake8_fakeasync import engine, report
from flake8_fakeasync.diagnostics import Span, Violation
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULE = Rule(code="JAM000", name="internal-error", message="{culprit}", since="0.1.0")


def violations(_: engine.Engine, tree: ast.Module, lines: Sequence[str], filename: str) -> list[Violation]:
    """Stand in for the real engine."""
    del lines
    chosen = os.environ["ENGINE"]
    if chosen != "calls" and "broken" in filename:
        raise getattr(builtins, chosen)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        _RULE.violation(Span(call.lineno, call.col_offset, 0, 0), culprit=f"call of {call.func.id}")
        for call in reversed(calls * 2)
        if isinstance(call.func, ast.Name)
    ]


engine.Engine.violations = violations  # type: ignore[assignment,method-assign]
report.__dict__["can_matter"] = lambda _text: True

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    os.environ["ENGINE"] = sys.argv[2]
    sys.exit(main(sys.argv[3:]))
