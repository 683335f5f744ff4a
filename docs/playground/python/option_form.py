"""The options of the linter as a form of the page: which fields there are, and what is written in them."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from flake8_fakeasync import Settings
from flake8_fakeasync.validation import PRESETS

if TYPE_CHECKING:
    from collections.abc import Mapping

_VALUES = {"preset": PRESETS}
_OF_MACHINES = frozenset({"src", "catalog", "cache", "follow", "python"})  # a browser has no other folders


def choices() -> list[dict[str, Any]]:
    """Return the options that there are, as fields of a form."""
    hints = get_type_hints(Settings)
    return [
        {
            "name": field.name,
            "kind": _kind(hints[field.name]),
            "values": _values(field.name, hints[field.name]),
            "initial": "" if field.default in {MISSING, ()} else str(field.default),
        }
        for field in fields(Settings)
        if field.name not in _OF_MACHINES
    ]


def _values(name: str, hint: object) -> tuple[str, ...]:
    """Return what may be chosen, nothing where it can be anything."""
    return _VALUES.get(name, get_args(hint) if _kind(hint) == "choice" else ())


def _kind(hint: object) -> str:
    """Return which kind of field a choice of this type needs."""
    return "list" if get_origin(hint) is tuple else "number" if hint is int else "choice"


def settings_from(options: Mapping[str, str]) -> Settings:
    """Return the settings that a form says, by the names of its fields; raise a SettingsError where it cannot be."""
    written = [(choice, options.get(choice["name"], "").strip()) for choice in choices()]
    chosen: dict[str, Any] = {choice["name"]: _value(choice["kind"], text) for choice, text in written if text}
    return Settings(**chosen)


def _value(kind: str, text: str) -> tuple[str, ...] | int | str:
    """Return what is written in a field of this kind; what is no number is for the settings to refuse."""
    if kind == "list":
        return tuple(entry for part in text.split(",") if (entry := part.strip()))
    return int(text) if kind == "number" and re.fullmatch("[0-9]{1,9}", text) else text
