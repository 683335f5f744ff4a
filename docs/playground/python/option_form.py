"""The options of the linter as a form of the page: which fields there are, and what is written in them."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from flake8_fakeasync import Settings, all_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

_OF_FOLDERS = frozenset({"src", "catalog", "cache"})  # there are none but the project's


def choices() -> list[dict[str, Any]]:
    """Return the options that there are, as fields of a form."""
    hints = get_type_hints(Settings)
    return [
        {
            "name": field.name,
            "kind": _kind(hints[field.name]),
            "values": get_args(hints[field.name]) if _kind(hints[field.name]) == "choice" else [],
            "initial": "" if field.default in {MISSING, ()} else str(field.default),
        }
        for field in fields(Settings)
        if field.name not in _OF_FOLDERS
    ]


def _kind(hint: object) -> str:
    """Return which kind of field a choice of this type needs."""
    return "list" if get_origin(hint) is tuple else "number" if hint is int else "choice"


def settings_from(options: Mapping[str, str]) -> Settings:
    """Return the settings of a form; raise a ValueError that says what is wrong with it."""
    written = [(choice, options.get(choice["name"], "").strip()) for choice in choices()]
    chosen: dict[str, Any] = {choice["name"]: _value(choice, text) for choice, text in written if text}
    return Settings(**chosen)


def _value(choice: Mapping[str, Any], text: str) -> tuple[str, ...] | int | str:
    """Return what is written in a field of the form."""
    if choice["kind"] == "list":
        if choice["name"] in {"enable", "disable"}:
            return _codes(choice["name"], text)
        return tuple(entry for part in text.split(",") if (entry := part.strip()))
    if choice["kind"] == "number":
        if not re.fullmatch(r"[1-9][0-9]*", text, re.ASCII):
            raise _refusal(choice["name"], text, "expected an integer of 1 or more")
        return int(text)
    if text not in choice["values"]:
        raise _refusal(choice["name"], text, f"expected one of {', '.join(choice['values'])}")
    return text


def _codes(name: str, text: str) -> tuple[str, ...]:
    """Return prefixes of codes, each of at least one rule."""
    prefixes = tuple(text.replace(",", " ").split())
    known = [rule.code for rule in all_rules()]
    for prefix in prefixes:
        if prefix != "ALL" and not any(code.startswith(prefix) for code in known):
            raise _refusal(name, prefix, "unknown rule code")
    return prefixes


def _refusal(name: str, value: str, why: str) -> ValueError:
    """Return the error that is shown beside the form."""
    return ValueError(f"fakeasync-{name}: {value!r}: {why}")
