"""Entry points: what the catalog says of frameworks holds together, and bad entries are told by file and key."""

from __future__ import annotations

import ast
import importlib
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync import Session
from flake8_fakeasync.analysis.project.requirements import requirement
from flake8_fakeasync.catalog import Catalog, CatalogError, load
from flake8_fakeasync.catalog.entry_point import WAYS
from flake8_fakeasync.catalog.sources import shipped
from flake8_fakeasync.prefilter import FRAMEWORKS, runs_functions

if TYPE_CHECKING:
    from pathlib import Path

HEADER = 'roots = ["mine"]\nkind = "framework"\n'
ENTRY = '[[entry]]\nwhat = "job"\nruns = "loop"\ndecorators = ["mine.job"]\n'
# What only needs a name and says nothing of plain functions on the loop.
_NOT_ON_LOOP = frozenset({"aiohttp", "slack_bolt", "telegram"})
_INSTALLED = ("fastapi", "pydantic", "starlette")


def test_every_framework_that_calls_plain_functions_is_looked_for() -> None:
    """The words of the pre-filter are the frameworks of the catalog, neither more nor fewer."""
    points = load().entry_points
    names = {
        name
        for entry in points.all()
        if entry.runs == "loop"
        for way in ("decorators", "calls", "bases")
        for name in getattr(entry, way)
        if not name.startswith("*.")
    }
    unseen = {name for name in names if not runs_functions(f"import {name}")}
    assert {name.partition(".")[0] for name in unseen} == _NOT_ON_LOOP
    assert all(any(word in name for name in names) for word in FRAMEWORKS)


def test_what_runs_on_the_loop_comes_with_advice() -> None:
    """A message about a plain function says what its author can do, unless only coroutines are taken there."""
    silent = [entry for entry in load().entry_points.all() if entry.runs == "loop" and not entry.advice]
    hooks = {"lifespan", "startup handler", "cleanup handler", "cleanup context"}
    assert {entry.what for entry in silent} <= {*hooks, "handler", "command", "component", "listener"}


@pytest.mark.parametrize("root", _INSTALLED)
def test_names_exist_in_the_library(root: str) -> None:
    """What is said of an installed framework is there under that name."""
    entries = load().entry_points.all()
    names = {
        name
        for entry in entries
        for way in ("decorators", "calls", "bases")
        for name in getattr(entry, way)
        if name.partition(".")[0] == root
        and "*" not in name
        and not name.endswith(".append")
        and ".router." not in name
    }
    missing = sorted(name for name in names if not _exists(name))
    assert missing == GONE[root]


# Older releases have these.
GONE = {
    "fastapi": ["fastapi.FastAPI.add_event_handler"],
    "pydantic": [],
    "starlette": [
        "starlette.applications.Starlette.add_event_handler",
        "starlette.applications.Starlette.exception_handler",
        "starlette.applications.Starlette.on_event",
        "starlette.routing.Router.add_event_handler",
        "starlette.routing.Router.on_event",
    ],
}


def _exists(name: str) -> bool:
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ImportError:
            continue
        for part in parts[length:]:
            found = getattr(found, part, None)
        return found is not None
    return False


def test_entries_of_a_user_come_first(tmp_path: Path) -> None:
    """A file of the user adds frameworks, and decides where it speaks of one of ours."""
    path = tmp_path / "mine.toml"
    path.write_text(
        'roots = ["sanic"]\nkind = "framework"\n'
        '[[entry]]\nwhat = "handler"\nruns = "thread"\ndecorators = ["sanic.Sanic.get"]\n',
        encoding="utf-8",
    )
    found = load((str(path),)).entry_points.decorating("sanic.app.Sanic.get")
    assert [entry.runs for entry in found] == ["thread", "loop"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            HEADER + ENTRY + 'decorator = ["mine.task"]\n',
            "[[entry]] 1: unknown key 'decorator'; did you mean 'decorators'?",
        ),
        (HEADER + ENTRY.replace("loop", "process"), "[[entry]] 1: 'runs' must be one of loop, thread, not 'process'"),
        (
            HEADER + ENTRY.replace('decorators = ["mine.job"]\n', ""),
            "[[entry]] 1: 'decorators', 'calls' or 'bases' is missing",
        ),
        (HEADER + ENTRY.replace('what = "job"\n', ""), "[[entry]] 1: 'what' is missing"),
        (HEADER + ENTRY + 'bases = ["mine.Base"]\n', "[[entry]] 1: 'methods' or 'properties' is missing"),
        (
            HEADER + ENTRY + 'advice = "use {client}"\n',
            "[[entry]] 1: 'advice' may have {instead} in it, not '{client}'",
        ),
        (HEADER + ENTRY + "when = { thread = 1 }\n", "[[entry]] 1: 'when' must be a table of true or false"),
        (
            HEADER + ENTRY + 'requires = "mine 3"\n',
            "[[entry]] 1: 'requires' must be a name and versions, 'fastmcp<3', not 'mine 3'",
        ),
        (
            HEADER + ENTRY.replace("mine.job", "yours.job"),
            "[[entry]] 1: 'roots' must list the first part of 'yours.job'",
        ),
    ],
)
def test_a_bad_entry_is_told_by_file_and_key(tmp_path: Path, text: str, error: str) -> None:
    """Whoever wrote it learns where and what."""
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        load((str(path),))
    assert str(caught.value) == f"mine.toml: {error}"


