"""Our options as pylint has them, and what was chosen."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NoReturn

from flake8_fakeasync.baseline import Baseline, BaselineError
from flake8_fakeasync.choices import CHOICES
from flake8_fakeasync.disk.location import cache_folder
from flake8_fakeasync.settings import Settings
from flake8_fakeasync.validation import SettingsError

if TYPE_CHECKING:
    from pylint.lint import PyLinter

NAME = "fakeasync"
_WRONG_USAGE = 32  # pylint's exit status for it
# In pylint, messages are switched on and off by its own options.
_OFFERED = [choice for choice in CHOICES if choice.name not in {"enable", "disable"}]
_ONE_OF = {
    "client": ("auto", "httpx", "httpx2", "aiohttp"),
    "dispatch": ("any", "all"),
    "reports": ("worthwhile", "all"),
}


def options() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return our options as pylint defines them."""
    return tuple((f"{NAME}-{choice.name}", _definition(choice.name)) for choice in _OFFERED)


def _definition(name: str) -> dict[str, Any]:
    """Return an option as pylint defines them."""
    choice = next(one for one in CHOICES if one.name == name)
    shared = {"help": choice.help, "metavar": "<value>"}
    if name in _ONE_OF:
        return {**shared, "type": "choice", "choices": _ONE_OF[name], "default": _ONE_OF[name][0]}
    if name == "depth":
        return {**shared, "type": "int", "default": Settings().depth}
    return {**shared, "type": "csv", "default": ()} if choice.is_list else {**shared, "type": "string", "default": ""}


def settings(linter: PyLinter, codes: tuple[str, ...]) -> Settings:
    """Return the choices of a run in which the rules of these codes are on; end the process where one is wrong."""
    chosen = {choice.name: _chosen(linter, choice.name) for choice in _OFFERED if choice.name != "baseline"}
    try:
        return Settings(enable=codes, disable=("ALL",), **{**chosen, "cache": cache_folder(chosen["cache"])})
    except SettingsError as error:
        refuse(error.setting, error.reason)


def _chosen(linter: PyLinter, name: str) -> Any:  # noqa: ANN401  (pylint's configuration is untyped)
    return getattr(linter.config, f"{NAME}_{name}")


def baseline(linter: PyLinter) -> Baseline | None:
    """Return the baseline that was chosen, None if none was; end the process where it cannot be read."""
    from pathlib import Path

    path = _chosen(linter, "baseline")
    try:
        return Baseline.read(Path(path)) if path else None
    except BaselineError as error:
        refuse("baseline", str(error))


def refuse(setting: str, reason: str) -> NoReturn:
    """End the process as pylint does where an option is wrong."""
    sys.stderr.write(f"pylint: error: {NAME}-{setting}: {reason}\n")
    sys.exit(_WRONG_USAGE)
