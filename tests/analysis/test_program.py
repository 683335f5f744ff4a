"""A project gives the same results in any order, by any number of jobs, file by file and from an editor."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_fakeasync import Session, Settings, check

_SHOP = Path(__file__).parent.parent / "projects" / "shop"
_EXPECTED = _SHOP / "expected.txt"
_RULES = Settings(disable=("ALL",), enable=("JAM10",))
_OPTIONS = ("--isolated", "--select=JAM", "--fakeasync-disable=ALL", "--fakeasync-enable=JAM10")


@pytest.fixture(autouse=True)
def _in_shop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in the shop."""
    monkeypatch.chdir(_SHOP)


def files() -> list[str]:
    """Return the modules of the shop."""
    return sorted(path.relative_to(_SHOP).as_posix() for path in _SHOP.rglob("*.py"))


def checked(paths: list[str], session: Session | None = None) -> str:
    """Return what is reported for these files in a session that has seen whatever it has."""
    found = session.check(paths) if session else check(paths, _RULES)
    return "".join(f"{line}\n" for line in sorted(map(str, found)))


def flake8(*arguments: str, source: str | None = None) -> str:
    """Return what flake8 prints, sorted."""
    run = subprocess.run(
        [sys.executable, "-m", "flake8", *_OPTIONS, *arguments],
        input=source,
        capture_output=True,
        check=False,
        text=True,
    )
    assert not run.stderr, run.stderr
    return "".join(sorted(line.removeprefix("./") for line in run.stdout.splitlines(keepends=True)))


def test_expected(request: pytest.FixtureRequest) -> None:
    """What is reported for the shop stands beside it; ``--update-output`` rewrites it."""
    found = checked(files())
    if request.config.getoption("--update-output"):
        _EXPECTED.write_text(found, encoding="utf-8")
    assert found == _EXPECTED.read_text(encoding="utf-8")


def test_any_order() -> None:
    """The order of files says nothing about them."""
    expected = _EXPECTED.read_text(encoding="utf-8")
    assert checked(files()[::-1]) == expected
    for seed in range(5):
        assert checked(random.Random(seed).sample(files(), len(files()))) == expected  # noqa: S311


def test_one_by_one() -> None:
    """A file alone has the violations that it has among others, in a fresh process and in one that goes on."""
    expected = _EXPECTED.read_text(encoding="utf-8")
    session = Session(_RULES)
    lines = [line for path in files() for line in checked([path], session).splitlines(keepends=True)]
    assert "".join(sorted(lines)) == expected
    for path in files():
        assert checked([path]) == "".join(line for line in expected.splitlines(keepends=True) if line.startswith(path))


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_jobs(jobs: str) -> None:
    """Neither does the number of jobs."""
    assert flake8(f"-j{jobs}", ".") == _EXPECTED.read_text(encoding="utf-8")


def test_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place from which flake8 is started does not matter either: paths in messages open from there as well."""
    monkeypatch.chdir(tmp_path)
    lines = _EXPECTED.read_text(encoding="utf-8").replace(" at src/", f" at {_SHOP}/src/").splitlines(keepends=True)
    expected = "".join(f"{_SHOP}/{line}" for line in lines)
    assert flake8("-j1", str(_SHOP)) == expected


def test_editor() -> None:
    """An editor hands a text that differs from the file; the files around it are on disk."""
    name = "src/shop/users.py"
    source = Path(name).read_text(encoding="utf-8")
    lines = [line for line in _EXPECTED.read_text(encoding="utf-8").splitlines(keepends=True) if line.startswith(name)]
    assert flake8(f"--stdin-display-name={name}", "-", source=source) == "".join(lines)
    assert flake8(f"--stdin-display-name={name}", "-", source=source.replace("return find(name)", "return name")) == ""
    moved = source.replace("async def login", "\nasync def login")
    assert flake8(f"--stdin-display-name={name}", "-", source=moved).startswith(f"{name}:10:12: JAM102")


def test_edited() -> None:
    """A process that has seen a file sees it change: results are those of the text handed over."""
    name = "src/shop/stock.py"
    text = Path(name).read_text(encoding="utf-8")
    session = Session(_RULES)

    def lines_of(source: str) -> list[int]:
        return sorted({violation.line for violation in session.check_text(source, name)})

    first = lines_of(text)
    assert lines_of(f"\n{text}") == [line + 1 for line in first]
    assert lines_of(text.replace("httpx.Client", "httpx.AsyncClient")) == []
    assert lines_of(text) == first


def test_source_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is run from elsewhere is found through the option, and only through it."""
    app = tmp_path / "app.py"
    app.write_text("from shop.stock import Stock\n\n\nasync def main():\n    Stock().left('bread')\n", encoding="utf-8")
    (tmp_path / "setup.cfg").touch()
    monkeypatch.chdir(tmp_path)
    assert flake8("app.py") == ""
    assert flake8(f"--fakeasync-src={_SHOP / 'src'}", "app.py").startswith("app.py:5:5: JAM102")


def test_shadow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of one's own that is called like a library is what an import means, whatever is installed."""
    monkeypatch.chdir(tmp_path)
    app = "import requests\n\n\nasync def main():\n    requests.get('https://example.org')\n"
    Path("app.py").write_text(app, encoding="utf-8")
    assert flake8("app.py").startswith("app.py:5:5: JAM101")
    Path("requests.py").write_text("def get(url):\n    return url\n", encoding="utf-8")
    assert flake8("app.py", "requests.py") == ""
    assert flake8("--stdin-display-name=app.py", "-", source=app) == ""
