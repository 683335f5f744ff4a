"""Our options of flake8, and how the words of a user become ``Settings``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from flake8.exceptions import ExecutionError

from flake8_fakeasync.choices import CHOICES
from flake8_fakeasync.settings import Settings
from flake8_fakeasync.validation import SettingsError

if TYPE_CHECKING:
    import argparse

    from flake8.options.manager import OptionManager

    from flake8_fakeasync.baseline import Baseline


def register(manager: OptionManager) -> None:
    """Add our options to flake8's command line and configuration."""
    for choice in CHOICES:
        paths = {"comma_separated_list": choice.is_list, "normalize_paths": True} if choice.is_path else {}
        manager.add_option(_flag(choice.name), default="", parse_from_config=True, help=choice.help, **paths)


def settings_from(options: argparse.Namespace) -> Settings:
    """Return the settings of a run, or end it with a message about the option at fault."""
    from flake8_fakeasync.disk.location import cache_folder

    try:
        return Settings(
            enable=_codes("enable", options.fakeasync_enable),
            disable=_codes("disable", options.fakeasync_disable),
            client=options.fakeasync_client or Settings().client,
            preset=_entries("preset", getattr(options, "fakeasync_preset", "")),
            src=_entries("src", options.fakeasync_src),
            catalog=_entries("catalog", options.fakeasync_catalog),
            blocking=_entries("blocking", options.fakeasync_blocking),
            nonblocking=_entries("nonblocking", options.fakeasync_nonblocking),
            depth=_depth(options.fakeasync_depth),
            follow=_entries("follow", vars(options).get("fakeasync_follow", "")),
            python=vars(options).get("fakeasync_python") or "",
            cache=cache_folder(options.fakeasync_cache or ""),
            reports=vars(options).get("fakeasync_reports") or Settings().reports,
            dispatch=vars(options).get("fakeasync_dispatch") or Settings().dispatch,
        )
    except SettingsError as error:
        raise refusal(error) from error


def selected_but_off(options: argparse.Namespace, settings: Settings) -> list[str]:
    """Return the codes that flake8 is told to select and whose rules are off: selecting does not switch them on."""
    wanted = [*(options.select or ()), *(options.extend_select or ())]
    chosen = [code for code in wanted if re.fullmatch(r"JAM[0-9]+", code)]
    if not chosen:
        return []
    from flake8_fakeasync.rules import is_quiet, rules, selected

    on = [rule.code for rule in selected(settings) if not is_quiet(rule, settings)]
    known = [code for code in chosen if any(rule.code.startswith(code) for rule in rules())]
    return [code for code in known if not any(each.startswith(code) for each in on)]


def refusal(error: SettingsError) -> ExecutionError:
    """Return what ends a run: flake8 prints the message and exits with 1."""
    missing = Path(error.missing)
    hint = ""
    if error.missing and not missing.is_absolute():  # flake8 takes a bare word in a config file for no path
        hint = f"; in a config file write './{missing.name}' for a path relative to that file"
    return ExecutionError(f"{_flag(error.setting)}: {error.reason}{hint}")


def baseline_from(options: argparse.Namespace) -> Baseline | None:
    """Return the baseline that is chosen, None if there is none; end the run if it cannot be read."""
    path = baseline_path(options)
    if path is None:
        return None
    from flake8_fakeasync.baseline import Baseline, BaselineError

    try:
        return Baseline.read(path)
    except BaselineError as error:
        message = f"{_flag('baseline')}: {error}"
        raise ExecutionError(message) from error


def baseline_path(options: argparse.Namespace) -> Path | None:
    """Return the file of the baseline that is chosen, None if there is none."""
    chosen = options.fakeasync_baseline
    return Path(chosen) if chosen else None


def _flag(name: str) -> str:
    """Return the option as it is spelled on the command line."""
    return f"--fakeasync-{name}"


def _entries(name: str, value: object) -> tuple[str, ...]:
    """Return the entries of a list, which flake8-pyproject hands over as one."""
    if isinstance(value, str):
        return tuple(entry for part in re.split(r"[,\n]", value) if (entry := part.strip()))
    if isinstance(value, (list, tuple)) and all(isinstance(entry, str) for entry in value):
        return tuple(entry for part in value for entry in _entries(name, part))
    raise SettingsError(setting=name, reason=f"expected a list of words, got {value!r}")


def _codes(name: str, value: object) -> tuple[str, ...]:
    """Return prefixes of codes, which may be separated by spaces as well."""
    return tuple(prefix for entry in _entries(name, value) for prefix in entry.split())


def _depth(value: object) -> int:
    """Return the maximum number of functions in a call path."""
    if value in {"", None}:
        return Settings().depth
    if not isinstance(value, (str, int)) or not re.fullmatch(r"[1-9][0-9]*", str(value), re.ASCII):
        raise SettingsError(setting="depth", reason=f"expected an integer of 1 or more, got {value!r}")
    return int(value)
