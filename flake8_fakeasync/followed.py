"""Where installed packages are that calls are followed into; they are read and not imported."""

from __future__ import annotations

import sys
from pathlib import Path


class NoEnvironmentError(LookupError):
    """A folder that is no virtual environment."""


def package(name: str, python: str = "") -> str:
    """Return the absolute path of a top-level package or module, by its import name.

    It is looked up where we run, or in a virtual environment given by its folder. A path that was returned before is
    returned again. Raises a LookupError that says what is wrong.
    """
    if Path(name).is_absolute():
        return name
    if not name.isidentifier():
        message = f"expected the import name of an installed package, got {name!r}"
        raise LookupError(message)
    for site in site_packages(python) if python else map(Path, sys.path):
        if (site / name / "__init__.py").is_file():
            return str((site / name).absolute())
        if (site / f"{name}.py").is_file():
            return str((site / f"{name}.py").absolute())
    where = f"in {python!r}" if python else "where flake8 runs; fakeasync-python names another environment"
    message = f"package {name!r} is not installed {where}"
    raise LookupError(message)


def site_packages(python: str) -> list[Path]:
    """Return the folders in which a virtual environment, given by its folder, keeps packages."""
    root = Path(python)
    found = [*root.glob("lib/python3*/site-packages"), *root.glob("lib64/python3*/site-packages")]
    there = [folder for folder in (*found, root / "Lib" / "site-packages") if folder.is_dir()]
    if not there:
        message = f"{python!r} is not a virtual environment: it has no site-packages"
        raise NoEnvironmentError(message)
    return there
