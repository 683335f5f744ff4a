"""`[tool.flake8]` in pyproject.toml counts for our command where Flake8-pyproject is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands import run

if TYPE_CHECKING:
    from pathlib import Path

_OPTIONS = '[tool.flake8]\nfakeasync-enable = ["JAM303"]\nper-file-ignores = ["other.py: JAM101"]\n'
_CODE = "import httpx\nimport requests\n\nclient = httpx.AsyncClient()\n\n\nasync def f():\n    requests.get('a')\n"


def test_options(tools: Path, tmp_path: Path) -> None:
    """Its options are those of flake8's own files: ours, and what is ignored where."""
    (tmp_path / "pyproject.toml").write_text(_OPTIONS, encoding="utf-8")
    (tmp_path / "app.py").write_text(_CODE, encoding="utf-8")
    (tmp_path / "other.py").write_text(_CODE, encoding="utf-8")
    printed = run([str(tools / "fakeasync"), "check", "--format=concise"], tmp_path, code=1)
    found = [(line.split(":")[0].removeprefix("./"), line.split()[1]) for line in printed.splitlines()]
    assert found == [("app.py", "JAM303"), ("app.py", "JAM101"), ("other.py", "JAM303")]
    by_flake8 = run([str(tools / "flake8"), "--select=JAM"], tmp_path, code=1)
    assert sorted(by_flake8.splitlines()) == sorted(printed.splitlines())
