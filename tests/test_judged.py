"""What docs/how-it-works.md says about reports in code of others is what was found."""

from __future__ import annotations

import tomllib
from pathlib import Path

import wheels
from judged import VERDICTS, judged, table

_PAGE = Path(__file__).parent.parent / "docs" / "how-it-works.md"


def test_judged() -> None:
    """Enough reports have been read, in enough projects, and what is not right says why."""
    found = judged()
    assert len(set(found)) == len(found) >= 200
    assert len({one.project for one in found}) >= 10
    assert {one.verdict for one in found} <= set(VERDICTS)
    assert [one for one in found if bool(one.why) == (one.verdict == "right")] == []
    assert {f"{one.project}=={one.version}" for one in found} <= {pin.text for pin in wheels.counted()}


def test_table() -> None:
    """The page has the table."""
    assert table() in _PAGE.read_text(encoding="utf-8")


def test_differences() -> None:
    """The page has all reasons for saying nothing where another linter does."""
    page = " ".join(_PAGE.read_text(encoding="utf-8").split())
    text = (wheels.LIST.parent / "differences.toml").read_text(encoding="utf-8")
    assert [row["reason"] for row in tomllib.loads(text)["difference"] if row["reason"] not in page] == []
