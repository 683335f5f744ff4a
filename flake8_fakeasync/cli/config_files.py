"""Which of flake8's configuration files sets an option."""

from __future__ import annotations

import configparser
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from flake8.options.config import load_config

if TYPE_CHECKING:
    import argparse

_SECTION = "flake8"
_FILES = ("setup.cfg", "tox.ini", ".flake8")  # in the order in which flake8 looks for them
_PYPROJECT = "pyproject.toml"  # Flake8-pyproject reads the one in the current folder


def setting(option: str, options: argparse.Namespace) -> str:
    """Return the name of the file that sets an option, "" if none does."""
    if options.isolated:
        return ""
    _, folder = load_config(config=options.config, extra=[], isolated=False)
    named = [options.config] if options.config else [str(Path(folder, name)) for name in _FILES]
    found = [path for path in (*options.append_config, *named) if _sets(path, option)]
    if found:
        return Path(found[0]).name
    return _PYPROJECT if _is_in_pyproject(option) else ""


def _sets(path: str, option: str) -> bool:
    file = configparser.RawConfigParser()
    try:
        file.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return False
    return file.has_section(_SECTION) and _is_among(option, file.options(_SECTION))


def _is_in_pyproject(option: str) -> bool:
    try:
        data = tomllib.loads(Path(_PYPROJECT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return _is_among(option, data.get("tool", {}).get(_SECTION, {}))


def _is_among(option: str, names: object) -> bool:
    return isinstance(names, list | dict) and option in {name.replace("_", "-") for name in names}
