"""A session remembers what it may, and lets all of it go."""

from __future__ import annotations

import gc
import os
import weakref
from pathlib import Path

import pytest

from flake8_fakeasync import Session, Settings, check
from flake8_fakeasync.analysis.project import loaded as kept
from flake8_fakeasync.analysis.project import project

_CALLS = "import low\nasync def main():\n    low.fetch()\n"
_FETCHES = "import requests\ndef fetch():\n    requests.get('')\n"


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test in a project of its own."""
    monkeypatch.chdir(tmp_path)
    write("pyproject.toml", "")


def write(path: str, text: str) -> None:
    """Write a file, and the folders around it."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def codes(session: Session, *paths: str) -> list[str]:
    """Return the codes that a session reports in files, in order."""
    return [f"{one.path}:{one.line} {one.rule.code}" for one in session.check(paths)]


def test_program_is_let_go() -> None:
    """What a closed session read is garbage."""
    write("app.py", _CALLS)
    write("low.py", _FETCHES)
    with Session() as session:
        assert codes(session, "app.py") == ["app.py:3 JAM102"]
        program = weakref.ref(session.engine.program)
    del session
    gc.collect()
    assert program() is None


def test_garbage_of_the_host_stays_garbage() -> None:
    """Used as a library we do not make the cycles of our host immortal."""

    class Host:
        """Refers to itself."""

        def __init__(self) -> None:
            self.itself = self

    host = Host()
    kept = weakref.ref(host)
    del host
    write("app.py", _CALLS)
    write("low.py", _FETCHES + "x = 1\n" * 60_000)
    assert check(["app.py"])
    gc.collect()
    assert kept() is None


def test_dependencies_both_ways() -> None:
    """What a file rests on, and which files rest on it."""
    write("app.py", _CALLS)
    write("low.py", _FETCHES)
    session = Session(Settings(cache=str(Path("kept").absolute())))
    session.check(["app.py"])
    app, low = str(Path("app.py").absolute()), str(Path("low.py").absolute())
    assert low in (session.rests_on(app) or ())
    assert app in session.dependents(low)
    assert low not in session.dependents(app)


def test_module_that_appears_and_turns_harmless(tmp_path: Path) -> None:
    """A module that was missing, appears and then becomes harmless leaves no report behind, here or on disk."""
    settings = Settings(cache=str(tmp_path / "kept"))
    write("app.py", "import lib.low\nasync def main():\n    lib.low.fetch()\n")
    session = Session(settings)
    assert codes(session, "app.py") == []
    write("lib/__init__.py", "")
    write("lib/low.py", _FETCHES)
    assert codes(session, "app.py") == ["app.py:3 JAM102"]
    write("lib/low.py", "def fetch():\n    pass\n")
    assert codes(session, "app.py") == []
    assert codes(Session(settings), "app.py") == []


def test_package_around_a_module_that_stays() -> None:
    """A module is looked up, and looks up its imports, where it is now, though it has not changed itself."""
    write("app.py", "from lib.low import fetch\nasync def main():\n    fetch()\n")
    write("lib/low.py", _FETCHES)
    write("lib/requests.py", "def get(url):\n    return url\n")
    session = Session()
    assert codes(session, "app.py") == []
    write("lib/__init__.py", "")
    assert codes(session, "app.py") == ["app.py:3 JAM102"]
    Path("lib/__init__.py").unlink()
    assert codes(session, "app.py") == []


def test_rows_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is edited again and again does not push its neighbours out of memory."""
    monkeypatch.setattr(kept, "MOST_ROWS", 2_000)
    write("low.py", _FETCHES)
    session = Session()
    loaded: list[str] = []
    load = project.Project._load  # noqa: SLF001

    def counted(self: project.Project, path: str, *, is_gated: bool = True) -> kept.Loaded:
        loaded.append(Path(path).name)
        return load(self, path, is_gated=is_gated)

    monkeypatch.setattr(project.Project, "_load", counted)
    for number in range(50):
        text = f"{_CALLS}X = [{'a(b), ' * 100}]\nY = {number}\n"
        assert [one.rule.code for one in session.check_text(text, "app.py")] == ["JAM102"]
    assert loaded.count("low.py") == 1


def test_least_recently_used_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Room is made by dropping what was used longest ago, and what is read again has the answers of its text."""
    monkeypatch.setattr(kept, "MOST_ROWS", 600)
    for number in range(8):
        write(f"low{number}.py", _FETCHES + "x = a(b, c, d)\n" * 30)
    session = Session()
    call = "import low{0}\nasync def main():\n    low{0}.fetch()\n"
    for number in (0, 1, 2, 0, 3, 4, 0, 5, 6, 7, 0):
        assert [one.rule.code for one in session.check_text(call.format(number), f"app{number}.py")] == ["JAM102"]
    write("low0.py", "def fetch():\n    pass\n")
    session.invalidate()
    assert session.check_text(call.format(0), "app0.py") == []


