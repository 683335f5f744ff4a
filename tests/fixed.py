"""What fixes make of the files of a page."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync.fixes.fixer import Fixer
from flake8_fakeasync.fixes.judge import Judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flake8_fakeasync import Fix, Settings, Violation
    from mdtest import Project

_MOST_CHOICES = 3
_MARKER = re.compile(r" *# *JAM\d{3}.*")


def changes(project: Project, settings: Settings, language: str) -> str:
    """Return the lines that the fixes change in the files of the current folder, `diff unsafe` for unsafe ones as well.

    With more than one file, a line before them names each. Where `diff shown` can be one of several texts, a line
    stands between them.
    """
    names = sorted(name for name in project.files if name.endswith(".py"))
    choices = range(_MOST_CHOICES if "shown" in language else 1)
    texts = (_changes(project, mended(names, settings, language, choice)) for choice in choices)
    return "# or\n".join(dict.fromkeys(texts))


def _changes(project: Project, texts: dict[str, str]) -> str:
    found = ""
    for name, text in texts.items():
        before = _MARKER.sub("", Path(name).read_text(encoding="utf-8")).splitlines(keepends=True)
        after = _MARKER.sub("", text).splitlines(keepends=True)
        found += f"# {name}\n" if len(project.files) > 1 else ""
        found += "".join(line for line in list(difflib.unified_diff(before, after, n=0))[2:] if line[:2] != "@@")
    return found


def mended(names: Sequence[str], settings: Settings, language: str = "diff", choice: int = 0) -> dict[str, str]:
    """Return the texts of the files that fixes change; where there are several, `choice` is that of them to show."""
    classes = {"safe", *language.split()}

    def choose(violations: Sequence[Violation]) -> Iterator[tuple[Violation, Fix]]:
        for found in violations:
            fix = found.fixes[min(choice, len(found.fixes) - 1)] if found.fixes else None
            if fix is not None and fix.applicability in classes:
                yield found, fix

    fixer = Fixer(Judge(settings), choose)
    fixer.run(names)
    return {name: text for name, _, text in fixer.changed()}
