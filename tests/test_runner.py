"""The runner of the pages sees what it is there to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync import Settings, Violation
from flake8_fakeasync.rule import Rule
from mdtest import Block, Example, examples
from verdict import mistakes, output, rewrite, settings_of, write

if TYPE_CHECKING:
    from pathlib import Path

_RULE = Rule(code="JAM000", name="internal-error", message="{culprit}", since="0.1.0")
_PAGE = """\
# Names

Prose, then a name:
`pkg/a.py`:

```python
import b
```

`b.py`

```python
x = 1  # JAM101, JAM102
```

More of `a.py`, which is no name.

```python
alone = 1  # a comment  # JAM101
```

```text
example.py:1:1: JAM101 old
and more
```

`pkg/a.py`:

```python
again = 1
```

## Options

```toml
fakeasync-enable = ["JAM0"]
fakeasync-client = "httpx2"
```

```python
y = 1
```

# Prose alone

```sh
make
```

## In ini

```ini
[flake8]
fakeasync-disable = JAM000
```

```python
z = 1
```
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write the page in an empty folder, which becomes the current one."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "page.md"
    path.write_text(_PAGE, encoding="utf-8")
    return path


def names(page: Path) -> Example:
    """Return the first example."""
    return examples(page)[0]


def violation(path: str, line: int) -> Violation:
    """Return a violation of the only rule that is always there."""
    return Violation(path, line, 0, line, 0, _RULE, {"culprit": "no"})


def test_headings(page: Path) -> None:
    """Each heading with code is an example; its name leads there."""
    assert list(map(str, examples(page))) == ["page:Names", "page:Names/Options", "page:Prose alone/In ini"]


def test_projects(page: Path) -> None:
    """Named files are one project, the block without a name is another."""
    alone, named = names(page).projects
    assert list(named.files) == ["pkg/a.py", "b.py"]
    assert [block.text for block in named.files["pkg/a.py"]] == ["import b\n", "again = 1\n"]
    assert list(alone.files) == ["example.py"]
    assert alone.output == Block("text", "example.py:1:1: JAM101 old\nand more\n", 22)
    assert named.output is None


def test_options(page: Path) -> None:
    """Blocks without a name set options, in both languages."""
    _, in_toml, in_ini = examples(page)
    assert settings_of(in_toml) == Settings(enable=("JAM0",), client="httpx2")
    assert settings_of(in_ini) == Settings(disable=("JAM000",))


def test_missing_and_surplus(page: Path) -> None:
    """Both are told with their place in the page."""
    example = names(page)
    named = example.projects[1]
    told = mistakes(example, named, [violation("pkg/a.py", 2), violation("pkg/a.py", 2)])
    assert told == [
        f"{page}:13: expected JAM101, got none\n    b.py:1: x = 1  # JAM101, JAM102",
        f"{page}:13: expected JAM102, got none\n    b.py:1: x = 1  # JAM101, JAM102",
        f"{page}:30: unexpected pkg/a.py:2:1: JAM000 no\n    pkg/a.py:2: again = 1",
        f"{page}:30: unexpected pkg/a.py:2:1: JAM000 no\n    pkg/a.py:2: again = 1",
    ]


def test_files_are_written(page: Path) -> None:
    """A block that is no Python is a mistake of the page, unless it says so."""
    write(names(page).projects[1])
    assert (page.parent / "pkg" / "a.py").read_text(encoding="utf-8") == "import b\nagain = 1\n"
    page.write_text("```python\ndef\n```\n", encoding="utf-8")
    with pytest.raises(SyntaxError):
        write(names(page).projects[0])
    page.write_text("```python invalid\ndef\n```\n", encoding="utf-8")
    write(names(page).projects[0])


def test_rewrite(page: Path) -> None:
    """New output takes the place of the old; all else stays."""
    block = names(page).projects[0].output
    assert block
    rewrite([(page, block, output([violation("example.py", 1)]))])
    assert page.read_text(encoding="utf-8") == _PAGE.replace(block.text, "example.py:1:1: JAM000 no\n")


@pytest.mark.parametrize(
    ("heading", "marker", "promise"),
    [
        ("Bad", "", "an example under Bad has no marker for JAM000"),
        ("Good", "  # JAM101", "an example under Good has a marker"),
    ],
)
def test_promises_of_a_rule(heading: str, marker: str, promise: str, tmp_path: Path) -> None:
    """Bad code is reported by the rule of the page and good code by none."""
    page = tmp_path / "jam000_internal_error.py"
    page.write_text(f'"""One.\n\n## {heading}\n\n```python\nx = 1{marker}\n```\n"""\n', encoding="utf-8")
    example = names(page)
    assert example.projects[0].files["example.py"][0].line == 5
    assert settings_of(example) == Settings(enable=("JAM000",))
    assert mistakes(example, example.projects[0], [])[-1] == f"{page}: {promise}"
