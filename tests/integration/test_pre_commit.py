"""pre-commit, and prek, with our wheel and with our repository as a hook."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import commit, run

if TYPE_CHECKING:
    from collections.abc import Mapping

_USAGE = Path(__file__).parent.parent.parent / "docs" / "usage.md"
_HOOKS = """
- id: flake8
  name: flake8
  entry: flake8
  language: python
  types: [python]
  require_serial: true
"""  # as in flake8's own repository
_PACKAGE = 'from setuptools import setup\nsetup(name="hook", version="0", install_requires=["flake8"])\n'
_CLIENT = "import requests\n\n\ndef ask(url):\n    return requests.get(url)\n"
_APP = "from client import ask\n\n\nasync def main(url):\n    return ask(url)\n"
_CODE = "app.py:5:12: JAM102 "


@pytest.fixture(scope="session")
def environment(path: str, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Return an environment in which hooks are installed anew."""
    home = tmp_path_factory.mktemp("hooks")
    return {**os.environ, "PATH": path, "PRE_COMMIT_HOME": str(home), "PREK_HOME": str(home / "prek")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a repository with a coroutine that blocks in a function of another file."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "client.py").write_text(_CLIENT, encoding="utf-8")
    (folder / "app.py").write_text(_APP, encoding="utf-8")
    commit(folder)
    return folder


@pytest.fixture(scope="session")
def addresses(wheel: Path, flake8_hook: Path) -> Mapping[str, Mapping[str, str]]:
    """Return for each hook what stands in this test for the addresses shown."""
    plugin = {r"flake8-fakeasync(?=[\],])": str(wheel)}
    flake8 = {"https://github.com/pycqa/flake8": str(flake8_hook), r"(?<=rev: )\S+": "main"}
    return {"flake8": {**plugin, **flake8}, "fake-async": plugin}


@pytest.fixture(scope="session")
def flake8_hook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository that stands for flake8's own: its hook, and flake8 from the package index."""
    folder = tmp_path_factory.mktemp("flake8")
    (folder / ".pre-commit-hooks.yaml").write_text(_HOOKS, encoding="utf-8")
    (folder / "setup.py").write_text(_PACKAGE, encoding="utf-8")
    commit(folder)
    return folder


def documented(hook: str, replaced: Mapping[str, str]) -> str:
    """Return the configuration that the page on usage shows for a hook, with addresses of this test."""
    blocks: list[str] = re.findall(r"(?ms)^```yaml\n(repos:.+?)^```", _USAGE.read_text(encoding="utf-8"))
    block = next(block for block in blocks if f"id: {hook}\n" in block)
    for shown, used in replaced.items():
        assert re.search(shown, block), shown
        block = re.sub(shown, used, block)
    return block


def test_our_repository(repository: Path, project: Path, environment: Mapping[str, str]) -> None:
    """``pre-commit try-repo`` installs our repository and finds what is in another file."""
    tried = ["pre-commit", "try-repo", str(repository), "flake8-fakeasync", "--all-files"]
    assert _CODE in run(tried, project, environment, code=1)


@pytest.mark.parametrize("runner", ["pre-commit", "prek"])
@pytest.mark.parametrize("hook", ["flake8", "fake-async"])
def test_documented_configuration(
    hook: str,
    runner: str,
    addresses: Mapping[str, Mapping[str, str]],
    project: Path,
    environment: Mapping[str, str],
) -> None:
    """What the page on usage shows works, with our wheel, when only one of two files has changed."""
    config = documented(hook, addresses[hook])
    (project / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    run(["git", "add", "."], project)
    assert _CODE in run([runner, "run", "--files", "app.py"], project, environment, code=1)
    (project / "app.py").write_text(_APP.replace("async ", ""), encoding="utf-8")
    run(["git", "add", "."], project)
    assert "Passed" in run([runner, "run", "--files", "app.py"], project, environment)
    assert_bare(Path(environment["PRE_COMMIT_HOME"]))


def assert_bare(hooks: Path) -> None:
    """Check that nothing that we speak of was installed for a hook with us in it."""
    ours = list(hooks.rglob("site-packages/flake8_fakeasync"))
    assert ours
    for package in ours:
        installed = {path.name for path in package.parent.iterdir()}
        assert "flake8" in installed
        assert not installed & {"requests", "httpx", "httpx2", "aiohttp"}


@pytest.mark.parametrize("runner", ["pre-commit", "prek"])
def test_commit_that_makes_a_helper_block(
    runner: str, repository: Path, project: Path, environment: Mapping[str, str]
) -> None:
    """It fails and names the caller, in a file that does not change; what was there before does not matter."""
    (project / "client.py").write_text("def ask(url):\n    return url\n", encoding="utf-8")
    (project / "known.py").write_text("import requests\n\n\nasync def f():\n    requests.get('a')\n", encoding="utf-8")
    config = f"repos:\n- repo: {repository}\n  rev: main\n  hooks:\n  - id: fakeasync\n"
    (project / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    commit(project)
    run([runner, "install"], project, environment)
    (project / "client.py").write_text(_CLIENT, encoding="utf-8")
    run(["git", "add", "."], project)
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    printed = run(["git", *identity, "commit", "--message=blocks"], project, environment, code=1)
    assert _CODE in printed
    assert "known.py" not in printed
    (project / "client.py").write_text("def ask(url):\n    return url * 2\n", encoding="utf-8")
    run(["git", "add", "."], project)
    run(["git", *identity, "commit", "--message=does not"], project, environment)
