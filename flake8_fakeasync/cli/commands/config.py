"""`fakeasync config`: the choices that are in force."""

from __future__ import annotations

import dataclasses
import os
from typing import TYPE_CHECKING

from flake8_fakeasync.cli import accepted, config_files, misspelt
from flake8_fakeasync.cli.errors import CommandError
from flake8_fakeasync.cli.run import Run
from flake8_fakeasync.plugin import Plugin

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

HELP = "print the options in force and where they come from, and misspelt ones"
_PREFIX, _CACHE = "fakeasync-", "FAKEASYNC_CACHE"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the options of flake8."""
    parser.set_defaults(flake8=[])


def run(chosen: argparse.Namespace) -> int:
    """Print each option with its value and origin; a misspelt name in the configuration file ends with status 2."""
    found = Run(chosen.flake8)
    values = {
        field.name: getattr(Plugin.session.settings, field.name)
        for field in dataclasses.fields(Plugin.session.settings)
    }
    values["baseline"] = accepted.configured(found) or ""
    for name, value in values.items():
        shown = ", ".join(value) if isinstance(value, tuple) else value
        print(f"{_PREFIX}{name} = {shown}".rstrip() + _origin(name, chosen.flake8, found.options))
    if unknown := misspelt.unknown(found.options):
        raise CommandError(unknown)
    return 0


def _origin(name: str, arguments: Sequence[str], options: argparse.Namespace) -> str:
    """Return where the value of an option comes from, as a comment; nothing where it is the default."""
    option = f"{_PREFIX}{name}"
    if any(argument.partition("=")[0] == f"--{option}" for argument in arguments):
        return "  # command line"
    if file := config_files.setting(option, options):
        return f"  # {file}"
    if name == "cache" and _CACHE in os.environ:
        return f"  # {_CACHE}"
    return ""
