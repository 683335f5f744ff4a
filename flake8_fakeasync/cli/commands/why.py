"""`fakeasync why`: why something on a line is reported, or is not."""

from __future__ import annotations

import re
import tokenize
from dataclasses import replace
from typing import TYPE_CHECKING

from flake8_fakeasync import rules
from flake8_fakeasync.cli import output
from flake8_fakeasync.cli.errors import CommandError
from flake8_fakeasync.cli.lines import Line
from flake8_fakeasync.cli.run import Run
from flake8_fakeasync.plugin import Plugin
from flake8_fakeasync.session import Session

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.diagnostics import Violation
    from flake8_fakeasync.settings import Settings

_PLACE = re.compile(r"(?P<file>.+?):(?P<line>[1-9]\d*)(?::\d+)?")
HELP = "explain why something on a line is reported, or is not"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a place."""
    parser.add_argument("place", metavar="FILE:LINE", help="a file and a line, as in app.py:12")
    parser.set_defaults(flake8=[])


def run(chosen: argparse.Namespace) -> int:
    """Print what is known about the line."""
    filename, line = _place(chosen.place)
    found = Run([*chosen.flake8, filename, "--fakeasync-cache=off"])
    text = _read(filename)
    chosen_settings = Plugin.session.settings
    everything = Session(replace(chosen_settings, enable=("ALL",), disable=(), reports="all"))
    try:
        about = list(Line(everything.engine.program, filename, text, line).described())
    except SyntaxError as error:
        message = f"{filename}:{error.lineno or 1}: syntax error: {error.msg}"
        raise CommandError(message) from error
    reported = {(one.rule.code, one.column) for one in found.check_file(filename).violations if one.line == line}
    there = [one for one in everything.check_text(text, filename) if one.line == line]
    lines = [f"{filename}:{line}", *about, *_verdicts(there, reported, chosen_settings)]
    output.write((f"{each}\n" for each in lines), None)
    return 0


def _place(place: str) -> tuple[str, int]:
    """Return the file and the line that are meant; a column is left out."""
    found = _PLACE.fullmatch(place)
    if found is None:
        message = f"{place!r} is not of the form FILE:LINE, such as app.py:12"
        raise CommandError(message)
    return found["file"], int(found["line"])


def _read(filename: str) -> str:
    try:
        with tokenize.open(filename) as file:
            return file.read()
    except (OSError, SyntaxError, UnicodeError) as error:
        message = f"{filename}: {getattr(error, 'strerror', None) or error}"
        raise CommandError(message) from error


def _verdicts(there: Iterable[Violation], reported: set[tuple[str, int]], settings: Settings) -> Iterator[str]:
    """Yield what each rule says of the line, and why that is not reported where it is not."""
    nothing = True
    for one in there:
        nothing = False
        if (one.rule.code, one.column) in reported:
            yield f"reported: {one.rule.code} {one.message}"
        else:
            yield f"not reported: {one.rule.code} {one.message}"
            yield f"  {_reason(one, settings)}"
    if nothing:
        yield "no rule has anything to say about this line"


def _reason(one: Violation, settings: Settings) -> str:
    code = one.rule.code
    if not settings.selects(code, default=rules.rule(code).default):
        return f"{code} is off: fakeasync-enable = {code}"
    if one.pedantic and settings.reports != "all":
        return f"most authors would not repair it ({one.pedantic}): fakeasync-reports = all"
    return "hidden by noqa, per-file-ignores, select or ignore"
