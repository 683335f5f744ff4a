"""The shape of catalog files, and what a bad one is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flake8_fakeasync.catalog.keys import CHOICES, HEADER, RECORDS, REQUIRED
from flake8_fakeasync.catalog.model import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPES: dict[str, str] = {
    "string": "a string",
    "bool": "true or false",
    "int": "a number",
    "strings": "a list of strings",
    "table": "a table of strings",
    "flags": "a table of true or false",
}


def check_file(file: str, data: dict[str, Any]) -> None:
    """Raise a CatalogError for the first thing in a parsed file that is not as the schema says."""
    for key, value in data.items():
        if key not in RECORDS:
            _check_value(file, HEADER, {**HEADER, **RECORDS}, key, value)
        elif not isinstance(value, list) or not all(isinstance(record, dict) for record in value):
            raise CatalogError(file, f"'{key}' must be written as [[{key}]] tables")
        else:
            for number, record in enumerate(value, 1):
                _check_record(f"{file}: [[{key}]] {number}", key, record)
    for key in ("roots", "kind"):
        if key not in data:
            raise CatalogError(file, f"'{key}' is missing")


def _check_record(where: str, record_kind: str, record: dict[str, Any]) -> None:
    allowed = RECORDS[record_kind]
    for key, value in record.items():
        _check_value(where, allowed, allowed, key, value)
    for key in REQUIRED.get(record_kind, ()):
        if not record.get(key):
            raise CatalogError(where, f"'{key}' is missing")
    if record_kind == "offloader" and not (record.get("names") or record.get("methods")):
        raise CatalogError(where, "'names' or 'methods' is missing")
    if record_kind == "entry":
        _check_entry(where, record)


def _check_entry(where: str, record: dict[str, Any]) -> None:
    """Raise a CatalogError for an entry point that would never count, or says nothing that can be followed."""
    if not any(record.get(way) for way in ("decorators", "calls", "bases")):
        raise CatalogError(where, "'decorators', 'calls' or 'bases' is missing")
    if record.get("bases") and not (record.get("methods") or record.get("properties")):
        raise CatalogError(where, "'methods' or 'properties' is missing")
    placeholders = re.findall(r"\{[^}]*\}?", record.get("advice", ""))
    for found in placeholders:
        if found != "{instead}":
            raise CatalogError(where, f"'advice' may have {{instead}} in it, not '{found}'")
    required = record.get("requires", "")
    if required and not re.fullmatch(r"[A-Za-z0-9._-]+ *(==|~=|<=|>=|<|>)[^;]*", required):
        raise CatalogError(where, f"'requires' must be a name and versions, 'fastmcp<3', not '{required}'")


def _check_value(where: str, allowed: dict[str, str], known: Iterable[str], key: str, value: object) -> None:
    if key not in allowed:
        from difflib import get_close_matches  # not needed where all is well

        close = get_close_matches(key, known, 1)
        hint = f"; did you mean '{close[0]}'?" if close else ""
        raise CatalogError(where, f"unknown key '{key}'{hint}")
    expected = allowed[key]
    if not _is(expected, value):
        raise CatalogError(where, f"'{key}' must be {_TYPES[expected]}")
    choices = CHOICES.get(key)
    for word in [value] if isinstance(value, str) else value if isinstance(value, list) else []:
        if choices and word not in choices:
            raise CatalogError(where, f"'{key}' must be one of {', '.join(choices)}, not '{word}'")


def _is(expected: str, value: object) -> bool:
    match expected:
        case "string":
            return isinstance(value, str)
        case "bool":
            return isinstance(value, bool)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool)
        case "strings":
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        case "flags":
            return isinstance(value, dict) and all(isinstance(item, bool) for item in value.values())
        case _:
            return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
