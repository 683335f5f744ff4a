"""Judge the files of a project for the playground: a question in JSON, the answer in JSON.

It runs in the worker of the page. Lines count from 1 and columns, in characters, from 0.
"""

from __future__ import annotations

import ast
import json
import logging
import os
import platform
import re
import shutil
import time
import warnings
from dataclasses import MISSING, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import flake8_fakeasync
from flake8_fakeasync import Settings, all_rules, check

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flake8_fakeasync import Violation

FOLDER = "/project"
_OF_FOLDERS = frozenset({"src", "catalog", "cache"})  # there are none but the project's
_VERSIONS = f"flake8-fakeasync {flake8_fakeasync.__version__}, Python {platform.python_version()}"


class _Failures(logging.Handler):
    """Keeps what is logged about failures of ours."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message with its traceback."""
        self.texts.append(self.format(record))


_failures = _Failures()
logging.getLogger("flake8.fakeasync").addHandler(_failures)


def answer(question: str) -> str:
    """Return what is found in the `files` of a question with its `options`, both objects of texts by name."""
    asked = json.loads(question)
    start = time.perf_counter()
    _failures.texts.clear()
    answered: dict[str, Any] = {
        "versions": _VERSIONS,
        "choices": _choices(),
        "refusal": "",
        "reports": [],
        "broken": [],
    }
    try:
        settings = _settings(asked["options"])
    except ValueError as refused:
        answered["refusal"] = str(refused)
    else:
        broken = list(_lay_out(asked["files"]))
        sound = [name for name in asked["files"] if name.endswith(".py") and not _names(broken, name)]
        found = check(sound, settings)
        order = {name: number for number, name in enumerate(asked["files"])}
        found.sort(key=lambda one: (order[one.path], one.line, one.column))
        answered |= {"reports": list(map(_report, found)), "broken": broken}
    return json.dumps({**answered, "failures": _failures.texts, "seconds": time.perf_counter() - start})


def _names(broken: list[dict[str, Any]], name: str) -> bool:
    return any(one["file"] == name for one in broken)


def _lay_out(files: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Write the files of the project, and these alone; yield why each that is no Python is none."""
    folder = Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    _clear(folder, files)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
        if name.endswith(".py"):
            yield from _broken(name, text)


def _clear(folder: Path, files: Mapping[str, str]) -> None:
    """Remove what is no longer in the project, and what stands in its way."""
    folders = {str(parent) for name in files for parent in Path(name).parents}
    for path in sorted(folder.rglob("*"), reverse=True):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and name not in folders:
            shutil.rmtree(path)
        elif path.is_file() and name not in files:
            path.unlink()


def _broken(name: str, text: str) -> Iterator[dict[str, Any]]:
    """Yield where and why a text is no Python, if it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        line, column = error.lineno or 1, max((error.offset or 1) - 1, 0)
        yield {"file": name, "line": line, "column": column, "message": f"{error.msg} (line {line})"}
    except ValueError as error:
        yield {"file": name, "line": 1, "column": 0, "message": str(error)}
    except (RecursionError, MemoryError):
        yield {"file": name, "line": 1, "column": 0, "message": "it is nested too deeply for Python's parser"}


def _report(found: Violation) -> dict[str, Any]:
    """Return a violation as the page shows it."""
    return {
        "file": found.path,
        "line": found.line,
        "column": found.column,
        "code": found.rule.code,
        "name": found.rule.name,
        "message": found.message,
        "frames": [],
        "fixes": [],
    }


def _choices() -> list[dict[str, Any]]:
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


def _settings(options: Mapping[str, str]) -> Settings:
    """Return the settings of a form; raise a ValueError that says what is wrong with it."""
    written = [(choice, options.get(choice["name"], "").strip()) for choice in _choices()]
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
