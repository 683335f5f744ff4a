"""`fakeasync check`: what it reports, how it prints it, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync.cli import formats, main
from sarif_logs import run_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parent.parent.parent
_SHOP = {
    "shop/__init__.py": "",
    "shop/app.py": """\
import requests

from shop import client


async def ünderway(url):
    'ä'; requests.get(url)
    client.fetch(url)


async def twice(url):
    client.fetch(url)
    client.again(url)  # noqa: JAM102
""",
    "shop/client.py": """\
import requests


def fetch(url):
    return requests.get(url).json()


def again(url):
    return fetch(url)
""",
}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a project with three reports and go there."""
    for name, text in {"setup.cfg": "", **_SHOP}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 1) -> str:
    """Return what a check prints."""
    assert main(["check", *arguments]) == status
    return capsys.readouterr().out


def places(text: str) -> list[str]:
    """Return file, place and code of each line."""
    return [line.partition(" ")[0] + line.split()[1] for line in text.splitlines()]


def test_folded(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The calls that make a class fake stand below the class; a call elsewhere stands alone."""
    (shop / "shop" / "fake.py").write_text(
        "import asyncio, requests\n\n\nclass Fake:\n    async def get(self):\n"
        "        return await asyncio.to_thread(requests.get, '')\n\n    async def put(self):\n"
        "        return await asyncio.to_thread(requests.put, '')\n\n\nasync def other():\n"
        "    await asyncio.to_thread(requests.get, '')\n",
        encoding="utf-8",
    )
    lines = printed(capsys, "--color=never", "shop/fake.py").splitlines()
    assert [line for line in lines if "JAM20" in line and "by rule" not in line][:4] == [
        lines[0],
        "    shop/fake.py:6: JAM201 requests.get() in Fake.get()",
        "    shop/fake.py:9: JAM201 requests.put() in Fake.put()",
        lines[6],
    ]
    assert lines[0].startswith("shop/fake.py:4:1: JAM203 ")
    assert lines[6].startswith("shop/fake.py:13:11: JAM201 ")
    assert lines[-1] == "4 violations in 1 file"


def test_quiet(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What most authors would not repair is counted by reason, and shown on request; `noqa` hides it all the same."""
    lines = ["import requests", *(f"async def f{number}(): requests.get('')" for number in range(3))]
    (shop / "shop" / "test_app.py").write_text("\n".join([*lines, ""]), encoding="utf-8")
    (shop / "shop" / "start.py").write_text(
        "import asyncio, time, psycopg2\nasync def main(): psycopg2.connect('')\n"
        "async def other(): psycopg2.connect('')  # noqa: JAM111\nasyncio.run(main())\n",
        encoding="utf-8",
    )
    assert printed(capsys).splitlines()[-2:] == [
        "4 more: tests 3, once 1; --all shows them",
        "3 violations in 5 files",
    ]
    shown = printed(capsys, "--all", "--format=concise")
    assert sum("JAM111" in line for line in shown.splitlines()) == 1
    assert len(shown.splitlines()) == 7
    assert printed(capsys, "--fakeasync-reports=all", "--format=concise") == shown
    found = json.loads(printed(capsys, "--all", "--format=json"))
    weights = {(one["path"], one["weight"], one["pedantic"]) for one in found["violations"]}
    assert weights == {
        ("shop/app.py", "worthwhile", ""),
        ("shop/start.py", "pedantic", "once"),
        ("shop/test_app.py", "pedantic", "tests"),
    }
    assert json.loads(printed(capsys, "--format=json"))["quiet"] == {"tests": 3, "once": 1}
    (run,) = json.loads(printed(capsys, "--all", "--format=sarif"))["runs"]
    kinds = {(one["level"], one["properties"]["weight"]) for one in run["results"]}
    assert kinds == {("warning", "worthwhile"), ("note", "pedantic")}


@pytest.mark.usefixtures("shop")
def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    """The line is shown with marks below what is wrong, each step of a call path with its line, and a summary."""
    lines = printed(capsys, "--color=never").splitlines()
    assert lines[1:3] == ["     7 |     'ä'; requests.get(url)", "       |          ^^^^^^^^^^^^^^^^^"]
    assert lines[5:8] == [
        "     8 |     client.fetch(url)",
        "       |     ^^^^^^^^^^^^^^^^^",
        "    shop/client.py:5 in fetch(): return requests.get(url).json()",
    ]
    assert lines[-8:] == [
        "",
        "by rule:",
        "      2  JAM102 blocking-http-call-through-helper",
        "      1  JAM101 blocking-http-call",
        "by root (several reports lead there):",
        "      2  requests.get() at shop/client.py:5 in fetch()",
        "         to accept it: fakeasync-nonblocking = shop.client.fetch",
        "3 violations in 3 files",
    ]


@pytest.mark.usefixtures("shop")
def test_accepting_a_root(capsys: pytest.CaptureFixture[str]) -> None:
    """The line to paste does what it says."""
    found = printed(capsys, "--format=concise", "--fakeasync-nonblocking=shop.client.fetch")
    assert places(found) == ["./shop/app.py:7:10:JAM101"]


@pytest.mark.usefixtures("shop")
def test_colors(capsys: pytest.CaptureFixture[str]) -> None:
    """Colors change nothing but colors, and are off where there is no terminal."""
    plain = printed(capsys)
    colored = printed(capsys, "--color=always")
    assert "\033[" in colored
    assert "\033[" not in plain


@pytest.mark.parametrize(
    ("configuration", "found"),
    [
        ("", ["7:10:JAM101", "8:5:JAM102", "12:5:JAM102"]),
        ("disable-noqa = true", ["7:10:JAM101", "8:5:JAM102", "12:5:JAM102", "13:5:JAM102"]),
        ("select = E,F\nignore = W", ["7:10:JAM101", "8:5:JAM102", "12:5:JAM102"]),
        ("extend-ignore = E203,JAM102", ["7:10:JAM101"]),
        ("select = E,JAM102", ["8:5:JAM102", "12:5:JAM102"]),
        ("per-file-ignores =\n  shop/app.py: JAM1", []),
        ("exclude = app.py", []),
        ("fakeasync-disable = JAM102", ["7:10:JAM101"]),
    ],
)
def test_configuration(configuration: str, found: list[str], shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Flake8's own configuration holds; of its codes those that are ours count."""
    (shop / "setup.cfg").write_text(f"[flake8]\n{configuration}\n")
    text = printed(capsys, "--format=concise", status=1 if found else 0)
    assert places(text) == [f"./shop/app.py:{place}" for place in found]


def test_like_flake8(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Flake8 with our plugin reports the same, line for line."""
    monkeypatch.chdir(_ROOT)
    projects = ["examples", "tests/projects"]
    arguments = ["--isolated", "--fakeasync-enable=ALL", *projects]
    command = [sys.executable, "-m", "flake8", "--select=JAM", *arguments]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert main(["check", "--format=concise", "--output", str(tmp_path / "found"), *arguments]) == 1
    assert sorted((tmp_path / "found").read_text().splitlines()) == sorted(lines.splitlines())
    assert lines
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("shop")
def test_sarif(capsys: pytest.CaptureFixture[str]) -> None:
    """A log keeps to its schema, and has the call path as a code flow."""
    run = run_of(printed(capsys, "--format=sarif"))
    first, second, _ = run["results"]
    (location,) = first["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "shop/app.py", "uriBaseId": "SRCROOT"},
        "region": {
            "startLine": 7,
            "startColumn": 10,
            "endLine": 7,
            "endColumn": 27,
            "snippet": {"text": "    'ä'; requests.get(url)"},
        },
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "ünderway"
    (flow,) = second["codeFlows"][0]["threadFlows"]
    steps = [step["location"]["physicalLocation"] for step in flow["locations"]]
    assert [(step["artifactLocation"]["uri"], step["region"]["startLine"]) for step in steps] == [
        ("shop/app.py", 8),
        ("shop/client.py", 5),
    ]
    assert run["tool"]["driver"]["rules"][second["ruleIndex"]]["id"] == "JAM102"
    assert len({each["partialFingerprints"]["fakeasync/v1"] for each in run["results"]}) == 3


def test_fingerprints_last(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines that move change no fingerprint."""

    def fingerprints() -> Iterator[str]:
        found = json.loads(printed(capsys, "--format=json"))["violations"]
        return (one["fingerprint"] for one in found)

    before = list(fingerprints())
    app = shop / "shop" / "app.py"
    app.write_text(f"# a comment\n\n{app.read_text(encoding='utf-8')}", encoding="utf-8")
    assert list(fingerprints()) == before


@pytest.mark.usefixtures("shop")
def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """All that is known of a violation is there."""
    found = json.loads(printed(capsys, "--format=json"))
    second = found["violations"][1]
    assert (second["line"], second["column"], second["end_line"], second["end_column"]) == (8, 5, 8, 22)
    assert second["frames"] == [{"function": "fetch", "file": "shop/client.py", "line": 5, "module": "client"}]
    assert second["fields"]["culprit"] == "requests.get()"
    assert second["fields"]["qualname"] == "ünderway"
    assert found["files"] == 3


def test_fixes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Edits are in the data, with columns in characters from 1, and whether a machine may make them."""
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text("import httpx\ndef f(ä: httpx.Response):\n    return ä.ok\n", encoding="utf-8")
    (found,) = json.loads(printed(capsys, "--format=json", "app.py"))["violations"]
    (fix,) = found["fixes"]
    places = [(edit["line"], edit["column"], edit["end_column"], edit["text"]) for edit in fix["edits"]]
    assert sorted(places) == [(3, 12, 12, "not "), (3, 14, 16, "is_error")]
    assert (fix["applicability"], fix["title"]) == ("safe", "use not response.is_error")
    (result,) = run_of(printed(capsys, "--format=sarif", "app.py"))["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    regions = [(one["deletedRegion"]["startColumn"], one["insertedContent"]["text"]) for one in change["replacements"]]
    assert regions == [(12, "not "), (14, "is_error")]
    assert result["fixes"][0]["properties"] == {"applicability": "safe"}


@pytest.mark.usefixtures("shop")
def test_github(capsys: pytest.CaptureFixture[str]) -> None:
    """Annotations stand at the place; what would end them is escaped."""
    first = printed(capsys, "--format=github").splitlines()[0]
    assert first.startswith(
        "::error file=shop/app.py,line=7,col=10,endLine=7,endColumn=27,title=JAM101 blocking-http-call::"
    )


@pytest.mark.usefixtures("shop")
def test_gitlab(capsys: pytest.CaptureFixture[str]) -> None:
    """Each issue has what GitLab asks for."""
    issues = json.loads(printed(capsys, "--format=gitlab"))
    assert [issue["location"] for issue in issues] == [
        {"path": "shop/app.py", "lines": {"begin": line, "end": line}} for line in (7, 8, 12)
    ]
    assert {"description", "check_name", "fingerprint", "severity"} <= issues[0].keys()


def test_formats() -> None:
    """There are six."""
    assert formats.names() == ["concise", "github", "gitlab", "json", "sarif", "text"]


def test_shards(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Four shards together report what one run reports, each file once."""
    monkeypatch.chdir(_ROOT)
    arguments = ["--isolated", "--fakeasync-enable=ALL", "--format=json", "examples", "tests/projects", "benchmarks"]
    main(["check", *arguments])
    whole = json.loads(capsys.readouterr().out)
    parts = []
    for number in range(1, 5):
        main(["check", f"--shard={number}/4", *arguments])
        parts.append(json.loads(capsys.readouterr().out))
    found = [one for part in parts for one in part["violations"]]
    assert sorted(found, key=json.dumps) == sorted(whole["violations"], key=json.dumps)
    assert sum(part["files"] for part in parts) == whole["files"]
    assert max(part["files"] for part in parts) < whole["files"]


def test_what_is_no_python(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said, and the run fails; other files are checked."""
    (shop / "shop" / "app.py").write_text("def f(:\n")
    assert main(["check", "shop", "nowhere.py"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "fakeasync: nowhere.py: No such file or directory",
        "fakeasync: shop/app.py:1: syntax error: invalid syntax",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--shard=5/4"], "expected a shard K/N such as 1/4, got '5/4'"),
        (["--shard=one"], "expected a shard K/N such as 1/4, got 'one'"),
        (["--output=nowhere/found.txt"], "cannot write 'nowhere/found.txt': No such file or directory"),
        (["--config=nowhere.cfg"], "The specified config file does not exist: nowhere.cfg"),
    ],
)
@pytest.mark.usefixtures("shop")
def test_mistakes(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake is one line and status 2."""
    assert main(["check", *arguments]) == 2
    assert capsys.readouterr().err == f"fakeasync: error: {message}\n"


@pytest.mark.usefixtures("shop")
def test_wrong_option_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    """So is a mistake in an option of ours."""
    assert main(["check", "--fakeasync-depth=none"]) == 2
    assert capsys.readouterr().err.startswith("fakeasync: error: --fakeasync-depth: ")


def test_interrupted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends a run with status 130, without a traceback."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("flake8_fakeasync.cli.commands.check.Run", interrupt)
    assert main(["check"]) == 130
    assert capsys.readouterr().err == "fakeasync: interrupted\n"


def test_standard_input(shop: Path) -> None:
    """Text on standard input stands for the file that it is said to be."""
    command = [sys.executable, "-m", "flake8_fakeasync", "check", "--format=concise", "--stdin-display-name=shop/x.py"]
    text = "from shop import client\n\n\nasync def f(url):\n    client.fetch(url)\n"
    run = subprocess.run([*command, "-"], cwd=shop, input=text, capture_output=True, text=True, check=False)
    assert places(run.stdout) == ["shop/x.py:5:5:JAM102"]


def test_closed_pipe(shop: Path) -> None:
    """A reader who has seen enough is no error."""
    command = f"{sys.executable} -m flake8_fakeasync check --format=sarif | head -1"
    run = subprocess.run(command, shell=True, cwd=shop, capture_output=True, text=True, check=False)  # noqa: S602
    assert run.stdout == "{\n"
    assert run.stderr == ""
