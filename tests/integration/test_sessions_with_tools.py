"""The pages that need other tools, typed as a reader would type them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import run
from sessions import Section, played, sections

if TYPE_CHECKING:
    from mdtest import Block

_DOCS = Path(__file__).parent.parent.parent / "docs"
_APP = "import os\nimport requests\n\n\nasync def fetch(url):\n    return requests.get(url)\n"
_PAGES = [_DOCS / "ci.md", _DOCS / "pylint.md", _DOCS / "with-ruff.md"]


@pytest.mark.parametrize(
    ("page", "section"),
    [pytest.param(page, one, id=f"{page.stem}:{one.heading}") for page in _PAGES for one in sections(page)],
)
def test_session(
    page: Path, section: Section, tmp_path: Path, path: str, updates: list[tuple[Path, Block, str]] | None
) -> None:
    """A reader who does what the page says sees what it shows."""
    for block, text in played(section, tmp_path, path):
        if updates is None:
            assert block.text == text, f"{page}:{block.line}, see --update-output"
        elif block.text != text:
            updates.append((page, block, text))


def test_problem_matcher(path: str, tmp_path: Path) -> None:
    """GitHub finds file, line, column, code and message in what flake8 prints."""
    page = (_DOCS / "ci.md").read_text(encoding="utf-8")
    block = re.search(r"(?ms)^```json\n(.+?)^```", page)
    assert block
    pattern = json.loads(block[1])["problemMatcher"][0]["pattern"][0]
    (tmp_path / "app.py").write_text(_APP, encoding="utf-8")
    lines = run(["env", f"PATH={path}", "flake8", "--select=F,JAM", "app.py"], tmp_path, code=1).splitlines()
    found = [re.fullmatch(pattern["regexp"], line) for line in lines]
    keys = ("file", "line", "column", "code")
    assert [one and tuple(one[pattern[key]] for key in keys) for one in found] == [
        ("app.py", "1", "1", "F401"),
        ("app.py", "6", "12", "JAM101"),
    ]


def test_what_was_installed(tools: Path) -> None:
    """All of the above ran where none of the libraries that we speak of was installed."""
    installed = {one.name for one in tools.parent.glob("lib/python*/site-packages/*")}
    assert "flake8_fakeasync" in installed
    assert not installed & {"requests", "httpx", "httpx2", "aiohttp"}
