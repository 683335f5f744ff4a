"""What integration tests share: a package index that answers, our wheel, and a place to install it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from commands import commit, run

_ROOT = Path(__file__).parent.parent.parent
_SOURCES = (".pre-commit-hooks.yaml", "LICENSE", "MANIFEST.in", "README.md", "flake8_fakeasync", "pyproject.toml")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("integration")


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip where no package index answers: all of these tests install something."""
    asked = ["download", "--quiet", "--no-deps", "--retries=0", "--timeout=20", "flake8"]
    folder = str(tmp_path_factory.mktemp("index"))
    command = [sys.executable, "-m", "pip", *asked, "--dest", folder]
    answer = subprocess.run(command, capture_output=True, check=False, text=True)
    if answer.returncode:
        pytest.skip(f"no package index answers: {answer.stderr.strip().splitlines()[-1]}")


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a git repository with what a user gets who names ours as a hook."""
    folder = tmp_path_factory.mktemp("repository")
    for name in _SOURCES:
        source = _ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    commit(folder)
    return folder


@pytest.fixture(scope="session")
def wheel(index: None, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return our wheel, built now."""
    del index
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(repository)])
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def tools(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of commands of an environment: the wheel, and the tools that our users meet us in."""
    folder = tmp_path_factory.mktemp("tools")
    run([sys.executable, "-m", "venv", str(folder)])
    groups = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    run([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", str(wheel), *groups["integration"]])
    return folder / "bin"


@pytest.fixture(scope="session")
def path(tools: Path) -> str:
    """Return a search path on which these tools come first."""
    return os.pathsep.join([str(tools), os.environ["PATH"]])