@pytest.mark.parametrize("order", [("a.py", "b.py"), ("b.py", "a.py"), ("b.py",)])
def test_gate_is_the_same_for_files_handed_over(order: tuple[str, ...]) -> None:
    """Whether a module is followed does not depend on whether it was checked before."""
    write(
        "a.py", "import threading\ndef make():\n    return threading.Thread(target=print)\nasync def go():\n    pass\n"
    )
    write("b.py", "import a\nasync def wait():\n    a.make().join()\n")
    found = codes(Session(), *order)
    assert [one for one in found if one.startswith("b.py")] == ["b.py:3 JAM131"]


@pytest.mark.parametrize("order", [range(45), range(44, -1, -1), (44, 3, 44)])
def test_deep_chains_in_any_order(order: range) -> None:
    """A factory behind more factories than are followed is unknown, whoever was asked about before."""
    lines = ["import requests", "def f0():", "    return requests.Session()"]
    for number in range(1, 45):
        lines += [f"def f{number}():", f"    return f{number - 1}()"]
    write("low.py", "\n".join([*lines, ""]))
    app = "import low\nasync def main():\n    low.f{0}().get('')\n"
    cold = {number: bool(Session().check_text(app.format(number), "app.py")) for number in set(order)}
    session = Session()
    assert {number: bool(session.check_text(app.format(number), "app.py")) for number in order} == cold


@pytest.mark.parametrize("name", ["low.py", "pyproject.toml", "requirements.txt", "low2.py"])
def test_pipe_in_place_of_a_file(name: str) -> None:
    """A pipe by the name of a module or of a project file is no file: nothing waits for it."""
    write("app.py", f"import requests, low\n{_CALLS}    requests.get('')\n")
    Path(name).unlink(missing_ok=True)
    os.mkfifo(name)
    assert "app.py:5 JAM101" in codes(Session(), "app.py")


def test_endless_file() -> None:
    """A device is no file either, nor is what is far too large."""
    write("app.py", f"import requests, low, huge\n{_CALLS}    requests.get('')\n")
    Path("low.py").symlink_to("/dev/zero")
    with Path("huge.py").open("wb") as file:
        file.truncate(4 * 1024**3)
    assert codes(Session(), "app.py") == ["app.py:5 JAM101"]


@pytest.mark.parametrize("coding", ["rot13", "hex", "base64", "bz2", "zlib", "uu", "quopri", "no-such-coding"])
def test_coding_that_is_no_text(coding: str) -> None:
    """A module in a coding that is none of text is left out."""
    write("app.py", f"import requests, low\n{_CALLS}    requests.get('')\n")
    write("low.py", f"# coding: {coding}\nimport requests\n")
    assert codes(Session(), "app.py") == ["app.py:5 JAM101"]


@pytest.mark.parametrize(
    "text",
    [
        "tool = 'x'", "project = 1", "[[project]]", "[project]\ndependencies = 5", "[tool]\npoetry = 3",
        "[tool.poetry]\ndependencies = ['a']", "a = " + "[" * 5_000 + "]" * 5_000, "\x00",
    ],
)  # fmt: skip
def test_project_file_of_other_types(text: str) -> None:
    """A pyproject.toml that says other things than one expects declares nothing."""
    write("pyproject.toml", text)
    write("app.py", "import requests\nasync def main():\n    requests.get('')\n")
    assert codes(Session(), "app.py") == ["app.py:3 JAM101"]
