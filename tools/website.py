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
from flake8_fakeasync import all_rules

ROOT = Path(__file__).parent.parent
# What stands outside docs, and its page on the site.
_ELSEWHERE = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "benchmarks/README.md": "benchmarks.md",
}
_TO_PLAYGROUND = re.compile(r"\[([^\]]+)\]\(playground/README\.md\)")
_CONTENTS = {
    "Use": ("usage", "command", "configuration", "adopting", "ci", "with-ruff"),
    "Learn": ("migrating", "rules/index", "catalog", "limits"),
    "Background": ("comparison", "fake-async-measured", "benchmarks", "how-it-works"),
    "Project": ("contributing", "changelog"),
}


def main(target: Path) -> int:
    """Write the website with its playground to a folder and return Sphinx's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "docs")
        lay_out(source)
        built = [sys.executable, "-m", "sphinx", "--builder=dirhtml", "--fail-on-warning", "--keep-going", "--quiet"]
        code = subprocess.run([*built, str(source), str(target)], check=False).returncode
    if code == 0:
        playground.build(target / "playground")
    return code


def lay_out(source: Path) -> None:
    """Copy the pages to a folder as Sphinx wants them."""
    shutil.copytree(ROOT / "docs", source, ignore=shutil.ignore_patterns("playground"))
    for original, page in _ELSEWHERE.items():
        text = (ROOT / original).read_text(encoding="utf-8")
        (source / page).write_text(re.sub(r"\]\((?:\.\./)*docs/", "](", text), encoding="utf-8")
    for path in source.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        for original, page in _ELSEWHERE.items():
            text = text.replace(f"](../{original}", f"]({page}")
        text = _TO_PLAYGROUND.sub(r'<a href="{}playground/">\1</a>'.format("" if path.stem == "index" else "../"), text)
        path.write_text(text.replace("```console\n", "```shell-session\n"), encoding="utf-8")
    named = {page for pages in _CONTENTS.values() for page in pages} | {"index"}
    contents = {**_CONTENTS, "More": tuple(sorted({path.stem for path in source.glob("*.md")} - named))}
    _append(source / "index.md", "".join(_tree(caption, pages) for caption, pages in contents.items() if pages))
    _append(source / "rules" / "index.md", _tree("", tuple(rule.code for rule in all_rules())))


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
