"""Our options in flake8: where they are read from, and what is printed when they are wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flake8_fakeasync import Session, Settings
from flake8_fakeasync.plugin import Plugin


def flake8(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run flake8 in the current folder."""
    return subprocess.run([sys.executable, "-m", "flake8", *arguments], capture_output=True, check=False, text=True)


@pytest.mark.parametrize(
    "line",
    ["fakeasync-enable = JAM9", "fakeasync_client = trio", "fakeasync-src = ./nowhere"],
)
def test_refusal_in_two_lines(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """flake8 says that there is a problem and which one; it shows no traceback."""
    monkeypatch.chdir(tmp_path)
    Path("setup.cfg").write_text(f"[flake8]\n{line}\n", encoding="utf-8")
    run = flake8(".")
    assert run.returncode == 1
    assert len((run.stdout + run.stderr).splitlines()) == 2
    assert "--fakeasync-" in run.stdout + run.stderr


def test_a_bad_catalogue_is_refused_in_two_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """flake8 names the option, the file, the record and the key, before it looks at any file."""
    monkeypatch.chdir(tmp_path)
    Path("setup.cfg").write_text("[flake8]\nfakeasync-catalog = ./acme.toml\n", encoding="utf-8")
    Path("acme.toml").write_text(
        'roots = ["acme"]\nkind = "http"\n[[class]]\nnames = ["acme.C"]\nblock = []\n', encoding="utf-8"
    )
    run = flake8(".")
    assert run.returncode == 1
    said = (run.stdout + run.stderr).splitlines()
    assert said[1:] == ["--fakeasync-catalog: acme.toml: [[class]] 1: unknown key 'block'; did you mean 'blocks'?"]


def test_paths_of_a_configuration_are_relative_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """flake8 may run in a folder below."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "below").mkdir()
    (tmp_path / "setup.cfg").write_text("[flake8]\nfakeasync-src = ./lib\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "below")
    assert flake8(".").returncode == 0


def test_options_are_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor lints again and again, with other options, in one process."""
    from flake8.main.application import Application

    monkeypatch.setattr(Plugin, "session", Session())
    Application().initialize(["--isolated", "--fakeasync-enable=ALL"])
    assert Plugin.session.settings == Settings(enable=("ALL",))
    Application().initialize(["--isolated"])
    assert Plugin.session.settings == Settings()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--select=JAM303"], "flake8-fakeasync: --select does not switch JAM303 on; add --fakeasync-enable=JAM303\n"),
        (
            ["--select=E,JAM12,JAM406"],
            "flake8-fakeasync: --select does not switch JAM12,JAM406 on; add --fakeasync-enable=JAM12,JAM406\n",
        ),
        (["--select=JAM303", "--fakeasync-enable=JAM303"], ""),
        (["--select=JAM", "--extend-select=JAM101"], ""),
    ],
)
def test_selected_but_off(arguments: list[str], said: str, tmp_path: Path) -> None:
    """To select a rule that is off does nothing, so flake8 says what does; once for all files and processes."""
    for name in ("one.py", "two.py"):
        (tmp_path / name).write_text("x = 1\n", encoding="utf-8")
    command = [sys.executable, "-m", "flake8", "--isolated", "-j2", *arguments, "one.py", "two.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)
    assert (run.stdout, run.stderr) == ("", said)
