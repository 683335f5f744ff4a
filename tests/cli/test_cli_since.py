"""`fakeasync check --since` and `--staged`: what a change breaks, wherever that is."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from flake8_fakeasync.cli import main

_FILES = {
    "setup.cfg": "[flake8]\nper-file-ignores =\n  shop/old.py: JAM\n",
    "shop/__init__.py": "",
    "shop/app.py": "from shop import client\n\n\nasync def buy():\n    return client.fetch()\n",
    "shop/client.py": "def fetch():\n    return 1\n",
    "shop/known.py": "import requests\n\n\nasync def known():\n    requests.get('a')\n",
}
_BLOCKS = "import requests\n\n\ndef fetch():\n    return requests.get('a')\n"


def git(*arguments: str) -> None:
    """Run git with a name and nothing of the user's."""
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    command = ["git", *identity, *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture(autouse=True)
def _repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a repository with one commit, and go there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for name, text in _FILES.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text)
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message=all")


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Return the place and code of each line, with the place that the message ends in."""
    capsys.readouterr()
    status = main(["check", "--format=concise", *arguments])
    lines = capsys.readouterr().out.splitlines()
    assert status == bool(lines)
    return [" ".join(line.split()[:2]) for line in lines]


@pytest.mark.parametrize("how", ["--since=HEAD", "--staged"])
def test_a_helper_that_starts_to_block(how: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The caller is reported though its file did not change; what was there before is not."""
    assert found(capsys, how) == []
    Path("shop/client.py").write_text(_BLOCKS)
    git("add", ".")
    assert found(capsys, how) == ["./shop/app.py:5:12: JAM102"]
    git("commit", "--quiet", "--message=blocks")
    assert found(capsys, how) == []
    assert found(capsys, "--since=HEAD~1") == ["./shop/app.py:5:12: JAM102"]


def test_index_and_working_tree(capsys: pytest.CaptureFixture[str]) -> None:
    """`--staged` is about what is staged, whatever the files say by now."""
    Path("shop/client.py").write_text(_BLOCKS)
    assert found(capsys, "--staged") == []
    assert found(capsys, "--since=HEAD") == ["./shop/app.py:5:12: JAM102"]
    git("add", ".")
    Path("shop/client.py").write_text(_FILES["shop/client.py"])
    assert found(capsys, "--staged") == ["./shop/app.py:5:12: JAM102"]
    assert found(capsys, "--since=HEAD") == []


def test_call_path_leads_to_the_original(capsys: pytest.CaptureFixture[str]) -> None:
    """No name of a temporary file is shown."""
    Path("shop/client.py").write_text(_BLOCKS)
    git("add", ".")
    assert main(["check", "--staged"]) == 1
    assert "    shop/client.py:5 in fetch(): return requests.get('a')" in capsys.readouterr().out.splitlines()


def test_lines_that_move(capsys: pytest.CaptureFixture[str]) -> None:
    """A report that moves is not new, one more in its function is."""
    known = Path("shop/known.py")
    known.write_text(_FILES["shop/known.py"].replace("\n\n\n", "\n\n# more\n\n"))
    assert found(capsys, "--since=HEAD") == []
    known.write_text(f"{known.read_text()}    requests.get('b')\n")
    assert found(capsys, "--since=HEAD") == ["./shop/known.py:7:5: JAM101"]


def test_new_and_ignored_files(capsys: pytest.CaptureFixture[str]) -> None:
    """What is reported in a new file is new; configuration holds."""
    for name in ("new", "old"):
        Path(f"shop/{name}.py").write_text(_FILES["shop/known.py"])
    git("add", ".")
    assert found(capsys, "--staged") == ["./shop/new.py:5:5: JAM101"]


def test_first_commit(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first commit all that is staged is new."""
    monkeypatch.chdir(tmp_path_factory.mktemp("fresh"))
    git("init", "--quiet")
    Path("a.py").write_text(_FILES["shop/known.py"])
    git("add", ".")
    assert main(["check", "--staged"]) == 1


def test_nothing_of_the_repository_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """Monitors, filters, hooks and text conversions of a stranger's repository stay where they are."""
    ran = Path("ran")
    for name in ("core.fsmonitor", "filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv", "core.pager"):
        git("config", name, f"touch {ran.absolute()}; cat")
    hook = Path(".git/hooks/post-index-change")
    hook.write_text(f"#!/bin/sh\ntouch {ran.absolute()}\n")
    hook.chmod(0o755)
    Path(".gitattributes").write_text("*.py filter=evil diff=evil\n")
    Path("shop/client.py").write_text(_BLOCKS)
    assert found(capsys, "--since=HEAD") == ["./shop/app.py:5:12: JAM102"]
    assert found(capsys, "--staged") == []
    assert not ran.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--since=nowhere"], "unknown revision 'nowhere'"),
        (["--since=--output=x"], "unknown revision '--output=x'"),
        (["--since="], "unknown revision ''"),
    ],
)
def test_unknown_revisions(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """They are one line."""
    assert main(["check", *arguments]) == 2
    assert capsys.readouterr().err == f"fakeasync: error: {message}\n"


def test_no_repository(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """So is a folder that is in no repository."""
    monkeypatch.chdir(tmp_path_factory.mktemp("none"))
    assert main(["check", "--since=HEAD"]) == 2
    assert main(["check", "--staged"]) == 2
