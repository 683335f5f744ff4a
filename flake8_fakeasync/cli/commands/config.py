"""`fakeasync config`: the choices that are in force."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from flake8_fakeasync.cli import accepted, misspelt
from flake8_fakeasync.cli.errors import CommandError
from flake8_fakeasync.cli.run import Run
from flake8_fakeasync.plugin import Plugin

if TYPE_CHECKING:
    import argparse

HELP = "print the options that are in force, and misspelt ones"
_PREFIX = "fakeasync-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the options of flake8."""
    parser.set_defaults(flake8=[])


def run(chosen: argparse.Namespace) -> int:
    """Print each option with its value; a name in the configuration file that is none of ours ends with status 2."""
    found = Run(chosen.flake8)
    values = {
        field.name: getattr(Plugin.session.settings, field.name)
        for field in dataclasses.fields(Plugin.session.settings)
    }
    values["baseline"] = accepted.configured(found) or ""
    for name, value in values.items():
        shown = ", ".join(value) if isinstance(value, tuple) else value
        print(f"{_PREFIX}{name} = {shown}".rstrip())
    if unknown := misspelt.unknown(found.options):
        raise CommandError(unknown)
    return 0
