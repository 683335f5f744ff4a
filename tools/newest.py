"""Run tests on Pythons that need not be installed, in Pyodide under Node.js: ``python tools/newest.py [pytest's …]``.

All tests run that can: ``tests/newest/left_out.toml`` lists the others, with reasons. With ``--last`` as the first
argument, they run on the newest of these Pythons alone.
"""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
SOURCE = TESTS / "newest"
LEFT_OUT = SOURCE / "left_out.toml"
WORK = ROOT / "build" / "newest"
PYTHONS = ("python3.14", "python3.15")
_LAST = "--last"
_PACKAGES = ("flake8", "pytest", "markdown-it-py", "hypothesis")
_PURE = ("--only-binary=:all:", "--platform=any", "--python-version=3.14", "--implementation=py")
_OURS = "flake8-fakeasync"
_NOT_OURS = ("integration/", "projects/")  # they install what they test, or are what is tested


def main(arguments: list[str]) -> int:
    """Run the tests on each Python, side by side, and return 0 if all of them pass."""
    pythons: tuple[str, ...] = PYTHONS
    if arguments[:1] == [_LAST]:
        pythons, arguments = PYTHONS[-1:], arguments[1:]
    packages = WORK / "packages"
    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCE / name, WORK)
    _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])
    _run([sys.executable, "-m", "pip", "install", "--quiet", f"--target={packages}", "--upgrade", *_PURE, *_PACKAGES])
    _introduce(packages)
    with ThreadPoolExecutor() as together:
        runs = list(together.map(lambda python: _all_tested(python, packages, arguments), pythons))
    return int(any(code for run in runs for code in run))


def _all_tested(python: str, packages: Path, arguments: list[str]) -> list[int]:
    """Run what was asked for, or each file with tests by a process of its own; print and return how that ended."""
    codes = []
    for chosen in [arguments] if arguments else everything():
        run = _tested(python, packages, chosen)
        codes.append(run.returncode)
        shown = run.stdout if run.returncode or arguments else run.stdout.rstrip().rpartition("\n")[2]
        print(f"{python} {chosen[0]}: {shown}", flush=True)
    return codes


def everything() -> list[list[str]]:
    """Return what pytest takes to run all tests that can run there, file by file."""
    left_out = tomllib.loads(LEFT_OUT.read_text(encoding="utf-8"))
    names = [path.relative_to(TESTS).as_posix() for path in sorted(TESTS.rglob("test_*.py"))]
    chosen = [name for name in names if name not in left_out["files"] and not name.startswith(_NOT_OURS)]
    tests = left_out["tests"]
    return [
        [f"tests/{name}", *(f"--deselect=tests/{each}" for each in tests if each.startswith(name))] for name in chosen
    ]


def _introduce(packages: Path) -> None:
    """Let flake8 see that the repository is a plugin: what an installation says of it is all that it asks for."""
    ours = importlib.metadata.distribution(_OURS)
    folder = packages / f"flake8_fakeasync-{ours.version}.dist-info"
    folder.mkdir(exist_ok=True)
    for name in ("METADATA", "entry_points.txt"):
        (folder / name).write_text(ours.read_text(name) or "", encoding="utf-8")


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
