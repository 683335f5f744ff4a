"""`fakeasync config`: what is in force."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from flake8_fakeasync.cli import main


def test_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each option is printed with its value and where that is from; a misspelt one is named."""
    monkeypatch.chdir(tmp_path)
    Path("setup.cfg").write_text("[flake8]\nfakeasync-disable = JAM102, JAM5\nfakeasync_depth = 3\n")
    assert main(["config", "--fakeasync-client=httpx2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {
        "fakeasync-disable = JAM102, JAM5  # setup.cfg",
        "fakeasync-depth = 3  # setup.cfg",
        "fakeasync-client = httpx2  # command line",
        "fakeasync-dispatch = any",
        "fakeasync-cache =  # FAKEASYNC_CACHE",
    } <= set(lines)
    Path("setup.cfg").write_text("[flake8]\nfakeasync-disabel = JAM102\n")
    assert main(["config"]) == 2
    said = "unknown option in the configuration: fakeasync-disabel (did you mean fakeasync-disable?)\n"
    assert capsys.readouterr().err == f"fakeasync: error: {said}"
    Path("app.py").touch()
    assert main(["check", "app.py"]) == 0
    assert capsys.readouterr().err == f"fakeasync: {said}"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("pyproject.toml", "[tool.fakeasync]\ndepth = 3\n"), "[tool.fakeasync] in pyproject.toml is not read: "),
        (("setup.cfg", "[flake8-fakeasync]\ndepth = 3\n"), "section [flake8-fakeasync] is not read: "),
    ],
)
def test_sections_that_nobody_reads(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: tuple[str, str],
    said: str,
) -> None:
    """A section that looks like ours is said to be none, and where options go."""
    monkeypatch.chdir(tmp_path)
    Path(given[0]).write_text(given[1])
    instead = "write `fakeasync-… = …` in [flake8] of .flake8, setup.cfg or tox.ini"
    assert main(["config"]) == 2
    assert capsys.readouterr().err == f"fakeasync: error: {said}{instead}\n"
    assert main(["config", "--isolated"]) == 0


def test_pyproject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Flake8 does not read `pyproject.toml` by itself; with what does, names are checked there as well."""
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text("[tool.flake8]\nfakeasync-disabel = ['JAM1']\nmax-line-length = 100\n")
    misspelt = "unknown option in the configuration: fakeasync-disabel (did you mean fakeasync-disable?)"
    alone = "[tool.flake8] in pyproject.toml is read only where Flake8-pyproject is installed"
    for is_there, said in ((False, f"{alone}; {misspelt}"), (True, misspelt)):
        spec = importlib.util.spec_from_loader("flake8p", None) if is_there else None
        monkeypatch.setattr("importlib.util.find_spec", lambda _name, spec=spec: spec)
        assert main(["config"]) == 2
        assert capsys.readouterr().err == f"fakeasync: error: {said}\n"
    Path("pyproject.toml").write_text("[tool.flake8]\nmax-line-length = 100\n")
    assert main(["config"]) == 0
    Path("pyproject.toml").write_text("tool = 3\n")
    assert main(["config"]) == 0


def test_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The file that `--config` names is the one that is spoken of."""
    monkeypatch.chdir(tmp_path)
    Path("setup.cfg").write_text("[flake8]\nfakeasync-depth = 2\n")
    Path("ours.cfg").write_text("[flake8]\nfakeasync-depth = 3\nfakeasync-deth = 4\n")
    assert main(["config", "--config=ours.cfg"]) == 2
    shown = capsys.readouterr()
    assert "fakeasync-depth = 3  # ours.cfg" in shown.out.splitlines()
    assert "fakeasync-deth (did you mean fakeasync-depth?)" in shown.err
    assert main(["config", "--isolated"]) == 0
    assert "fakeasync-depth = 6" in capsys.readouterr().out.splitlines()
