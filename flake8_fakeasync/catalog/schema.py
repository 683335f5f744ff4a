"""The shape of catalog files: which keys each record may have, and what a bad one is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flake8_fakeasync.catalog.model import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterable

EFFECTS = (
    *("blocks", "enters", "iterates", "coroutine", "context", "pure", "sometimes"),
    *("property", "property-blocks"),
)

_TYPES: dict[str, str] = {
    "string": "a string",
    "bool": "true or false",
    "int": "a number",
    "strings": "a list of strings",
    "table": "a table of strings",
    "flags": "a table of true or false",
}
_NAMED = {"names": "strings", "library": "string", "only": "strings", "note": "string"}
_HTTP = {"instead": "string", "raises": "strings", "unless": "strings", "threaded": "bool"}
_GIVEN = {"when": "strings", "addresses": "strings"}
_IDIOM = {
    "owners": "strings",
    "names": "strings",
    "only": "strings",
    "replacement": "string",
    "anchor": "string",
    "note": "string",
    "since": "string",
    "edit": "string",
    "edit_when": "string",
    "edit_class": "string",
}
HEADER = {
    "library": "string",
    "roots": "strings",
    "kind": "string",
    "instead": "string",
    "raises": "strings",
    "aliases": "table",
    "framework": "string",
    "read": "strings",
    "transparent": "strings",
    "own": "bool",
    "guides": "table",
    "derived": "table",
    **dict.fromkeys(("preset", "page", "client", "client_library"), "string"),
    **dict.fromkeys(("enable", "trusted"), "strings"),
}
RECORDS: dict[str, dict[str, str]] = {
    "function": {
        **_NAMED,
        **_HTTP,
        "modules": "strings",
        "effect": "string",
        "returns": "string",
        "drop_in": "bool",
        **_GIVEN,
    },
    "class": {
        **_NAMED,
        **_HTTP,
        "modules": "strings",
        **dict.fromkeys(EFFECTS, "strings"),
        "async": "bool",
        "connects": "string",
        "when": "strings",
        "bases": "strings",
        "close": "strings",
        "coroutine_close": "bool",
        "enter": "string",
        "fluent": "strings",
        "returns": "table",
        "returns_all": "string",
        "twin": "string",
        "twins": "table",
        "leaks": "bool",
        "releases": "strings",
        "lent": "strings",
        "replaced": "strings",
        "offline": "strings",
        "takes": "strings",
        "long_lived": "bool",
        "noun": "string",
        "closes_parts": "string",
    },
    "offloader": {
        **_NAMED,
        "methods": "strings",
        "forms": "strings",
        "callable": "int",
        "keyword": "string",
        "arguments": "string",
        "executor": "int",
        "process": "bool",
        "result": "string",
        "refuses_coroutines": "bool",
        "takes_coroutines": "bool",
    },
    "exception": {
        **_NAMED,
        **dict.fromkeys(("modules", "bases", "attributes"), "strings"),
        **dict.fromkeys(("twins", "gaps"), "table"),
    },
    "keyword": {**_IDIOM, "methods": "strings"},
    "change": {**_IDIOM, "methods": "strings", "when": "string"},
    "wrong": {**_IDIOM, "methods": "strings", "when": "string"},
    "missing": _IDIOM,
    "ignored": {**_IDIOM, "when": "string"},
    "misuse": {**_IDIOM, "used": "strings"},
    "entry": {
        **dict.fromkeys(("framework", "what", "runs", "advice", "often", "argument", "requires", "model"), "string"),
        **dict.fromkeys(("decorators", "calls", "bases", "methods", "properties", "keywords"), "strings"),
        **dict.fromkeys(("if_mentioned", "unless_mentioned", "exchanges", "run_by"), "strings"),
        **dict.fromkeys(("closes", "at_registration"), "bool"),
        "position": "int",
        "when": "flags",
    },
}
IDIOMS = frozenset(("keyword", "change", "wrong", "missing", "ignored", "misuse"))
_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": ("http", "network", "local", "dispatch", "wait", "offload", "quiet", "framework"),
    "effect": EFFECTS[:-2],
    "connects": ("never", "always", "with_host", "with_keyword"),
    "enter": ("sync", "async", "both", "none"),
    "forms": ("call", "wrap", "decorator", "configured"),
    "arguments": ("rest", "kwargs-too", "packed", "second-call", "none"),
    "result": ("awaitable", "future", "iterator", "none"),
    "runs": ("loop", "thread"),
    "often": ("start", "once", "request", "item"),
    "model": ("taken", "given"),
    "exchanges": ("taken", "given"),
    "edit_when": ("flag", "true", "false", "literal"),
    "edit_class": ("safe", "unsafe", "shown"),
}
_REQUIRED: dict[str, tuple[str, ...]] = {
    "function": ("names", "effect"),
    "class": ("names",),
    "exception": ("names",),
    "keyword": ("owners", "methods", "names"),
    "change": ("owners", "names"),
    "wrong": ("owners", "methods", "names", "when"),
    "missing": ("owners", "names"),
    "ignored": ("owners", "names"),
    "misuse": ("owners", "names", "used"),
    "entry": ("what", "runs"),
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
    for key in _REQUIRED.get(record_kind, ()):
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
    choices = _CHOICES.get(key)
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
