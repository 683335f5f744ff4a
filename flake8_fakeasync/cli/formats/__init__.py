"""The output formats, one file each; adding a file adds the format."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.cli.report import Report


class Format(Protocol):
    """A module in this package."""

    def render(self, report: Report, *, colors: bool) -> Iterator[str]:
        """Yield the pieces of the output."""


def names() -> list[str]:
    """Return the names of all formats, sorted."""
    return sorted(module.name for module in iter_modules(__path__))


def load(name: str) -> Format:
    """Return a format by its name."""
    return cast("Format", import_module(f"{__name__}.{name}"))
