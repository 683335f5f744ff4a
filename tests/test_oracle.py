"""Our inference and astroid's agree on code of others, or a reason says why they do not (tools/oracle.py)."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

import oracle
import oracle_answers as answers
import wheels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
@pytest.mark.parametrize("pin", [pin for pin in wheels.counted() if pin.project in oracle.PROJECTS], ids=str)
def test_agreement(pin: wheels.Pin) -> None:
    """On most receivers that both know; of the callees of the project that astroid knows, we know nearly all."""
    folder, asked = oracle.examined(pin)
    found = oracle.figures(pin.text, folder, asked)
    assert found.both > found.receivers // 10
    assert found.known > found.callees * 0.85
    assert oracle.unexplained(asked) == []


_MODULE = """\
import requests


class Shop:
    def __init__(self):
        self.session = requests.Session()

    async def ask(self):
        self.session.get("")
        self.ask()
"""


def test_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are asked for the same expression of a call."""
    (tmp_path / "shop.py").write_text(_MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    asked = [one for one in oracle.questions(tmp_path) if one.what == "receiver"]
    assert [(one.line, str(*one.ours or ()), str(*one.theirs or ())) for one in asked] == [
        (6, "module __init__.py", "module __init__.py"),
        (9, "instance Session", "instance Session"),
        (10, "instance Shop", "instance Shop"),
    ]
    assert oracle.figures("shop", tmp_path, asked)[:6] == ("shop", 3, 3, 3, 3, 3)


def test_a_disagreement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is shown, unless the table has its line."""
    one = answers.Named("instance", "/a.py", "A")
    question = oracle.Question("receiver", "a.py", 3, "x.get()", frozenset({one}), frozenset({one._replace(name="B")}))
    monkeypatch.setattr(oracle, "ROWS", tmp_path / "rows.toml")
    oracle.ROWS.write_text("", encoding="utf-8")
    assert oracle.unexplained([question]) == ["a.py:3: x.get()\n    we say instance A; astroid says instance B"]
    oracle.ROWS.write_text("[[difference]]\nsource = 'x\\.get'\nreason = 'None.'\n", encoding="utf-8")
    assert oracle.unexplained([question]) == []


def test_reasons() -> None:
    """Each row has a reason, which is a sentence."""
    rows = tomllib.loads(oracle.ROWS.read_text(encoding="utf-8")).get("difference", [])
    assert all(row["reason"].endswith(".") and re.compile(row["source"]) for row in rows)
