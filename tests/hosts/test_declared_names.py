"""Entries of `fakeasync-blocking` that can never match are said, with what to write instead."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync import Settings
from flake8_fakeasync.declared_names import never_matching
from flake8_fakeasync.plugin import Plugin

if TYPE_CHECKING:
    from pathlib import Path


def _project(folder: Path) -> None:
    shop = folder / "shop"
    shop.mkdir()
    (shop / "__init__.py").write_text("from shop.db import Database\nfrom .db import load as read\n")
    (shop / "db.py").write_text(
        textwrap.dedent("""
        from elsewhere import *

        class Base:
            def close(self): ...

        class Database(Base):
            if True:
                def load(self, key): ...

        def load(key): ...
        """)
    )
    (shop / "plain.py").write_text("import requestz\nmade = print\n\n\ndef fetch(): ...\n")


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("shop.db.Database.load", ""),
        ("shop.db.load -> shop.db.aload", ""),
        ("shop.db.*", ""),
        ("elsewhere.load", ""),
        ("shop.plain.made", ""),
        ("shop.db.starred", ""),  # it may come from the star import
        ("shop.Database.load", "write 'shop.db.Database.load', where it is defined"),
        ("shop.read", "write 'shop.db.load', where it is defined"),
        ("shop.db.Database.laod", "'shop.db.Database' defines no laod; did you mean load?"),
        ("shop.db.Database.close", "'shop.db.Database' defines no close; name the class that defines it"),
        ("shop.plain.nothing", "'shop.plain' defines no nothing"),
        ("requests.api.get", "write 'requests.get'"),
        ("requests.get", ""),
        ("requsts.get", "no file here names requsts; did you mean requests?"),
        ("asyncio_redis.Pool.get", ""),  # a library that we do not know
        ("http.client.fetch", ""),
        ("requestz.get", ""),  # some file has it
    ],
)
def test_entries(tmp_path: Path, entry: str, problem: str) -> None:
    """A name of the project has to be where it is defined, a name of the catalog as it is printed."""
    _project(tmp_path)
    found = never_matching(Settings(blocking=(entry,)), tmp_path)
    name = entry.partition(" ")[0]
    assert found == ([f"fakeasync-blocking: '{name}' never matches: {problem}"] if problem else [])


def test_flake8_says_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said at the start of a run."""
    from flake8.main.application import Application

    _project(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Plugin, "has_warned", False)
    for _ in range(2):
        Application().run(["--isolated", "--select=JAM", "-j1", "--fakeasync-nonblocking=shop.read", "shop/plain.py"])
    said = "fakeasync-nonblocking: 'shop.read' never matches: write 'shop.db.load', where it is defined"
    assert capsys.readouterr().err == f"flake8-fakeasync: {said}\n"


def test_catalog_of_the_project(tmp_path: Path) -> None:
    """What a catalog file says of the project is looked up there; what it says of libraries is taken as it is."""
    _project(tmp_path)
    catalog = tmp_path / "own.toml"
    catalog.write_text(
        textwrap.dedent("""
        library = "shop"
        roots = ["shop", "elsewhere"]
        kind = "network"

        [[function]]
        names = ["shop.plain.fetch", "elsewhere.fetch"]
        effect = "blocks"

        [[function]]
        names = ["shop.plain.got"]
        effect = "blocks"

        [[class]]
        names = ["shop.db.Database"]
        blocks = ["load"]
        """)
    )
    assert never_matching(Settings(catalog=(str(catalog),)), tmp_path) == [
        "fakeasync-catalog: own.toml: 'shop.plain.got' never matches: 'shop.plain' defines no got",
    ]