@pytest.mark.parametrize(
    ("said", "is_two"),
    [
        ("fastmcp<3", True),
        ("fastmcp>=2.3,<3.0", True),
        ("fastmcp==2.14.7", True),
        ("fastmcp==2.*", True),
        ("fastmcp~=2.3", True),
        ("FastMCP[auth] ~= 2.3.1 ; python_version > '3.10'", True),
        ("fastmcp^2.3", True),
        ("fastmcp<=2.99", True),
        ("fastmcp", False),
        ("fastmcp>=2", False),
        ("fastmcp<=3", False),
        ("fastmcp==3.0", False),
        ("fastmcp!=3.0", False),
    ],
)
def test_required_versions(said: str, is_two: bool) -> None:  # noqa: FBT001  (a case)
    """A requirement tells that a release below 3 is installed, or does not."""
    name, allowed = requirement(said)
    assert name == "fastmcp"
    assert allowed.within(requirement("fastmcp<3")[1]) is is_two


def test_async_functions_are_entry_points_as_well(tmp_path: Path) -> None:
    """How often a framework runs them, and whether they close what the application keeps, is known of them too."""
    path = tmp_path / "app.py"
    text = """
from contextlib import asynccontextmanager
from fastapi import FastAPI
@asynccontextmanager
async def lifespan(app):
    yield
app = FastAPI(lifespan=lifespan)
@app.get("/")
async def root(): ...
async def other(): ...
"""
    path.write_text(text, encoding="utf-8")
    program = Session().engine.program
    module = program.module(str(path), text, ast.parse(text))
    found = {each.name: program.runners.entry(module, each) for each in module.functions() if each.id}
    assert {name: entry and (entry.what, entry.often, entry.closes) for name, entry in found.items()} == {
        "lifespan": ("lifespan", "start", True),
        "root": ("endpoint", "request", False),
        "other": None,
    }


def test_only_what_is_asked_for_is_read() -> None:
    """A name reads the files of its framework; a method of anything those that have one of this name; most none."""
    shipped.cache_clear()
    sources = shipped()
    points = Catalog(sources).entry_points
    assert not points.calling("requests.get")
    assert not points.calling("*.get")
    assert [source.file for source in sources if source.is_read] == ["requests.toml", "requests_exceptions.toml"]
    assert [entry.framework for entry in points.calling("*.call_later")] == ["asyncio"]
    assert points.decorating("sanic.app.Sanic.get")
    read = {source.file for source in sources if source.is_read and source.head.entries}
    assert read == {"asyncio.toml", "sanic.toml"}


def test_an_entry_point_is_found_by_how_its_name_begins() -> None:
    """No name of an entry point is an alias of one that begins differently: its file would not be read for that one."""
    catalog = load()
    names = {name for entry in catalog.entry_points.all() for way in WAYS for name in getattr(entry, way)}
    assert {name for name in names if catalog.canonical(name).partition(".")[0] != name.partition(".")[0]} == set()


def test_a_pattern_of_methods_of_anything(tmp_path: Path) -> None:
    """A file of the user may say so with `*` as well."""
    path = tmp_path / "mine.toml"
    path.write_text(HEADER + ENTRY.replace("mine.job", "*.on_*"), encoding="utf-8")
    points = load((str(path),)).entry_points
    assert [entry.what for entry in points.decorating("theirs.App.on_start")] == ["job"]


def test_which_frameworks_count(tmp_path: Path) -> None:
    """Those that a project names, those of the user and Python's own; of one that nobody names, no word does."""
    file = tmp_path / "mine.toml"
    file.write_text(HEADER + ENTRY, encoding="utf-8")
    points = load((str(file),)).entry_points
    unnamed, named = points.vocabulary(frozenset()), points.vocabulary(frozenset({"socketio"}))
    assert unnamed.decorates("job")
    assert unnamed.calls("call_soon")
    assert not unnamed.has_method("on_connect")
    assert named.has_method("on_connect")
    assert "mine" not in points.frameworks
