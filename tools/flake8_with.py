"""flake8 with chosen plugins only: ``flake8_with.py <packages, comma-separated> <arguments of flake8>``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from flake8.main.cli import main
from flake8.plugins import finder

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIND = "_find_importlib_plugins"
_OWN = frozenset({"flake8", "pyflakes", "pycodestyle", "mccabe"})


def leave_only(packages: frozenset[str]) -> None:
    """Let flake8 find no plugins but its own and those of these packages."""
    find = getattr(finder, _FIND)

    def found() -> Iterator[finder.Plugin]:
        return (plugin for plugin in find() if plugin.package in packages)

    setattr(finder, _FIND, found)


if __name__ == "__main__":
    leave_only(_OWN | frozenset(sys.argv[1].split(",")))
    sys.exit(main(sys.argv[2:]))
