"""`fakeasync config`: the choices that are in force."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from flake8.options.config import load_config

from flake8_fakeasync.cli import accepted
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
    if unknown := _unknown(found.options, set(values)):
        message = f"unknown option in the configuration: {', '.join(unknown)}"
        raise CommandError(message)
    return 0


def _unknown(options: argparse.Namespace, known: set[str]) -> list[str]:
    """Return the names in the configuration file that look like options of ours and are none."""
    file, _ = load_config(config=options.config, extra=options.append_config, isolated=options.isolated)
    section = file["flake8"] if file.has_section("flake8") else {}
    names = {name: name.replace("_", "-") for name in section}
    return [
        name
        for name, spelled in names.items()
        if spelled.startswith(_PREFIX) and spelled.removeprefix(_PREFIX) not in known
    ]
