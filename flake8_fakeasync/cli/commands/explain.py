"""`fakeasync explain`: the pages of rules in a terminal."""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TYPE_CHECKING

from flake8_fakeasync import rules
from flake8_fakeasync.cli.errors import CommandError

if TYPE_CHECKING:
    import argparse

    from flake8_fakeasync.rule import Rule

HELP = "print the pages of rules"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take codes, and a format."""
    parser.add_argument("code", nargs="+", help="a code such as JAM101, a family such as JAM1, or the name of a rule")
    parser.add_argument("--format", choices=("markdown", "json"), default="markdown")


def run(chosen: argparse.Namespace) -> int:
    """Print the page of each rule that is asked for."""
    found = list(dict.fromkeys(rule for wanted in chosen.code for rule in _rules(wanted)))
    if chosen.format == "json":
        print(json.dumps(list(map(_described, found)), indent=2))
    else:
        print("\n\n".join(f"# {rule.code} {rule.name}\n\n{rule.page.strip()}\n\nFix: {rule.fixed}." for rule in found))
    return 0


def _described(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "summary": rule.summary,
        "message": rule.message,
        "default": rule.default,
        "since": rule.since,
        "fix": list(rule.fix),
        "page": rule.page.strip(),
    }


def _rules(wanted: str) -> list[Rule]:
    """Return the rules with a code, with a family of codes, or with a name."""
    is_code = wanted.upper().startswith("JAM")
    found = [
        rule
        for rule in rules.rules()
        if wanted.lower() == rule.name or (is_code and wanted.upper() in {rule.code, *_families(rule.code)})
    ]
    if found:
        return found
    known = [key for rule in rules.rules() for key in (rule.code, rule.name)]
    close = [*get_close_matches(wanted.upper(), known, n=1), *get_close_matches(wanted.lower(), known, n=1)]
    hint = f"; did you mean {close[0]}?" if close else ""
    message = f"unknown rule {wanted!r}{hint}"
    raise CommandError(message)


def _families(code: str) -> tuple[str, ...]:
    """Return what a code is counted among: JAM1 and JAM10 for JAM101; JAM0 has one rule and is no family."""
    return () if code == "JAM000" else (code[:4], code[:5])
