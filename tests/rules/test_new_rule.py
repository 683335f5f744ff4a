"""A new rule begins as a file that keeps to the form."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

import new_rule
from mdtest import examples

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write new rules to an empty folder."""
    monkeypatch.setattr(new_rule, "_RULES", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("family", "code"), [("JAM9", "901"), ("JAM98", "981"), ("JAM10", r"10\d"), ("JAM1", r"1\d\d")]
)
def test_new_rule(family: str, code: str, folder: Path) -> None:
    """It has the next free code of its family and an example that fails until it is written."""
    new_rule.main(family, "some-bad-pattern")
    (file,) = folder.iterdir()
    assert re.fullmatch(rf"jam{code}_some_bad_pattern\.py", file.name)
    page = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert page
    assert f"bad = 1  # {file.name[:6].upper()}\n" in page
    assert [example.headings for example in examples(file)] == [("Bad",), ("Good",)]


@pytest.mark.parametrize(
    ("family", "name"),
    [("JAM", "some-name"), ("E1", "some-name"), ("JAM9", "Some_name"), ("JAM9", "internal-error"), ("JAM999", "a")],
)
def test_refusals(family: str, name: str, folder: Path) -> None:
    """What cannot be a rule is refused, and nothing is written."""
    with pytest.raises(SystemExit):
        new_rule.main(family, name)
    assert not list(folder.iterdir())
