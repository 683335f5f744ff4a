"""`fakeasync explain`, `fakeasync rules` and the public API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import flake8_fakeasync
from flake8_fakeasync import Settings, check
from flake8_fakeasync.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    """A page is found by its code and by its name, in any case of letters."""
    for wanted in ("JAM000", "jam000", "internal-error"):
        assert main(["explain", wanted]) == 0
        assert capsys.readouterr().out.startswith("# JAM000 internal-error\n\nflake8-fakeasync itself")


@pytest.mark.parametrize(
    ("wanted", "printed"),
    [
        ("JAM00", "fakeasync: error: unknown rule 'JAM00'; did you mean JAM000?\n"),
        (
            "internal-eror",
            "fakeasync: error: unknown rule 'internal-eror'; did you mean internal-error?\n",
        ),
        ("", "fakeasync: error: unknown rule ''\n"),
    ],
)
def test_explain_what_is_unknown(wanted: str, printed: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The answer is one line, with a suggestion if there is one."""
    assert main(["explain", wanted]) == 2
    assert capsys.readouterr().err == printed


def test_explain_families(capsys: pytest.CaptureFixture[str]) -> None:
    """A family is all its rules; each rule is printed once."""
    assert main(["explain", "JAM10", "JAM101", "JAM13", "--format=json"]) == 0
    described = json.loads(capsys.readouterr().out)
    assert [rule["code"] for rule in described] == [
        rule.code for rule in flake8_fakeasync.all_rules() if rule.code.startswith(("JAM10", "JAM13"))
    ]
    assert described[0]["page"].startswith(f"{described[0]['summary']}.")


def test_rules(capsys: pytest.CaptureFixture[str]) -> None:
    """The table has a line for each rule."""
    assert main(["rules"]) == 0
    codes = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert codes == [rule.code for rule in flake8_fakeasync.all_rules()]


def test_files_that_are_no_python_are_skipped(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """They are logged, and the others are judged."""
    for name, text in {"a": b"def f(:", "b": b"\xff", "c": b"x\0", "d": b"'\\d'\n"}.items():
        (tmp_path / f"{name}.py").write_bytes(text)
    assert check([tmp_path, tmp_path / "none.py"], Settings(enable=("ALL",))) == []
    assert [record.getMessage().partition(": ")[0] for record in caplog.records] == [
        f"skipped {tmp_path / name}.py" for name in ("a", "b", "c", "none")
    ]


def test_public_names() -> None:
    """What the API names is there, and nothing else."""
    for name in flake8_fakeasync.__all__:
        assert getattr(flake8_fakeasync, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = flake8_fakeasync.nothing
