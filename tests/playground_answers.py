"""What the page of the playground is answered."""

from __future__ import annotations

import json
from typing import Any

import lint


def answer(files: dict[str, str], **options: str) -> dict[str, Any]:
    """Return what the page gets for these files."""
    answered: dict[str, Any] = json.loads(lint.answer(json.dumps({"files": files, "options": options})))
    return answered


def places(answered: dict[str, Any]) -> list[tuple[str, int, int, str]]:
    """Return file, line, column and code of each report."""
    return [(one["file"], one["line"], one["column"], one["code"]) for one in answered["reports"]]
