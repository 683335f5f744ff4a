"""Find phrases that this project does not use: ``python tools/phrases.py`` exits with 1 if there are any.

They are listed in `phrases.txt`. Code in pages is not searched, and of Python files only the docstrings are.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parent.parent
PHRASES = Path(__file__).with_name("phrases.txt")
# What is searched, relative to the root of the repository.
_SEARCHED = ("*.md", ".github/**/*", "benchmarks/*.md", "docs/**/*.md", "flake8_fakeasync/rules/jam*.py")
_CODE = re.compile(r"(?ms)^ *(`{3,}).*?^ *\1$|`[^`\n]+`")


class Phrase(NamedTuple):
    """A phrase to avoid, as a pattern, and what to write instead."""

    pattern: re.Pattern[str]
    instead: str


def phrases(text: str) -> list[Phrase]:
    """Return the phrases of a list; raise a ValueError that names a line that is not in its form."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            pattern, arrow, instead = line.partition(" -> ")
            if not arrow:
                message = f"line {number}: expected 'pattern -> replacement', got {line!r}"
                raise ValueError(message)
            found.append(Phrase(re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE), instead))
    return found


def found_in(text: str, avoided: Iterable[Phrase]) -> Iterator[tuple[int, str, str]]:
    """Yield the line number, the words and the replacement of each phrase in a text, in order of the phrases."""
    prose = _CODE.sub(lambda block: "\n" * block[0].count("\n"), text)
    for pattern, instead in avoided:
        for match in pattern.finditer(prose):
            yield prose.count("\n", 0, match.start()) + 1, match[0], instead


def docstrings(text: str) -> str:
    """Return the docstrings of a module, each on its lines."""
    lines = [""] * text.count("\n")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            stands = node.body[0]
            lines[stands.lineno - 1 : stands.end_lineno] = text.splitlines()[stands.lineno - 1 : stands.end_lineno]
    return "\n".join(lines)


def main() -> int:
    """Print each phrase with its place and return 1 if there are any, else 0."""
    avoided = phrases(PHRASES.read_text(encoding="utf-8"))
    files = sorted({file for pattern in _SEARCHED for file in ROOT.glob(pattern) if file.is_file()})
    count = 0
    for file in files:
        text = file.read_text(encoding="utf-8")
        for line, words, instead in found_in(docstrings(text) if file.suffix == ".py" else text, avoided):
            print(f"{file.relative_to(ROOT)}:{line}: {words!r}: write {instead}")
            count += 1
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
