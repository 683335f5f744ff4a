"""Make a website of the pages: ``python tools/website.py build/site``. Every warning is an error.

The pages are plain CommonMark and read well in the repository. For Sphinx they are copied to a folder
where the pages of the repository's root stand beside them, and a table of contents is added.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import playground
from families import FAMILIES
from flake8_fakeasync import Rule, all_rules
from flake8_fakeasync.catalog import load

ROOT = Path(__file__).parent.parent
# What stands outside docs, and its page on the site.
_ELSEWHERE = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "benchmarks/README.md": "benchmarks.md",
}
_TO_PLAYGROUND = re.compile(r"\[([^\]]+)\]\(playground/README\.md\)")
_EXAMPLE = re.compile(r"(?ms)^```python\n(.*?)^```")
_ROW = re.compile(r"(?m)^\|.*\|$")
_NAME = re.compile(r"`([\w.]{24,}(?:\(\))?)`")
_MARKER = re.compile(r"# (?:JAM\d{3}(?:, )?)+$")
_CONTENTS = {
    "Use": ("usage", "command", "configuration", "adopting", "ci", "with-ruff", "pylint"),
    "Learn": ("migrating", "rules/index", "frameworks", "catalog", "limits"),
    "Background": ("comparison", "fake-async-measured", "benchmarks", "how-it-works"),
    "Project": ("contributing", "changelog"),
}


def main(target: Path) -> int:
    """Write the website with its playground to a folder and return Sphinx's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "docs")
        lay_out(source)
        built = [sys.executable, "-m", "sphinx", "--builder=dirhtml", "--fail-on-warning", "--keep-going", "--quiet"]
        code = subprocess.run([*built, str(source), str(target.absolute())], check=False).returncode
    if code == 0:
        playground.build(target / "playground")
    return code


def lay_out(source: Path) -> None:
    """Copy the pages to a folder as Sphinx wants them."""
    shutil.copytree(ROOT / "docs", source, ignore=shutil.ignore_patterns("playground"))
    shutil.copy(ROOT / "pyproject.toml", source)
    for original, page in _ELSEWHERE.items():
        text = (ROOT / original).read_text(encoding="utf-8")
        (source / page).write_text(re.sub(r"\]\((?:\.\./)*docs/", "](", text), encoding="utf-8")
    for path in source.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        for original, page in _ELSEWHERE.items():
            text = text.replace(f"](../{original}", f"]({page}")
        text = _TO_PLAYGROUND.sub(r'<a href="{}playground/">\1</a>'.format("" if path.stem == "index" else "../"), text)
        path.write_text(_dressed(text), encoding="utf-8")
    named = {page for pages in _CONTENTS.values() for page in pages} | {"index"}
    contents = {**_CONTENTS, "More": tuple(sorted({path.stem for path in source.glob("*.md")} - named))}
    _append(source / "index.md", "".join(_tree(caption, pages) for caption, pages in contents.items() if pages))
    _append(
        source / "rules" / "index.md",
        _tree("", (*(family.prefix for family in FAMILIES if family.text), *(rule.code for rule in all_rules()))),
    )
    for rule in all_rules():
        path = source / "rules" / f"{rule.code}.md"
        path.write_text(f"{_index_entries(rule)}{path.read_text(encoding='utf-8')}", encoding="utf-8")


def _dressed(text: str) -> str:
    """Return a page for Sphinx.

    Sessions have its name for them, the reported lines of examples stand out, and long names in tables may be broken
    at their dots.
    """
    text = _ROW.sub(lambda row: _NAME.sub(_breakable, row[0]), text.replace("```console\n", "```shell-session\n"))
    return _EXAMPLE.sub(_marked, text)


def _breakable(name: re.Match[str]) -> str:
    inside = name[1].replace(".", ".<wbr>")
    return f'<code class="docutils literal notranslate">{inside}</code>'


def _index_entries(rule: Rule) -> str:
    """Return what the search of the website finds first at the page of a rule: its name, what it is about."""
    words = [rule.name]
    if rule.code == "JAM201":
        words += sorted({one.name.rpartition(".")[2] for one in load().offloaders()})
    return "".join(f"```{{index}} single: {word}\n```\n\n" for word in words)


def _marked(block: re.Match[str]) -> str:
    """Return an example with its reported lines highlighted, or as it is if none is."""
    lines = [str(number) for number, line in enumerate(block[1].splitlines(), 1) if _MARKER.search(line)]
    if not lines:
        return block[0]
    return f"```{{code-block}} python\n:emphasize-lines: {','.join(lines)}\n\n{block[1]}```"


def _append(page: Path, text: str) -> None:
    """Add text to the end of a page."""
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{text}", encoding="utf-8")


def _tree(caption: str, pages: tuple[str, ...]) -> str:
    """Return a hidden table of contents in Sphinx's words."""
    head = f":caption: {caption}\n" if caption else ""
    return f"```{{toctree}}\n:hidden:\n{head}\n" + "".join(f"{page}\n" for page in pages) + "```\n\n"


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004  (the script and a folder)
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
