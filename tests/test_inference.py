"""The astroid boundary: what it answers that the facts do not, and that it owes no answer."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flake8_fakeasync.analysis.infer import inference
from flake8_fakeasync.analysis.infer.inference import Inference
from flake8_fakeasync.analysis.infer.values import NOTHING, Instance, ValueSet
from flake8_fakeasync.analysis.program import Program
from flake8_fakeasync.analysis.project.neighbours import Neighbourhood
from flake8_fakeasync.analysis.syntax.exprs import Attribute
from flake8_fakeasync.catalog import load
from flake8_fakeasync.disk.reader import Disk
from flake8_fakeasync.settings import Settings

_SESSION = frozenset({Instance("requests.Session", "")})


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def asked(text: str) -> tuple[ValueSet, ValueSet]:
    """Return what the facts and what astroid say of the last `x` of an `x.get` in a module."""
    program = Program(load(), Settings(), Neighbourhood(Disk()))
    module = program.link("app.py", text, ast.parse(text)).module
    read = [row for row in module.facts.exprs if isinstance(row, Attribute) and row.name == "get"][-1]
    return program.evaluator.infer(module, read.base), Inference(program.evaluator).infer(module, text, read)


@pytest.mark.parametrize(
    "code",
    [
        "def same(x):\n    return x\nsame(requests.Session()).get('/')",
        "class A:\n    def f(self):\n        return requests.Session()\n    s = property(f)\nA().s.get('/')",
        "Made = type('Made', (), {'session': requests.Session()})\nMade.session.get('/')",
    ],
    ids=["passed through", "property made by a call", "class made by a call"],
)
def test_answers(code: str) -> None:
    """These are what it is good for; a form that the facts learn leaves this list."""
    assert asked(f"import requests\n{code}\n") == (NOTHING, _SESSION)


def test_first_party_and_what_is_installed() -> None:
    """It reads the files of the project, and takes no library from what is installed."""
    Path("made.py").write_text("import requests\ndef same(x):\n    return x\n", encoding="utf-8")
    assert asked("import requests, made\nmade.same(requests.Session()).get('/')\n")[1] == _SESSION
    assert asked("import pytest\npytest.Session.from_config(None).get('/')\n")[1] == NOTHING


def test_unknown() -> None:
    """A parameter is anybody's, and one unknown alternative hides the others."""
    assert asked("def f(x):\n    x.get('/')\n")[1] == NOTHING
    both = "import requests\ndef f(x, y):\n    (requests.Session() if x else y).get('/')\n"
    assert asked(both)[1] == NOTHING


def test_failure_and_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither an error of astroid nor the end of the budget is an error of ours."""
    code = "import requests\ndef same(x):\n    return x\nsame(requests.Session()).get('/')\n"
    monkeypatch.setattr(inference, "MOST_QUESTIONS", 0)
    assert asked(code)[1] == NOTHING
    monkeypatch.undo()

    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(Inference, "_tree", fail)
    assert asked(code)[1] == NOTHING
