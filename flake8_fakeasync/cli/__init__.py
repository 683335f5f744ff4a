"""The command `fakeasync`: each module in `commands` is a subcommand, each in `formats` an output format."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol, cast

from flake8_fakeasync.cli.errors import CommandError
from flake8_fakeasync.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

WRONG_INPUT, INTERRUPTED = 2, 130


class Command(Protocol):
    """A module in `commands`."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the arguments of the subcommand to its parser."""

    def run(self, chosen: argparse.Namespace) -> int:
        """Do what was asked for and return the exit status; raise CommandError for a mistake of the user."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand and return the exit status: 0, 1 if anything is reported, 2 for a mistake, 130 for Ctrl-C."""
    try:
        chosen = _parsed(arguments)
        status = _command(chosen.command).run(chosen)
        sys.stdout.flush()
    except CommandError as error:
        print(f"fakeasync: error: {error}", file=sys.stderr)
        return WRONG_INPUT
    except BrokenPipeError:  # `... | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("fakeasync: interrupted", file=sys.stderr)
        return INTERRUPTED
    return status


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="fakeasync", description="Find Python code that looks async but still blocks."
    )
    parser.add_argument("--version", action="version", version=__version__)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in _names():
        command = _command(name)
        subparser = subparsers.add_parser(
            name, help=command.HELP, description=command.HELP[0].upper() + command.HELP[1:]
        )
        command.add_arguments(subparser)
    chosen, others = parser.parse_known_args(arguments)
    if others and not hasattr(chosen, "flake8"):
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    if others:
        chosen.flake8 = others
    return chosen


def _names() -> list[str]:
    package = import_module(f"{__name__}.commands")
    return sorted(module.name for module in iter_modules(package.__path__))


def _command(name: str) -> Command:
    return cast("Command", import_module(f"{__name__}.commands.{name}"))
