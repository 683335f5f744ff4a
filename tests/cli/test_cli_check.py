"""`fakeasync check`: what it reports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli.checked import places, printed
from flake8_fakeasync.cli import main

_ROOT = Path(__file__).parent.parent.parent


def test_folded(small_shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The calls that make a class fake stand below the class; a call elsewhere stands alone."""
    (small_shop / "shop" / "fake.py").write_text(
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


def test_quiet(small_shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What most authors would not repair is counted by reason, and shown on request; `noqa` hides it all the same."""
    lines = ["import requests", *(f"async def f{number}(): requests.get('')" for number in range(3))]
    (small_shop / "shop" / "test_app.py").write_text("\n".join([*lines, ""]), encoding="utf-8")
    (small_shop / "shop" / "start.py").write_text(
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


@pytest.mark.usefixtures("small_shop")
def test_accepting_a_root(capsys: pytest.CaptureFixture[str]) -> None:
    """The line to paste does what it says."""
    found = printed(capsys, "--format=concise", "--fakeasync-nonblocking=shop.client.fetch")
    assert places(found) == ["./shop/app.py:7:10:JAM101"]


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
def test_configuration(
    configuration: str, found: list[str], small_shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Flake8's own configuration holds; of its codes those that are ours count."""
    (small_shop / "setup.cfg").write_text(f"[flake8]\n{configuration}\n")
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
