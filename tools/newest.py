"""Run tests on Pythons that need not be installed, in Pyodide under Node.js: ``python tools/newest.py [pytest's …]``.

There are no compiled packages there: ``TESTS`` are those that need none. Nor are there processes or threads: what
takes them is skipped.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "tests" / "newest"
WORK = ROOT / "build" / "newest"
PYTHONS = ("python3.14", "python3.15")
TESTS = tuple(f"tests/test_{name}.py" for name in ("mdtest", "properties", "catalog"))
_PACKAGES = ("flake8", "pytest", "markdown-it-py", "hypothesis")
_PURE = ("--only-binary=:all:", "--platform=any", "--python-version=3.14", "--implementation=py")


def main(arguments: list[str]) -> int:
    """Run the tests on each Python, side by side, and return 0 if all of them pass."""
    packages = WORK / "packages"
    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCE / name, WORK)
    _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])
    _run([sys.executable, "-m", "pip", "install", "--quiet", f"--target={packages}", "--upgrade", *_PURE, *_PACKAGES])
    with ThreadPoolExecutor() as together:
        runs = list(together.map(lambda python: _tested(python, packages, arguments or list(TESTS)), PYTHONS))
    for python, run in zip(PYTHONS, runs, strict=True):
        print(f"== {python}\n{run.stdout}", flush=True)
    return max(abs(run.returncode) for run in runs)


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=WORK, check=True)


def _tested(python: str, packages: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run pytest on one Python and return what it printed."""
    command = ["node", str(SOURCE / "pytest.mjs"), str(WORK / "node_modules" / python), str(ROOT), str(packages)]
    return subprocess.run(
        [*command, "-q", *arguments], check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
