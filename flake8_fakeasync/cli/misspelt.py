"""Configuration that is meant for us and that flake8 ignores: misspelt names, and sections that nobody reads."""

from __future__ import annotations

import importlib.util
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from flake8.options.config import load_config

from flake8_fakeasync.cli import config_files

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

_PREFIX = "fakeasync-"
_SECTION = "flake8"
_READS_PYPROJECT = "flake8p"  # what Flake8-pyproject installs
_NOT_READ = ("fakeasync", "flake8-fakeasync", "flake8_fakeasync")
_INSTEAD = "write `fakeasync-… = …` in [flake8] of .flake8, setup.cfg or tox.ini"


def unknown(options: argparse.Namespace) -> str:
    """Return what to say of such configuration, "" if there is none."""
    if options.isolated:
        return ""
    known = {_spelled(name) for name in vars(options) if name.startswith("fakeasync_")}
    file, _ = load_config(config=options.config, extra=options.append_config, isolated=False)
    tables = config_files.tools()
    written = [*(file[_SECTION] if file.has_section(_SECTION) else ()), *_in_pyproject(tables)]
    said = list(_ignored(config_files.sections(), tables))
    if misspelt := [name for name in written if _is_ours(name) and _spelled(name) not in known]:
        said.append(f"unknown option in the configuration: {', '.join(_hinted(name, known) for name in misspelt)}")
    return "; ".join(said)


def _ignored(sections: Iterable[str], tables: dict[str, Any]) -> Iterable[str]:
    """Yield what to say of sections that nobody reads."""
    for name in _NOT_READ:
        if name in sections:
            yield f"section [{name}] is not read: {_INSTEAD}"
        if name in tables:
            yield f"[tool.{name}] in {config_files.PYPROJECT} is not read: {_INSTEAD}"
    if any(map(_is_ours, _in_pyproject(tables))) and importlib.util.find_spec(_READS_PYPROJECT) is None:
        yield f"[tool.{_SECTION}] in {config_files.PYPROJECT} is read only where Flake8-pyproject is installed"


def _in_pyproject(tables: dict[str, Any]) -> Iterable[str]:
    found = tables.get(_SECTION)
    return found if isinstance(found, dict) else ()


def _is_ours(name: str) -> bool:
    return _spelled(name).startswith(_PREFIX)


def _spelled(name: str) -> str:
    return name.replace("_", "-")


def _hinted(name: str, known: set[str]) -> str:
    close = get_close_matches(_spelled(name), sorted(known), 1)
    return f"{name} (did you mean {close[0]}?)" if close else name
