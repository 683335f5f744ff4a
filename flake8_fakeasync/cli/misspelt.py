"""Names in the configuration file that look like our options but are not: flake8 ignores them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from flake8.options.config import load_config

if TYPE_CHECKING:
    import argparse

_PREFIX = "fakeasync-"


def unknown(options: argparse.Namespace) -> str:
    """Return what to say of such names, "" if there are none."""
    known = {name.replace("_", "-") for name in vars(options) if name.startswith("fakeasync_")}
    file, _ = load_config(config=options.config, extra=options.append_config, isolated=options.isolated)
    section = file["flake8"] if file.has_section("flake8") else {}
    found = [name for name in section if name.replace("_", "-").startswith(_PREFIX)]
    found = [name for name in found if name.replace("_", "-") not in known]
    return f"unknown option in the configuration: {', '.join(_hinted(name, known) for name in found)}" if found else ""


def _hinted(name: str, known: set[str]) -> str:
    close = get_close_matches(name.replace("_", "-"), sorted(known), 1)
    return f"{name} (did you mean {close[0]}?)" if close else name
