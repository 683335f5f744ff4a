"""Judge the files of a project for the playground: a question in JSON, the answer in JSON.

It runs in the worker of the page. Lines count from 1 and columns, in characters, from 0.
"""

from __future__ import annotations

import ast
import json
import logging
import os
import platform
import shutil
import time
import warnings
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import flake8_fakeasync
from fix_preview import preview
from flake8_fakeasync import Session, SettingsError
from noqa import shown
from option_form import choices, settings_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flake8_fakeasync import Settings, Violation

FOLDER = "/project"
_VERSIONS = f"flake8-fakeasync {flake8_fakeasync.__version__}, Python {platform.python_version()}"


class _Failures(logging.Handler):
    """Keeps what is logged about internal errors."""

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
        "choices": choices(),
        "refusal": "",
        "reports": [],
        "broken": [],
    }
    try:
        settings = settings_from(asked["options"])
    except SettingsError as refused:
        answered["refusal"] = f"fakeasync-{refused.setting}: {refused.reason}"
    else:
        broken = list(_lay_out(asked["files"]))
        sound = [name for name in asked["files"] if name.endswith(".py") and not _names(broken, name)]
        every = groupby(_session(settings).check(sound), attrgetter("path"))
        found = [one for name, of_file in every for one in shown(of_file, asked["files"][name])]
        order = {name: number for number, name in enumerate(asked["files"])}
        found.sort(key=lambda one: (order[one.path], one.line, one.column))
        reports = [_report(one, asked["files"][one.path]) for one in found]
        answered |= {"reports": reports, "broken": broken}
    return json.dumps({**answered, "failures": _failures.texts, "seconds": time.perf_counter() - start})


@lru_cache(maxsize=1)
def _session(settings: Settings) -> Session:
    """Return what remembers files from one question to the next; other choices need another."""
    return Session(settings)


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


def _report(found: Violation, text: str) -> dict[str, Any]:
    """Return a violation in this text as the page shows it."""
    return {
        "file": found.path,
        "line": found.line,
        "column": found.column,
        "endLine": found.end_line,
        "endColumn": found.end_column,
        "code": found.rule.code,
        "name": found.rule.name,
        "message": found.message,
        "frames": [
            {"function": frame.function, "file": os.path.relpath(frame.file, FOLDER), "line": frame.line}
            for frame in found.frames
        ],
        "fixes": [preview(fix, text) for fix in found.fixes],
    }
