"""The list of tests that newer Pythons do not run, in Pyodide, speaks of tests that there are."""

from __future__ import annotations

import tomllib
from pathlib import Path

import newest

_TESTS = Path(__file__).parent


def test_left_out() -> None:
    """Each file and each test is there, and each has its reason."""
    left_out = tomllib.loads(newest.LEFT_OUT.read_text(encoding="utf-8"))
    files = {path.relative_to(_TESTS).as_posix() for path in _TESTS.rglob("test_*.py")}
    assert left_out["files"].keys() < files
    for test, why in left_out["tests"].items():
        file, _, name = test.partition("::")
        assert f"\ndef {name.partition('[')[0]}(" in (_TESTS / file).read_text(encoding="utf-8")
        assert why
    assert all(left_out["files"].values())


def test_everything() -> None:
    """What is not left out runs, the semantics among them."""
    chosen = {file: options for file, *options in newest.everything()}
    assert chosen["tests/test_mdtest.py"] == []
    assert "tests/catalog_truth/test_handlers.py" not in chosen
    assert len(chosen["tests/disk/test_cache_safety.py"]) == 2
    assert all((newest.ROOT / each).exists() for each in chosen)
