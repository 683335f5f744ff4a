"""What is derived from a package that is written for a test."""

from __future__ import annotations

import textwrap
import tomllib
from typing import TYPE_CHECKING, Any

from flake8_fakeasync.cli.commands.catalog import derived

if TYPE_CHECKING:
    from pathlib import Path


def catalog_of(folder: Path, **modules: str) -> dict[str, Any]:
    """Return the catalog file of a package `acme` of these modules; `init` is its `__init__`."""
    package = folder / "acme"
    package.mkdir(exist_ok=True)
    (package / "__init__.py").touch()
    for name, text in modules.items():
        path = package / ("__init__.py" if name == "init" else f"{name}.py")
        path.write_text(textwrap.dedent(text))
    _, text, _ = derived(str(folder), date="2026-11-26")
    return tomllib.loads(text)


def class_named(found: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the one record of a class."""
    (record,) = (each for each in found["class"] if name in each["names"])
    return dict(record)
