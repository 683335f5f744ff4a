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

_MARKER = re.compile(r" *# *JAM\d{3}.*")


def changes(project: Project, settings: Settings, language: str) -> str:
    """Return the lines that the fixes change in the files of the current folder, `diff unsafe` for unsafe ones as well.

    With more than one file, a line before them names each.
    """
    texts = mended(sorted(name for name in project.files if name.endswith(".py")), settings, language)
    found = ""
    for name, text in texts.items():
        before = _MARKER.sub("", Path(name).read_text(encoding="utf-8")).splitlines(keepends=True)
        after = _MARKER.sub("", text).splitlines(keepends=True)
        found += f"# {name}\n" if len(project.files) > 1 else ""
        found += "".join(line for line in list(difflib.unified_diff(before, after, n=0))[2:] if line[:2] != "@@")
    return found


def mended(names: Sequence[str], settings: Settings, language: str = "diff") -> dict[str, str]:
    """Return the texts of the files that fixes change."""
    classes = {"safe", *language.split()}

    def choose(violations: Sequence[Violation]) -> Iterator[tuple[Violation, Fix]]:
        for found in violations:
            if len(found.fixes) == 1 and found.fixes[0].applicability in classes:
                yield found, found.fixes[0]

    fixer = Fixer(Judge(settings), choose)
    fixer.run(names)
    return {name: text for name, _, text in fixer.changed()}
