"""The files of a distribution that is installed, found by its metadata and not imported."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from flake8_fakeasync import followed
from flake8_fakeasync.derive.archives import Budget, is_wanted
from flake8_fakeasync.derive.errors import DeriveError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.derive.archives import Files


def files(wanted: str, python: str = "") -> Files:
    """Yield the Python files and the metadata of an installed distribution; raise a DeriveError if it is not there."""
    found = distribution(wanted, python)
    budget = Budget(wanted)
    for file in found.files or ():
        place = PurePosixPath(file)
        if place.is_absolute() or ".." in place.parts or not is_wanted(place.name):
            continue
        path = Path(str(found.locate_file(file)))
        if path.is_file() and budget.takes(path.stat().st_size):
            yield place, path.read_bytes()


def distribution(wanted: str, python: str = "") -> metadata.Distribution:
    """Return the distribution of a name, or of `name==1.2`; raise a DeriveError where that is not installed."""
    name, _, version = (part.strip() for part in wanted.partition("=="))
    where = f"in '{python}'" if python else "here"
    found = next(iter(_distributions(python, name)), None) if re.fullmatch(r"[\w.-]+", name) else None
    if found is None:
        elsewhere = "" if python else ", or --python VENV"
        raise DeriveError(
            wanted, f"is not installed {where}, and is no file; give a name, a wheel, an sdist or a folder{elsewhere}"
        )
    if version and found.version != version:
        raise DeriveError(wanted, f"is not installed {where}: the version there is {found.version}")
    return found


def _distributions(python: str, name: str | None = None) -> Iterable[metadata.Distribution]:
    """Return what is installed, of one name or all."""
    if python:
        return metadata.distributions(name=name, path=_site_packages(python))
    return metadata.distributions(name=name)


def _site_packages(python: str) -> list[str]:
    """Return the folders in which a virtual environment, given by its folder, keeps packages."""
    try:
        return [str(folder) for folder in followed.site_packages(python)]
    except LookupError:
        raise DeriveError(python, "is not a virtual environment: it has no site-packages") from None


def providing(root: str, python: str = "") -> str:
    """Return the name of the distribution that brings a top-level import name; raise a DeriveError if none does."""
    for found in _distributions(python):
        names = (found.read_text("top_level.txt") or "").split()
        tops = names or {PurePosixPath(file).parts[0].removesuffix(".py") for file in found.files or ()}
        if root in tops:
            return str(found.metadata["Name"])
    raise DeriveError(root, f"is not installed {f'in {python!r}' if python else 'here; --python VENV looks elsewhere'}")
