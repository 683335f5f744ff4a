"""Links between the pages of the repository lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import docs

_ROOT = Path(__file__).parent.parent
_PAGES = [*_ROOT.glob("*.md"), *(_ROOT / "docs").rglob("*.md"), *(_ROOT / "benchmarks").glob("*.md")]
_CODE = re.compile(r"(?ms)^ *(`{3,}).*?^ *\1$")


def anchors(page: Path) -> set[str]:
    """Return the anchors that the headings of a page have, in the repository and on the website."""
    headings = re.findall(r"(?m)^#+ (.+)$", _CODE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(_ROOT)))
def test_links(page: Path) -> None:
    """Files and headings that are linked exist."""
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", _CODE.sub("", page.read_text(encoding="utf-8"))):
        address, _, anchor = link.removeprefix(f"{docs.urls()['Source']}/blob/main/").partition("#")
        target = page.parent / address if address else page
        if ":" in address:
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []
