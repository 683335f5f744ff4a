"""Colors, where rich is installed (the extra `cli`) and the output is a terminal; plain text elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TypeAlias

Paint: TypeAlias = Callable[[str, str], str]  # what a text is, and the text
_STYLES = {"path": "bold", "code": "bold red", "mark": "red", "source": "dim"}


def wants_colors(choice: str) -> bool:
    """Return whether to color what goes to standard output: `auto`, `always` or `never`."""
    if choice != "auto":
        return choice == "always"
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def styled(*, colors: bool) -> Paint:
    """Return what colors a text."""
    if not colors:
        return _plain
    try:
        from rich.style import Style
    except ImportError:
        return _plain
    styles = {name: Style.parse(style) for name, style in _STYLES.items()}
    return lambda name, text: styles[name].render(text)


def _plain(_: str, text: str) -> str:
    return text
