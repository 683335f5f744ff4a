"""`fakeasync rules`: a table of all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync import rules

if TYPE_CHECKING:
    import argparse

HELP = "print a table of all rules"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take none."""


def run(chosen: argparse.Namespace) -> int:
    """Print a line for each rule."""
    del chosen
    for rule in rules.rules():
        state = "on" if rule.default else "off"
        print(f"{rule.code}  {state:<3}  {rule.name:<40}  {rule.summary}".rstrip())
    return 0
