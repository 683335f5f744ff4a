"""Baselines: what is accepted, what is new, and what is gone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_fakeasync.cli import main

_APP = """\
import requests


class Shop:
    async def buy(self, url):
        return requests.get(url)

    async def sell(self, url):
        requests.get(url)  # noqa: JAM101
        requests.get(url)
        return requests.get(url)
"""


@pytest.fixture(autouse=True)
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a project whose reports are accepted, and go there."""
    monkeypatch.chdir(tmp_path)
    Path("setup.cfg").write_text("[flake8]\nselect = JAM\nfakeasync-baseline = ./accepted.json\n")
    path = Path("app.py")
    path.write_text(_APP)
    assert main(["baseline", "write"]) == 0
    return path


def flake8(*arguments: str) -> list[str]:
    """Return the place and code of each line that flake8 prints."""
    run = subprocess.run(
        [sys.executable, "-m", "flake8", *(arguments or ["."])], capture_output=True, text=True, check=False
    )
    assert run.stderr == ""
    return [" ".join(line.split()[:2]) for line in run.stdout.splitlines()]


def check(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the place and code of each line that our command prints."""
    capsys.readouterr()
    main(["check", "--format=concise"])
    return [" ".join(line.split()[:2]) for line in capsys.readouterr().out.splitlines()]


def test_file(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A person can read it: a line for each entry, no line numbers, nothing that a comment hides."""
    assert Path("accepted.json").read_text() == (
        '{"fakeasync-baseline": 1, "accepted": [\n'
        '  ["app.py", "JAM101", "Shop.buy", "requests.get()", 1],\n'
        '  ["app.py", "JAM101", "Shop.sell", "requests.get()", 2]\n'
        "]}\n"
    )
    assert main(["baseline", "write"]) == 0
    assert capsys.readouterr().out == "3 accepted in accepted.json\n"
    assert app.exists()


def test_what_is_accepted(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither flake8 nor our command reports it; the command says how much there is."""
    assert flake8() == []
    capsys.readouterr()
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "3 accepted by the baseline\n0 violations in 1 file\n"


def test_code_that_moves(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines may be added above, methods may change places."""
    lines = _APP.splitlines(keepends=True)
    app.write_text("".join(["# first\n", *lines[:4], *lines[7:], "\n", *lines[4:7]]))
    assert flake8() == check(capsys) == []


@pytest.mark.parametrize("jobs", ["--jobs=1", "--jobs=2"])
def test_a_second_call(jobs: str, app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One more of the same in a function is new; so is another one in another function."""
    app.write_text(_APP.replace("        return", "        requests.get(url)\n        return"))
    expected = ["./app.py:7:16: JAM101", "./app.py:13:16: JAM101"]
    Path("other.py").write_text("")
    assert sorted(flake8(jobs)) == sorted(expected)
    assert check(capsys) == expected


def test_a_comment_less(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a comment hides takes no place in the baseline."""
    app.write_text(_APP.replace("  # noqa: JAM101", ""))
    assert flake8() == check(capsys) == ["./app.py:11:16: JAM101"]


def test_what_is_gone(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said, and dropped by `update`; what is new does not get in that way."""
    app.write_text(_APP.replace("        return requests.get(url)\n", "        return requests.post(url)\n", 1))
    capsys.readouterr()
    assert main(["baseline", "check"]) == 1
    new, gone = capsys.readouterr().out.splitlines()
    assert new.startswith("new: ./app.py:6:16: JAM101 ")
    assert gone == "gone: app.py: JAM101 requests.get() in Shop.buy()"
    assert main(["baseline", "update"]) == 0
    assert capsys.readouterr().out == "1 dropped from accepted.json\n"
    assert json.loads(Path("accepted.json").read_text())["accepted"] == [
        ["app.py", "JAM101", "Shop.sell", "requests.get()", 2]
    ]
    assert main(["baseline", "check"]) == 1
    assert main(["baseline", "write"]) == 0
    assert main(["baseline", "check"]) == 0


def test_a_file_that_is_renamed(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its reports are new under the new name, and gone under the old one."""
    app.rename("shop.py")
    assert len(check(capsys)) == 3
    assert main(["baseline", "update"]) == 0
    assert capsys.readouterr().out == "3 dropped from accepted.json\n"


def test_part_of_a_project(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is gone from files that are not looked at."""
    Path("other.py").write_text("")
    capsys.readouterr()
    assert main(["baseline", "update", "other.py"]) == 0
    assert capsys.readouterr().out == "0 dropped from accepted.json\n"
    assert app.exists()


def test_another_folder(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Paths are relative to the baseline, not to where one stands."""
    Path("below").mkdir()
    monkeypatch.chdir("below")
    capsys.readouterr()
    assert main(["check", "--format=concise", "--config=../setup.cfg", "../app.py"]) == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot read baseline '{path}': No such file or directory"),
        ("[1, 2", "'{path}' is not a baseline of fakeasync"),
        ('{"version": 1}', "'{path}' is not a baseline of fakeasync"),
        ('{"fakeasync-baseline": 2, "accepted": []}', "'{path}' is a baseline of another version: 2"),
        (
            '{"fakeasync-baseline": 1, "accepted": [["a", "b"]]}',
            "'{path}': entry 1 is not [path, code, function, culprit, count]",
        ),
    ],
)
def test_damage(text: str | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A baseline that is none is one line for both."""
    path = tmp_path / "accepted.json"
    if text is None:
        path.unlink()
    else:
        path.write_text(text)
    run = subprocess.run([sys.executable, "-m", "flake8"], capture_output=True, text=True, check=False)
    expected = message.format(path=path)
    assert run.stdout.splitlines()[-1] == f"--fakeasync-baseline: {expected}"
    capsys.readouterr()
    assert main(["check"]) == 2
    assert capsys.readouterr().err == f"fakeasync: error: {expected}\n"
    assert main(["baseline", "write"]) == 0


def test_nothing_half_written(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A baseline is not written from a part of the project that could be read."""
    before = Path("accepted.json").read_text()
    app.write_text("def f(:\n")
    assert main(["baseline", "write"]) == 2
    assert "fakeasync: error: " in capsys.readouterr().err
    assert Path("accepted.json").read_text() == before
    assert main(["baseline", "write", "--file", "nowhere/x.json"]) == 2
