"""The keys of catalog files: a table for people, and a JSON Schema for editors."""

from __future__ import annotations

import json
from typing import Any

from flake8_fakeasync.catalog.keys import CHOICES, HEADER, RECORDS, REQUIRED

_SHAPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "strings": {"type": "array", "items": {"type": "string"}},
    "table": {"type": "object", "additionalProperties": {"type": "string"}},
    "flags": {"type": "object", "additionalProperties": {"type": "boolean"}},
}
_WORDS = {
    "string": "string",
    "bool": "true or false",
    "int": "number",
    "strings": "list",
    "table": "table",
    "flags": "table",
}
_SHOWN = ("", "function", "class")  # what describes a library of one's own; other records are rare
# A key that several records have means the same in all.
MEANINGS: dict[str, str] = {
    "roots": "The top-level names of the imports that the file speaks of. Required",
    "kind": "`http` (JAM101, JAM102), `network` (JAM111, JAM112) or `local` (JAM121, JAM122). Required",
    "library": "The name of the library in messages, if it is not the import name",
    "instead": 'What to use instead: a name, `asyncio.to_thread`, or "" where there is nothing',
    "raises": "The libraries whose exceptions it raises, if not its own",
    "aliases": 'Modules that are other names of modules: `{ "acme.core" = "acme" }`',
    "guides": "The addresses of pages about what to use instead, by the names that begin like this",
    "outcomes": 'What happens on the event loop, if not "blocks", by the names that begin like this',
    "derived": "Where a derived file comes from: package, version, date, command",
    "names": "Qualified names. Of a class, the first is printed and all mean the same. Required",
    "modules": "Modules that all have the names: the first is printed",
    "only": "Of several `roots`, those that have it; names then contain `{root}`",
    "note": "A remark that messages may show",
    "effect": "What calling it does: `blocks`, `enters` (entering the result blocks), `iterates` (iterating it "
    "blocks), `sometimes` (under a condition: not reported), `coroutine`, `context` or `pure`. Required",
    "returns": "The class of the result; for a class, a table by member",
    "unless": "Keywords that make the call harmless",
    "when": "Parameters, by name or position, at least one of which must be given for the call to block",
    "addresses": "Parameters that must be a text like `https://...` for the call to block",
    "threaded": "What to use instead runs in threads as well",
    "drop_in": "What to use instead is awaited with the same arguments",
    "blocks": "Members that block when they are called. `*` is one name, `**` one or more, dots included",
    "enters": "Members whose result blocks when it is entered with `with`",
    "iterates": "Members whose result blocks when it is iterated",
    "sometimes": "Members that block under a condition, such as an expired token: not reported",
    "coroutine": "Members whose result has to be awaited",
    "context": "Members whose result is awaited or entered with `async with`",
    "pure": "Members that do not block although a pattern says so",
    "property": "Attributes that hold an instance of the class that `returns` names",
    "property-blocks": "Attributes that block when they are read",
    "async": "It is an async client",
    "deferring": "Keywords with which the methods return at once",
    "database": 'Parameters, by name or position, that say which database it works on: `"sqlite:///shop.db"` is a file',
    "database_at": "Where a derived class says so in its body: `Meta.database`",
    "connects": "Whether the constructor blocks: `never`, `always`, `with_host` or `with_keyword`",
    "bases": "Classes of the catalog whose members it has as well",
    "close": "Methods that close it",
    "coroutine_close": "Whether these have to be awaited",
    "enter": "Whether it is entered by `with` (`sync`), `async with` (`async`), `both` or `none`",
    "fluent": "Members that return an instance of the same class",
    "returns_all": "The class that all members return that `returns` does not name",
    "twin": "How the async counterpart of a member on the same object is called: `a{name}`, `{member}_async`",
    "twins": "Counterparts of single members",
    "leaks": "The code that creates one has to close it",
    "releases": "Other ways to close it: dotted paths to methods below an instance",
    "lent": "Keywords that take what may be somebody else's to close",
    "offline": "What holds no connection when it is given to one of them",
    "takes": "Keywords that take over a client: closing this one closes that one",
    "replaced": "Keywords that make a client create objects of another class",
    "long_lived": "Usually there is one for the life of the process",
    "noun": "What messages call an instance that is not a client",
    "uses": 'Parameters, keywords or positions (`"0"`), that take a client and leave it open',
    "chosen": "A keyword may name an async class to make instead, `sessionmaker(class_=AsyncSession)`",
    "closes_parts": "The keyword that, when it is false, keeps an instance from closing what it is made on",
}


def table() -> str:
    """Return a table of the keys of the header, of functions and of classes."""
    rows = ["| Key | In | Value | Meaning |", "|---|---|---|---|"]
    records: dict[str, dict[str, str]] = {"": HEADER, **RECORDS}
    for key, meaning in MEANINGS.items():
        homes = [name for name in _SHOWN if key in records[name]]
        where = ", ".join(f"`[[{name}]]`" if name else "header" for name in homes)
        kinds = dict.fromkeys(_WORDS[records[name][key]] for name in homes)
        rows.append(f"| `{key}` | {where} | {', '.join(kinds)} | {meaning} |")
    return "\n".join(rows) + "\n"


def json_schema() -> str:
    """Return the JSON Schema of catalog files."""
    properties: dict[str, Any] = _properties(HEADER)
    for name, keys in RECORDS.items():
        record = {"type": "object", "additionalProperties": False, "properties": _properties(keys)}
        required = REQUIRED.get(name)
        properties[name] = {"type": "array", "items": {**record, "required": list(required)} if required else record}
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A catalog file of flake8-fakeasync",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": ["roots", "kind"],
    }
    return f"{json.dumps(schema, indent=1)}\n"


def _properties(keys: dict[str, str]) -> dict[str, Any]:
    return {key: _property(key, kind) for key, kind in sorted(keys.items())}


def _property(key: str, kind: str) -> dict[str, Any]:
    found = dict(_SHAPES[kind])
    if key in CHOICES and kind == "string":
        found["enum"] = list(CHOICES[key])
    elif key in CHOICES:
        found["items"] = {"type": "string", "enum": list(CHOICES[key])}
    return {**found, "description": MEANINGS[key].replace("`", "")} if key in MEANINGS else found
