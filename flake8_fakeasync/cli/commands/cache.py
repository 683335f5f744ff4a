"""`fakeasync cache`: where the cache of this project is, how large it is, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.cli.errors import CommandError
from flake8_fakeasync.cli.report import relative
from flake8_fakeasync.cli.run import Run
from flake8_fakeasync.disk import sweep
from flake8_fakeasync.plugin import Plugin

if TYPE_CHECKING:
    import argparse

HELP = "show or delete the cache of this project"
_MEGABYTE = 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do; all else goes to flake8."""
    parser.add_argument(
        "action", choices=("info", "clear"), help="info: print folder, entries and size; clear: delete the entries"
    )
    parser.set_defaults(flake8=[])


def run(chosen: argparse.Namespace) -> int:
    """Do it; clearing a cache that is off, or not there yet, is no mistake."""
    Run(chosen.flake8)
    folder = Plugin.session.settings.cache
    if not folder:
        print("cache: off")
        return 0
    entries = sweep.entries(folder)
    size = sum(entry.size for entry in entries) / _MEGABYTE
    if chosen.action == "info":
        print(f"cache: {relative(folder)}\nentries: {len(entries)}\nsize: {size:.1f} MB of {_most()} MB at most")
        return 0
    try:
        sweep.clear(folder)
    except OSError as error:
        message = f"the cache in '{folder}' cannot be deleted: {error.strerror}"
        raise CommandError(message) from error
    print(f"{len(entries)} entries deleted from {relative(folder)}, {size:.1f} MB")
    return 0


def _most() -> int:
    return sweep.MOST_BYTES // _MEGABYTE
