"""What other linters report as well, and how their users hide it."""

from __future__ import annotations

import re
from functools import cache

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "other_linters.toml"
_NOQA = re.compile(r"#\s*noqa\s*:\s*((?:[A-Z]+[0-9]*(?:\s*,\s*|\s+)?)+)", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]+[0-9]*")


@cache
def codes() -> dict[str, tuple[str, ...]]:
    """Return the prefixes of our codes by the codes of ruff and flake8-async that report the same."""
    data: dict[str, list[str]] = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
    return {code: tuple(prefixes) for code, prefixes in data.items()}


def is_hidden(code: str, line: str) -> bool:
    """Return whether a `noqa` comment in a line names another linter's code for what a code of ours reports."""
    if "noqa" not in line.lower():
        return False
    named = {each for found in _NOQA.findall(line) for each in _CODE.findall(found.upper())}
    return any(
        code.startswith(ours) and any(theirs.startswith(each) for each in named if each.startswith("ASYNC"))
        for theirs, ours in codes().items()
    )
