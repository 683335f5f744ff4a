"""The playground's side in Python: what the page is answered, without a browser."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from flake8.main.cli import main

import lint
from fix_preview import preview
from flake8_fakeasync import Edit, Fix, engine
from playground_answers import answer, places

if TYPE_CHECKING:
    from pathlib import Path

_DEEP = pytest.mark.skipif(sys.platform == "emscripten", reason="deep code ends Pyodide: the page starts it again")
_CLIENT = "import requests\n\n\ndef ask(url):\n    return requests.get(url)\n"
_APP = "from client import ask\n\n\nasync def main(url):\n    return ask(url)\n"


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the files of a question in a folder of this test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lint, "FOLDER", str(tmp_path / "project"))


def test_call_path_through_files() -> None:
    """Calls are followed from one file into another, as long as it is there and blocks."""
    assert places(answer({"app.py": _APP, "client.py": _CLIENT})) == [("app.py", 5, 11, "JAM102")]
    assert places(answer({"app.py": _APP, "client.py": _CLIENT.replace("requests", "nothing")})) == []
    assert places(answer({"app.py": _APP})) == []
    assert places(answer({"app.py": _APP, "client/__init__.py": _CLIENT})) == [("app.py", 5, 11, "JAM102")]
    assert places(answer({"app.py": _APP, "client.py": _CLIENT})) == [("app.py", 5, 11, "JAM102")]


def test_places() -> None:
    """A report says where it ends, and each step of its path where it goes on, from the top of the project."""
    (report,) = answer({"app.py": _APP, "api/client.py": _CLIENT, "client.py": "from api.client import ask\n"})[
        "reports"
    ]
    assert (report["line"], report["column"], report["endLine"], report["endColumn"]) == (5, 11, 5, 19)
    assert report["frames"] == [{"function": "ask", "file": "api/client.py", "line": 5}]


@pytest.mark.parametrize(
    ("edits", "diff"),
    [
        ([Edit((2, 4), (2, 6), "XY"), Edit((2, 0), (2, 1), "Z")], ["-bcdefgh", "+ZcdeXYh"]),
        ([Edit((1, 0), (1, 0), "import q\n"), Edit((3, 1), (3, 1), "!")], ["+import q", "-c", "+c!"]),
        ([Edit((2, 3), (4, 1), "_")], ["-bcdefgh", "-c", "-lmn", "+bcd_mn"]),
        ([Edit((1, 0), (2, 0), "")], ["-a\x0c"]),
        ([Edit((4, 3), (4, 3), "\nlast")], ["-lmn", "+lmn", "+last"]),
    ],
    ids=["one line", "far apart", "over lines", "a line less", "at the end"],
)
def test_preview_of_a_fix(edits: list[Edit], diff: list[str]) -> None:
    """A fix shows the lines that it changes, and the page gets its edits from the first to the last."""
    shown = preview(Fix(tuple(edits), "safe", "mend"), "a\x0c\nbcdefgh\nc\nlmn")
    assert [change["sign"] + change["text"] for change in shown["diff"]] == diff
    assert [(edit["line"], edit["column"]) for edit in shown["edits"]] == sorted(edit.start for edit in edits)


def test_order_of_reports() -> None:
    """Files come in the order of their tabs, lines from the top."""
    blocks = "import requests\nasync def main(url):\n    requests.get(url)\n    requests.get(url)\n"
    files = {"z.py": blocks, "a.py": blocks}
    assert [place[:2] for place in places(answer(files))] == [("z.py", 3), ("z.py", 4), ("a.py", 3), ("a.py", 4)]


def test_columns_are_characters() -> None:
    """A letter is one column, however many bytes it has."""
    text = "import requests\nasync def main():\n    'ж🦊'; requests.get('')\n"
    assert places(answer({"app.py": text})) == [("app.py", 3, 10, "JAM101")]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("x = 1\ndef f(:\n", 2, 6, "invalid syntax (line 2)"),
        ("if x:\npass\n", 2, 0, "expected an indented block after 'if' statement on line 1 (line 2)"),
        ("x = '\0'\n", 1, 0, None),
        ("x = " + "(" * 300 + ")" * 300, 1, None, None),
        pytest.param("x = " + "-" * 100_000 + "1", 1, 0, None, marks=_DEEP),
    ],
    ids=["syntax", "indentation", "null", "parentheses", "deep"],
)
def test_not_python(text: str, line: int, column: int | None, message: str | None) -> None:
    """A file that does not parse is named with the place and the reason; the others are judged."""
    answered = answer({"bad.py": text, "app.py": _APP, "client.py": _CLIENT})
    (broken,) = answered["broken"]
    assert (broken["file"], broken["line"]) == ("bad.py", line)
    assert column in {broken["column"], None}
    assert broken["message"] == message if message else broken["message"]
    assert places(answered) == [("app.py", 5, 11, "JAM102")]


def test_options() -> None:
    """Options mean what they mean in a configuration file; each choice is offered with its default."""
    files = {"app.py": _APP, "client.py": _CLIENT}
    assert places(answer(files, disable="JAM10, JAM111")) == []
    assert places(answer(files, disable="JAM1", enable="JAM111, JAM102")) == [("app.py", 5, 11, "JAM102")]
    assert "aiohttp.ClientSession" in answer(files, client="aiohttp")["reports"][0]["message"]
    assert places(answer(files, nonblocking="client.ask")) == []
    assert places(answer({"app.py": _APP, "client.py": _CLIENT}, depth="")) == [("app.py", 5, 11, "JAM102")]
    offered = {choice["name"]: choice for choice in answer(files)["choices"]}
    assert offered["depth"] == {"name": "depth", "kind": "number", "values": [], "initial": "6"}
    assert offered["enable"]["kind"] == "list"
    assert offered["client"]["values"] == ["auto", "httpx", "httpx2", "aiohttp"]
    assert offered["dispatch"] == {"name": "dispatch", "kind": "choice", "values": ["any", "all"], "initial": "any"}
    assert (offered["preset"]["kind"], offered["preset"]["values"]) == ("list", ["homeassistant", "langgraph"])
    assert offered.keys().isdisjoint({"src", "catalog", "cache", "follow", "python"})
    assert all(choice["values"] for choice in offered.values() if choice["kind"] == "choice")


def test_options_of_calls() -> None:
    """A preset and the dispatch change what is reported."""
    sleeps = {"app.py": "import time\nasync def main():\n    time.sleep(1)\n"}
    assert places(answer(sleeps)) == []
    assert places(answer(sleeps, preset="homeassistant")) == [("app.py", 3, 4, "JAM121")]
    either = "import httpx, requests\nasync def main(c: httpx.AsyncClient | requests.Session):\n    return c.get('')\n"
    assert "JAM101" in {place[3] for place in places(answer({"app.py": either}))}
    assert "JAM101" not in {place[3] for place in places(answer({"app.py": either}, dispatch="all"))}


@pytest.mark.parametrize(
    "line",
    [
        "    requests.get('')  # noqa",
        "    requests.get('')  # NOQA: JAM101",
        "    requests.get('')  # noqa:JAM1,E501",
        "    requests.get('')  # noqa: E501 JAM101",
        "    requests.get('')  # noqa: E501",
        "    requests.get('')  # noqa : JAM101",
        "    requests.get('')  # noqa: jam101",
        "    requests.get(  # noqa\n        '')",
        "    requests.get(\n        '')  # noqa",
        "    requests.get('''\n    ''')  # noqa: JAM101",
        "    requests.get(\\\n        '')  # noqa: JAM101",
        "    # flake8: noqa\n    requests.get('')",
        "    requests.get('')  # flake8: noqa",
        "    x = 'ж\x0c'; requests.get('')  # noqa: JAM101",
        "    '''# noqa\n    '''; requests.get('')",
    ],
)
def test_noqa(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Comments hide what they hide in flake8."""
    text = f"import requests\nasync def main():\n{line}\n"
    found = places(answer({"app.py": text}))
    main(["--isolated", "--select=JAM", "-j1", f"{lint.FOLDER}/app.py"])
    assert len(found) == len(capsys.readouterr().out.splitlines())


def test_noqa_in_one_of_the_files() -> None:
    """A comment counts in its own file."""
    blocks = "import requests\nasync def main(url):\n    requests.get(url)\n"
    files = {"a.py": f"# flake8: noqa\n{blocks}", "b.py": blocks}
    assert places(answer(files)) == [("b.py", 3, 4, "JAM101")]


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"enable": "JAM1, JAM30x"}, "fakeasync-enable: unknown rule code 'JAM30x'"),
        ({"depth": "0"}, "fakeasync-depth: expected an integer of 1 or more, got 0"),
        ({"depth": "many"}, "fakeasync-depth: expected an integer of 1 or more, got 'many'"),
        ({"client": "curl"}, "fakeasync-client: expected one of auto, httpx, httpx2, aiohttp, got 'curl'"),
        ({"blocking": "fetch"}, "fakeasync-blocking: expected pkg.mod.function"),
    ],
)
def test_refused_options(options: dict[str, str], refusal: str) -> None:
    """What is wrong with an option is said, and nothing is judged."""
    answered = answer({"app.py": _APP, "client.py": _CLIENT}, **options)
    assert answered["refusal"].startswith(refusal)
    assert answered["reports"] == []


def test_our_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """An internal error comes with its traceback, once."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(engine.Engine, "violations", fail)
        answered = answer({"app.py": _APP})
    assert [one["code"] for one in answered["reports"]] == ["JAM000"]
    assert "ZeroDivisionError" in answered["failures"][0]
    assert answer({"app.py": _APP})["failures"] == []
