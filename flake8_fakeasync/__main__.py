"""``python -m flake8_fakeasync``: the pages of the rules in a terminal."""

from __future__ import annotations

import argparse
import os
import sys
from difflib import get_close_matches

from flake8_fakeasync import rules


def main(arguments: list[str] | None = None) -> int:
    """Print what is asked for and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m flake8_fakeasync")
    commands = parser.add_subparsers(dest="command", required=True)
    explain = commands.add_parser("explain", help="print the page of a rule")
    explain.add_argument("code", help="a code as JAM101, or the name of a rule")
    commands.add_parser("rules", help="print a table of all rules")
    chosen = parser.parse_args(arguments)
    if chosen.command == "rules":
        return _print_table()
    return _print_page(chosen.code)


def _print_table() -> int:
    """Print a line for each rule."""
    for rule in rules.rules():
        state = "on" if rule.default else "off"
        print(f"{rule.code}  {state:<3}  {rule.name:<40}  {rule.summary}".rstrip())
    return 0


def _print_page(wanted: str) -> int:
    """Print the page of the rule with this code or name."""
    for rule in rules.rules():
        if wanted.upper() == rule.code or wanted.lower() == rule.name:
            print(f"# {rule.code} {rule.name}\n\n{rule.page.strip()}")
            return 0
    known = [key for rule in rules.rules() for key in (rule.code, rule.name)]
    close = [
        *get_close_matches(wanted.upper(), known, n=1),
        *get_close_matches(wanted.lower(), known, n=1),
    ]
    hint = f"; did you mean {close[0]}?" if close else ""
    print(f"error: there is no rule {wanted!r}{hint}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:  # `... | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)
