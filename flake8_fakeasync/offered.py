"""Catalog files that installed distributions offer, found by their metadata; nothing is imported."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

GROUP = "flake8_fakeasync.catalog"


def catalog_file(name: str) -> str:
    """Return the path of the file that a distribution offers.

    Its entry point has the name of the file and the package that holds it: `"fakeasync.toml" = "acme"`. Raises a
    LookupError that says what is wrong.
    """
    if not re.fullmatch(r"[\w.-]+", name):
        message = f"{name!r} is not a valid distribution name"
        raise LookupError(message)
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        message = f"distribution {name!r} is not installed where flake8 runs"
        raise LookupError(message) from None
    offers = [each for each in found.entry_points if each.group == GROUP]
    if len(offers) != 1:
        message = (
            f"distribution {name!r} offers {len(offers) or 'no'} catalog files: it needs one entry point in {GROUP}"
        )
        raise LookupError(message)
    path = Path(str(found.locate_file("/".join([*offers[0].value.split("."), offers[0].name]))))
    if not path.is_file():
        message = (
            f"distribution {name!r} offers a file that it does not have: {offers[0].name!r} in {offers[0].value!r}"
        )
        raise LookupError(message)
    return str(path.absolute())
