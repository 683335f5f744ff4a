"""How `fakeasync check` prints what it reports, for people and for machines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.checked import printed
from flake8_fakeasync.cli import formats
from sarif_logs import run_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parent.parent.parent


@pytest.mark.usefixtures("small_shop")
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


def test_fingerprints_last(small_shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines that move change no fingerprint."""

    def fingerprints() -> Iterator[str]:
        found = json.loads(printed(capsys, "--format=json"))["violations"]
        return (one["fingerprint"] for one in found)

    before = list(fingerprints())
    app = small_shop / "shop" / "app.py"
    app.write_text(f"# a comment\n\n{app.read_text(encoding='utf-8')}", encoding="utf-8")
    assert list(fingerprints()) == before


@pytest.mark.usefixtures("small_shop")
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


@pytest.mark.usefixtures("small_shop")
def test_github(capsys: pytest.CaptureFixture[str]) -> None:
    """Annotations stand at the place; what would end them is escaped."""
    first = printed(capsys, "--format=github").splitlines()[0]
    assert first.startswith(
        "::error file=shop/app.py,line=7,col=10,endLine=7,endColumn=27,title=JAM101 blocking-http-call::"
    )


@pytest.mark.usefixtures("small_shop")
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


@pytest.mark.usefixtures("small_shop")
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


@pytest.mark.usefixtures("small_shop")
def test_colors(capsys: pytest.CaptureFixture[str]) -> None:
    """Colors change nothing but colors, and are off where there is no terminal."""
    plain = printed(capsys)
    colored = printed(capsys, "--color=always")
    assert "\033[" in colored
    assert "\033[" not in plain
