"""Which of flake8's configuration files sets an option."""

from __future__ import annotations

import configparser
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flake8.options.config import load_config

if TYPE_CHECKING:
    import argparse

_SECTION = "flake8"
_FILES = ("setup.cfg", "tox.ini", ".flake8")  # in the order in which flake8 looks for them
PYPROJECT = "pyproject.toml"  # Flake8-pyproject reads the one in the current folder


def setting(option: str, options: argparse.Namespace) -> str:
    """Return the name of the file that sets an option, "" if none does."""
    if options.isolated:
        return ""
    _, folder = load_config(config=options.config, extra=[], isolated=False)
    named = [options.config] if options.config else [str(Path(folder, name)) for name in _FILES]
    found = [path for path in (*options.append_config, *named) if _sets(path, option)]
    if found:
        return Path(found[0]).name
    return PYPROJECT if _is_in_pyproject(option) else ""


def _sets(path: str, option: str) -> bool:
    file = _parsed(path)
    return file.has_section(_SECTION) and _is_among(option, file.options(_SECTION))


def _parsed(path: str) -> configparser.RawConfigParser:
    file = configparser.RawConfigParser()
    try:
        file.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return configparser.RawConfigParser()
    return file


def sections() -> set[str]:
    """Return the sections of the files in the current folder that flake8 looks into."""
    return {section for name in _FILES for section in _parsed(name).sections()}


def _is_in_pyproject(option: str) -> bool:
    return _is_among(option, tools().get(_SECTION))


def tools() -> dict[str, Any]:
    """Return the tables of tools in the `pyproject.toml` of the current folder, by tool."""
    try:
        found = tomllib.loads(Path(PYPROJECT).read_text(encoding="utf-8")).get("tool")
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_among(option: str, names: object) -> bool:
    return isinstance(names, list | dict) and option in {name.replace("_", "-") for name in names}
