"""Async equivalents that are other packages than what they replace."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "distributions.toml"


class Distribution(NamedTuple):
    """A package: what to install, and what that needs beside Python packages, "" if nothing."""

    package: str
    needs: str = ""


@cache
def modules() -> dict[str, Distribution]:
    """Return the packages by the module whose names are the equivalents."""
    data = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
    return {name: Distribution(**entry) for name, entry in data.items()}


def elsewhere(name: str, twin: str) -> Distribution | None:
    """Return the package that has the async equivalent of an API, None if it is the package of the API itself."""
    root = twin.partition(".")[0]
    if name.partition(".")[0] == root:
        return None
    parts = twin.split(".")
    around = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((modules()[module] for module in around if module in modules()), None)
