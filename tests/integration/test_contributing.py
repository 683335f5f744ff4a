"""What CONTRIBUTING.md says about adding a rule and a library, followed to the letter in a copy."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from pathlib import Path

import pytest

from commands import run

_ROOT = Path(__file__).parent.parent.parent
_TEXT = (_ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
_LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info", "integration")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a copy of the repository."""
    return Path(shutil.copytree(_ROOT, tmp_path / "clone", ignore=_LEFT_OUT))


def blocks(heading: str) -> list[str]:
    """Return the blocks of code under a heading, in order."""
    _, _, section = _TEXT.partition(f"\n## {heading}\n")
    section = section.partition("\n## ")[0]
    found = re.finditer(r"(?ms)^ +(`{3,})(\w+)\n(.*?)^ +\1\n", section)
    return [textwrap.dedent(block[3]) for block in found]


def python(clone: Path, *arguments: str) -> str:
    """Run Python in a copy, with the package of the copy."""
    return run([sys.executable, *arguments], clone, {**os.environ, "PYTHONPATH": str(clone)})


def check(clone: Path, chosen: str) -> None:
    """Write what is generated, then run the checks of `make check` that concern pages and the catalog."""
    python(clone, "tools/docs.py")
    python(clone, "tools/docs.py", "--check")
    tests = ["tests/rules/test_pages.py", "tests/test_mdtest.py", "tests/catalog_truth/test_catalog_truth.py"]
    python(clone, "-m", "pytest", "-q", *tests, "-k", chosen)
    python(clone, "-m", "ruff", "check", "flake8_fakeasync/rules")
    python(clone, "-m", "ruff", "format", "--check", "flake8_fakeasync/rules")


def test_add_a_rule(clone: Path) -> None:
    """Five steps lead to a rule that passes."""
    command, bad, good, checking = blocks("Add a rule in five steps")
    file = Path(python(clone, *command.split()[1:]).strip())
    assert file == clone / "flake8_fakeasync" / "rules" / "jam901_client_without_timeout.py"
    text = file.read_text(encoding="utf-8")
    text = text.replace("bad = 1  # JAM901\n", bad).replace("good = 1\n", good)
    imported, _, written = checking.partition("\n")
    kept, _, _ = text.partition("rule = Rule(")
    kept = kept.replace(
        "from flake8_fakeasync.rule import Rule\n", f"{imported}\nfrom flake8_fakeasync.rule import Rule\n"
    )
    file.write_text(kept + written.lstrip("\n"), encoding="utf-8")
    check(clone, "JAM901 or jam901 or generated")
    assert "JAM901" in (clone / "docs" / "rules" / "index.md").read_text(encoding="utf-8")


def test_add_a_library(clone: Path) -> None:
    """Three steps lead to a library that is known."""
    described, shown = blocks("Add a library in three steps")
    names = re.findall(r"(?m)^ +`([\w/.]+)`:$", _TEXT)
    assert len(names) == 2
    for name, text in zip(names, (described, shown), strict=True):
        (clone / name).write_text(text, encoding="utf-8")
    check(clone, "acme or generated")
    assert "| acme | `acme.Client`, `lookup()` |" in (clone / "docs" / "catalog.md").read_text(encoding="utf-8")
