"""The pages of the rules and the semantics in ``mdtest/`` hold, example by example."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fixed import changes
from mdtest import Block, Example, examples
from verdict import mistakes, output, settings_of, violations, write

_HERE = Path(__file__).parent
_PAGES = [
    *sorted((_HERE / "mdtest").glob("*.md")),
    *sorted((_HERE.parent / "flake8_fakeasync" / "rules").glob("jam*.py")),
    _HERE.parent / "docs" / "limits.md",
    _HERE.parent / "docs" / "migrating.md",
    _HERE.parent / "docs" / "playground" / "examples.md",
]


@pytest.mark.parametrize("example", [one for page in _PAGES for one in examples(page)], ids=str)
def test_example(
    example: Example,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    updates: list[tuple[Path, Block, str]] | None,
) -> None:
    """Reports stand where the markers are and nowhere else, and read as the page shows them."""
    if sys.version_info < example.since:
        pytest.skip("Python {}.{} parses this".format(*example.since))
    problems = []
    for number, project in enumerate(example.projects):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        write(project)
        found = violations(project, settings_of(example))
        problems += mistakes(example, project, found)
        shown = [(project.output, output(found))] if project.output else []
        shown += [(block, changes(project, settings_of(example), block.language)) for block in project.diffs]
        for block, text in shown:
            if block.text == text:
                continue
            if updates is None:
                problems.append(f"{example.page}:{block.line}: is now, see --update-output:\n{text}")
            else:
                updates.append((example.page, block, text))
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)
