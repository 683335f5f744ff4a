"""`fakeasync fix`: makes the edits that rules propose, and says what it left alone."""

from __future__ import annotations

import difflib
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync import codes
from flake8_fakeasync.baseline import Baseline
from flake8_fakeasync.cli import accepted, output
from flake8_fakeasync.cli.errors import CommandError
from flake8_fakeasync.cli.fixing import Choice, UserJudge
from flake8_fakeasync.cli.progress import shown
from flake8_fakeasync.cli.report import relative
from flake8_fakeasync.cli.run import Run
from flake8_fakeasync.fixes.fixer import Fixer, Outcome

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

HELP = "repair what has a single correct replacement"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take paths, and which fixes to make; all else goes to flake8."""
    parser.add_argument("paths", nargs="*", help="files and folders (default: this folder)")
    parser.add_argument("--diff", action="store_true", help="print what would change, and write nothing")
    parser.add_argument("--unsafe-fixes", action="store_true", help="make fixes that may change what the code does")
    parser.add_argument("--only", metavar="CODES", default="", help="codes and prefixes, separated by commas")
    parser.epilog = "Options of flake8, such as --config, --exclude and --fakeasync-enable, are taken as well."
    parser.set_defaults(flake8=[])


def run(chosen: argparse.Namespace) -> int:
    """Mend the files, and print what was done and what was left."""
    only = tuple(_prefix(code) for code in chosen.only.replace(",", " ").split())
    if "-" in chosen.paths:
        message = "fix takes files, not standard input"
        raise CommandError(message)
    found = Run([*chosen.flake8, *chosen.paths, "--fakeasync-cache="])
    path = accepted.configured(found)
    baseline = accepted.read(path) if path is not None else Baseline(Path(), {})
    judge = UserJudge(found)
    choice = Choice(baseline, only, unsafe=chosen.unsafe_fixes)
    fixer = Fixer(judge, choice.choose)
    files = found.files()
    outcomes = fixer.run(shown(files, len(files)))
    if chosen.diff:
        sys.stdout.writelines(_diffs(fixer))
    else:
        outcomes = _written(fixer, outcomes)
    stream = sys.stderr if chosen.diff else sys.stdout
    lines = [*map(_line, outcomes), *_choices(fixer, choice), *_summary(fixer, choice, outcomes)]
    print("\n".join(lines), file=stream)
    for problem in judge.problems.values():
        print(f"fakeasync: {problem}", file=sys.stderr)
    is_done = not any(one.why for one in outcomes) and not (chosen.diff and outcomes)
    return 0 if is_done and not judge.problems else 1


def _prefix(code: str) -> str:
    found = codes.prefix(code)
    if found is None:
        near = codes.suggestion(code)
        message = f"--only: unknown code '{code}'" + (f"; did you mean {near}?" if near else "")
        raise CommandError(message)
    return "" if found == "ALL" else found


def _diffs(fixer: Fixer) -> Iterator[str]:
    """Yield the lines of a unified diff."""
    for path, source, text in fixer.changed():
        name = relative(path)
        yield from diff(name, source.text, text)


def diff(name: str, before: str, after: str) -> Iterator[str]:
    """Yield the lines of a unified diff between two texts of a file."""
    old, new = io.StringIO(before).readlines(), io.StringIO(after).readlines()
    for line in difflib.unified_diff(old, new, name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _written(fixer: Fixer, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Write the files that are as they were read; return the outcomes, with those of the other files left alone."""
    changed = set()
    for path, source, text in fixer.changed():
        if Path(path).read_bytes() == source.data:
            output.replace_content(Path(path), source.encoded(text))
        else:
            changed.add(path)
    why = "the file has changed since it was checked"
    return [one._replace(why=why) if one.path in changed else one for one in outcomes]


def _line(one: Outcome) -> str:
    done = f"left alone: {one.why}" if one.why else f"fixed: {one.fix.title}"
    return f"{relative(one.path)}:{one.line}: {one.violation.rule.code} {done}"


def _choices(fixer: Fixer, choice: Choice) -> Iterator[str]:
    """Yield a line for each report that can be mended in several ways."""
    for path, found in fixer.found.items():
        for each in choice.wanted(found):
            if len(each.fixes) > 1:
                ways = "; or ".join(fix.title for fix in each.fixes)
                yield f"{relative(path)}:{each.line}: {each.rule.code} for you to decide: {ways}"


def _summary(fixer: Fixer, choice: Choice, outcomes: Sequence[Outcome]) -> Iterator[str]:
    mended = [one for one in outcomes if not one.why]
    files = len({one.path for one in mended})
    parts = [f"{len(mended)} fixed in {files} file{'' if files == 1 else 's'}"]
    if left := len(outcomes) - len(mended):
        parts.append(f"{left} left alone")
    others = [found for all_ in fixer.found.values() for found in choice.wanted(all_)]
    unsafe = sum(len(found.fixes) == 1 and found.fixes[0].applicability == "unsafe" for found in others)
    if unsafe and not choice.takes_unsafe:
        parts.append(f"{unsafe} more with --unsafe-fixes")
    if rest := sum(not found.fixes or found.fixes[0].applicability == "shown" for found in others):
        parts.append(f"{rest} for you to decide")
    yield "; ".join(parts)
