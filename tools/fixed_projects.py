"""What ``fakeasync fix`` does to code of others: ``python tools/fixed_projects.py [--unsafe-fixes] [FOLDER…]``.

Each folder, with one project in it, is copied, mended by the command with every rule on, and judged anew: a table shows
reports, what was fixed, left alone and taken back, the files that no longer compile, the reports that are new, and
seconds. Without folders, the pinned wheels are taken that are in the cache. ``--diffs`` keeps a diff of each project.
"""

from __future__ import annotations

import argparse
import difflib
import io
import re
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import wheels
from flake8_fakeasync import Settings, check
from flake8_fakeasync.fixes.proof import Known, broken, known

_ARGUMENTS = ("--isolated", "--fakeasync-enable=ALL", "--fakeasync-reports=all", "--disable-noqa")
_LINE = re.compile(r"(?P<path>.+?):\d+: (?P<code>JAM\d{3}) (?P<what>fixed|left alone: (?P<why>.+?)(?:: |$))")
_HEAD = """\
| Project | files | reports | fixed | left alone or taken back | no longer compile | new reports | seconds |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"""
_NO_NEWS = {"JAM201", "JAM211", "JAM212"}  # in the place of a JAM202


class Mended(NamedTuple):
    """What became of one project; `left` counts reasons, `new` are reports that were not there before."""

    project: str
    files: int
    reports: int
    fixed: Counter[str]
    left: Counter[str]
    unparsable: list[str]
    new: list[str]
    second: int
    seconds: float


def main() -> int:
    """Print the table, and return whether anything does not compile, is new, or changes in a second run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--unsafe-fixes", action="store_true")
    parser.add_argument("--diffs", type=Path, help="a folder for the diffs")
    chosen = parser.parse_args()
    cache = wheels.default_cache()
    folders = chosen.folders or [cache / pin.folder for pin in wheels.counted() if (cache / pin.folder).exists()]
    options = ["--unsafe-fixes"] if chosen.unsafe_fixes else []
    with ThreadPoolExecutor(2) as pool:
        print(_HEAD, flush=True)
        found = []
        for one in pool.map(lambda folder: mended(folder, options, chosen.diffs), folders):
            found.append(one)
            print(row(one.project, one), flush=True)
    print(summary(found))
    return int(any(one.unparsable or one.new or one.second for one in found))


def mended(folder: Path, options: list[str], diffs: Path | None) -> Mended:
    """Return what the command makes of a copy of a project; where it mends nothing, nothing is judged anew."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / folder.name
        shutil.copytree(folder, copy)
        began = time.perf_counter()
        lines, rest = _outcomes(copy, options)
        seconds = time.perf_counter() - began
        fixed = Counter(match["code"] for match in lines if not match["why"])
        left = Counter(match["why"] for match in lines if match["why"])
        files = wheels.python_files(folder)
        result = Mended(folder.name, len(files), fixed.total() + rest, fixed, left, [], [], 0, seconds)
        if not fixed:
            return result
        if diffs is not None:
            _keep_diff(folder, copy, diffs)
        return result._replace(
            unparsable=[str(file) for file in files if not _broken(file) and _broken(copy / file.relative_to(folder))],
            new=_news(_judged(folder), _judged(copy)),
            second=sum(not match["why"] for match in _outcomes(copy, options)[0]),
        )


def row(name: str, *found: Mended) -> str:
    """Return a line of the table: projects together."""
    counts = [
        sum(one.files for one in found),
        sum(one.reports for one in found),
        sum(one.fixed.total() for one in found),
        sum(one.left.total() for one in found),
        sum(len(one.unparsable) for one in found),
        sum(len(one.new) for one in found),
        round(sum(one.seconds for one in found)),
    ]
    return f"| {' | '.join([name, *map(str, counts)])} |"


def summary(found: list[Mended]) -> str:
    """Return the last line of the table, and then what was fixed by rule and left by reason."""
    fixed: Counter[str] = sum((one.fixed for one in found), Counter())
    left: Counter[str] = sum((one.left for one in found), Counter())
    lines = [row(f"{len(found)} projects", *found), ""]
    lines.append("fixed: " + ", ".join(f"{code} {count}" for code, count in sorted(fixed.items())))
    lines += [f"left alone: {count} {why}" for why, count in left.most_common()]
    lines += [f"does not compile: {one.project} {name}" for one in found for name in one.unparsable]
    lines += [f"new: {one.project} {line}" for one in found for line in one.new]
    lines += [f"a second run changes {one.project}" for one in found if one.second]
    return "\n".join(lines)


def _judged(folder: Path) -> Counter[tuple[str, Known]]:
    """Return what is reported in a project, without lines."""
    found = check(wheels.python_files(folder), Settings(enable=("ALL",), reports="all"))
    return Counter((str(Path(one.path).relative_to(folder)), known(one)) for one in found)


def _news(before: Counter[tuple[str, Known]], after: Counter[tuple[str, Known]]) -> list[str]:
    gone = {(path, key.function) for (path, key), count in (before - after).items() if count and key.code == "JAM202"}
    return [
        f"{path} {key.code} {key.culprit}"
        for path, key in after - before
        if key.code not in _NO_NEWS or (path, key.function) not in gone
    ]


def _broken(file: Path) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return broken(file.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        return str(error)


def _outcomes(folder: Path, options: list[str]) -> tuple[list[re.Match[str]], int]:
    """Run the command; return its lines on what it fixed and what it left alone, and how many reports are left."""
    command = [sys.executable, "-m", "flake8_fakeasync", "fix", *_ARGUMENTS, *options, "."]
    run = subprocess.run(command, cwd=folder, check=False, text=True, capture_output=True)
    if run.returncode not in {0, 1}:
        run.check_returncode()
    *lines, summary = run.stdout.splitlines()
    rest = sum(int(count) for count in re.findall(r"(\d+) (?:left alone|more with|for you)", summary))
    return [match for line in lines if (match := _LINE.match(line))], rest


def _keep_diff(before: Path, after: Path, diffs: Path) -> None:
    """Write what differs between two folders."""
    diffs.mkdir(parents=True, exist_ok=True)
    with (diffs / f"{before.name}.diff").open("w", encoding="utf-8") as target:
        for file in wheels.python_files(before):
            name = file.relative_to(before)
            old, new = (
                io.StringIO(path.read_text(encoding="utf-8", errors="replace")) for path in (file, after / name)
            )
            target.writelines(difflib.unified_diff(list(old), list(new), str(name), str(name)))


if __name__ == "__main__":
    sys.exit(main())
