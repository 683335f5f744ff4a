"""How `fakeasync check` ends: what is no Python, mistakes of its user, interruptions, pipes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cli.checked import places
from flake8_fakeasync.cli import main

_ROOT = Path(__file__).parent.parent.parent


def test_what_is_no_python(small_shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said, and the run fails; other files are checked."""
    (small_shop / "shop" / "app.py").write_text("def f(:\n")
    assert main(["check", "shop", "nowhere.py"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "fakeasync: nowhere.py: No such file or directory",
        "fakeasync: shop/app.py:1: syntax error: invalid syntax",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--shard=5/4"], "expected a shard K/N such as 1/4, got '5/4'"),
        (["--shard=one"], "expected a shard K/N such as 1/4, got 'one'"),
        (["--output=nowhere/found.txt"], "cannot write 'nowhere/found.txt': No such file or directory"),
        (["--config=nowhere.cfg"], "The specified config file does not exist: nowhere.cfg"),
    ],
)
@pytest.mark.usefixtures("small_shop")
def test_mistakes(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake is one line and status 2."""
    assert main(["check", *arguments]) == 2
    assert capsys.readouterr().err == f"fakeasync: error: {message}\n"


@pytest.mark.usefixtures("small_shop")
def test_wrong_option_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    """So is a mistake in an option of ours."""
    assert main(["check", "--fakeasync-depth=none"]) == 2
    assert capsys.readouterr().err.startswith("fakeasync: error: --fakeasync-depth: ")


def test_interrupted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends a run with status 130, without a traceback."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("flake8_fakeasync.cli.commands.check.Run", interrupt)
    assert main(["check"]) == 130
    assert capsys.readouterr().err == "fakeasync: interrupted\n"


def test_standard_input(small_shop: Path) -> None:
    """Text on standard input stands for the file that it is said to be."""
    command = [sys.executable, "-m", "flake8_fakeasync", "check", "--format=concise", "--stdin-display-name=shop/x.py"]
    text = "from shop import client\n\n\nasync def f(url):\n    client.fetch(url)\n"
    run = subprocess.run([*command, "-"], cwd=small_shop, input=text, capture_output=True, text=True, check=False)
    assert places(run.stdout) == ["shop/x.py:5:5:JAM102"]


def test_closed_pipe(small_shop: Path) -> None:
    """A reader who has seen enough is no error."""
    command = f"{sys.executable} -m flake8_fakeasync check --format=sarif | head -1"
    run = subprocess.run(command, shell=True, cwd=small_shop, capture_output=True, text=True, check=False)  # noqa: S602
    assert run.stdout == "{\n"
    assert run.stderr == ""
