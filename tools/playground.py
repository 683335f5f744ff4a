"""Build the playground of the website: bundle docs/playground, and put Python, our wheel and the pages beside."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from markdown_it import MarkdownIt

from flake8_fakeasync import all_rules
from mdtest import Example, examples, lines_of

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "docs" / "playground"
_BUNDLED = ("main.js", "worker.js")
_COPIED = ("index.html", "playground.css")
_PYTHON = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
_MARKER = re.compile(r"\s*# JAM\d{3}(?:, JAM\d{3})*$")


def build(target: Path) -> None:
    """Write the playground to a folder; raise a CalledProcessError or FileNotFoundError where a tool fails or lacks."""
    work = ROOT / "build" / "playground"
    shutil.copytree(SOURCE, work, dirs_exist_ok=True)
    _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], work)
    target.mkdir(parents=True, exist_ok=True)
    _bundle(work, target)
    for name in _COPIED:
        shutil.copy(SOURCE / name, target)
    with zipfile.ZipFile(target / "python.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((SOURCE / "python").glob("*.py")):
            archive.write(path, path.name)
    for name in _PYTHON:
        (target / "pyodide").mkdir(exist_ok=True)
        shutil.copy(work / "node_modules" / "pyodide" / name, target / "pyodide")
    _write(target / "contents.json", {"wheel": _wheel(target), "megabytes": round(_size(target / "pyodide") / 1e6)})
    _write(target / "examples.json", [_project(example) for example in examples(SOURCE / "examples.md")])
    for rule in all_rules():
        _write_page(target / "pages" / f"{rule.code}.html", ROOT / "docs" / "rules" / f"{rule.code}.md")


def _bundle(work: Path, target: Path) -> None:
    """Make one script of each that the browser loads; Python's own is loaded as it is."""
    esbuild = str(work / "node_modules" / "esbuild" / "bin" / "esbuild")
    options = ["--bundle", "--minify", "--format=esm", "--external:./pyodide/*", "--log-level=warning"]
    _run(["node", esbuild, *_BUNDLED, *options, f"--outdir={target.resolve()}"], work)


def _wheel(target: Path) -> str:
    """Build our wheel, of a copy in which nothing is left of earlier builds, and return its name."""
    for old in target.glob("*.whl"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "flake8_fakeasync", Path(folder, "flake8_fakeasync"))
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, folder)
        wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", f"--wheel-dir={target.resolve()}", "."]
        _run(wheel, Path(folder))
    return next(target.glob("*.whl")).name


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)


def _size(folder: Path) -> int:
    """Return the bytes of the files of a folder."""
    return sum(path.stat().st_size for path in folder.iterdir())


def _project(example: Example) -> dict[str, object]:
    """Return an example as the page loads it: without the markers, which would give away what is found."""
    files = {
        name: "".join(f"{_MARKER.sub('', line.text)}\n" for line in lines_of(blocks))
        for name, blocks in example.projects[0].files.items()
    }
    return {"name": example.headings[-1], "files": files}


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def _write_page(path: Path, page: Path) -> None:
    """Write the page of a rule as a piece of HTML whose links lead into the website."""
    text = re.sub(r"\]\((\w+)\.md", r"](../rules/\1/", page.read_text(encoding="utf-8"))
    text = re.sub(r"\]\(\.\./([\w-]+)\.md", r"](../\1/", text)
    path.parent.mkdir(exist_ok=True)
    path.write_text(MarkdownIt("commonmark").enable("table").render(text), encoding="utf-8")
