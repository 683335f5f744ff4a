"""Catalog files of users: what they add, and what is said of bad ones."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync.catalog import Catalog, CatalogError, load

if TYPE_CHECKING:
    from pathlib import Path

HEADER = 'roots = ["mine"]\nkind = "http"\n'


def _load(folder: Path, text: str) -> Catalog:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return load((str(path),))


def test_a_file_adds_names(tmp_path: Path) -> None:
    """Names of a user's file are found like shipped ones."""
    text = '[[function]]\nnames = ["mine.fetch"]\neffect = "blocks"\n[[offloader]]\nmethods = ["in_thread"]\n'
    catalog = _load(tmp_path, HEADER + text)
    found = catalog.function("mine.fetch")
    assert found is not None
    assert (found.library, found.kind) == ("mine", "http")
    assert "mine" in catalog.roots
    assert catalog.offloader_methods()["in_thread"].callable == 0
    assert catalog.function("requests.get") is not None


def test_a_file_overrides_and_extends(tmp_path: Path) -> None:
    """What a later file says of a class is added to it; its functions replace those before."""
    text = """
roots = ["requests"]
kind = "http"
[[function]]
names = ["requests.get"]
effect = "pure"
[[class]]
names = ["requests.Session"]
blocks = ["fetch"]
pure = ["get"]
instead = "mine.Client"
"""
    catalog = _load(tmp_path, text)
    function, session = catalog.function("requests.api.get"), catalog.cls("requests.sessions.Session")
    assert function is not None
    assert function.effect == "pure"
    assert session is not None
    effects = {name: session.members[name].effect for name in ("fetch", "get", "post")}
    assert effects == {"fetch": "blocks", "get": "pure", "post": "blocks"}
    assert (session.instead, session.close) == ("mine.Client", ("close",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[class]]\nnames = ["mine.C"]\nblocks = "get"', "[[class]] 1: 'blocks' must be a list of strings"),
        ('[[class]]\nnames = ["mine.C"]\nblock = ["get"]', "[[class]] 1: unknown key 'block'; did you mean 'blocks'?"),
        ('[[class]]\nnames = ["mine.C"]\nxyzzy = 1', "[[class]] 1: unknown key 'xyzzy'"),
        ('[[class]]\nnames = ["mine.C"]\nasync = 1', "[[class]] 1: 'async' must be true or false"),
        ('[[class]]\nnames = ["mine.C"]\nreturns = 1', "[[class]] 1: 'returns' must be a table of strings"),
        ('[[class]]\nnames = ["mine.C"]\ninstead = 1', "[[class]] 1: 'instead' must be a string"),
        ('[[class]]\nblocks = ["get"]', "[[class]] 1: 'names' is missing"),
        ('[[function]]\nnames = ["mine.f"]', "[[function]] 1: 'effect' is missing"),
        ("[[offloader]]\ncallable = 1", "[[offloader]] 1: 'names' or 'methods' is missing"),
        ('[[offloader]]\nnames = ["mine.f"]\ncallable = "1"', "[[offloader]] 1: 'callable' must be a number"),
        ('[[class]]\nnames = ["other.C"]', "'roots' must list the first part of 'other.C'"),
        (
            '[[keyword]]\nowners = ["other"]\nmethods = ["f"]\nnames = ["x"]',
            "'roots' must list the first part of 'other'",
        ),
        ('[class]\nnames = ["mine.C"]', "'class' must be written as [[class]] tables"),
        ('[[klass]]\nnames = ["mine.C"]', "unknown key 'klass'; did you mean 'class'?"),
        ("[[class]", "Expected ']]' at the end of an array declaration"),
    ],
)
def test_what_is_said_of_bad_records(tmp_path: Path, text: str, said: str) -> None:
    """The file, the record and the key are named."""
    with pytest.raises(CatalogError) as error:
        _load(tmp_path, HEADER + text)
    assert str(error.value).startswith(f"mine.toml: {said}")


@pytest.mark.parametrize(
    "text",
    [
        '  [[function]]\n  names = ["mine.fetch"]\n  effect = "blocks"\n',
        'function = [{names = ["mine.fetch"], effect = "blocks"}]\n',
        '[[function]]\r\nnames = ["mine.fetch"]\r\neffect = "blocks"\r\n',
    ],
)
def test_toml_in_every_style(tmp_path: Path, text: str) -> None:
    """Records need not be written the way ours are."""
    catalog = _load(tmp_path, HEADER + text)
    assert catalog.function("mine.fetch") is not None
    assert catalog.added == {"mine.fetch"}


def test_a_class_derived_from_itself(tmp_path: Path) -> None:
    """Bases that lead in a circle are a mistake, and said to be one."""
    text = '[[class]]\nnames = ["mine.C"]\nbases = ["mine.D"]\n[[class]]\nnames = ["mine.D"]\nbases = ["mine.C"]\n'
    with pytest.raises(CatalogError, match=r"^mine\.toml: 'bases' of 'mine\.C' must not lead back to it$"):
        _load(tmp_path, HEADER + text)


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    """Editors run for days."""
    assert _load(tmp_path, HEADER).function("mine.fetch") is None
    assert _load(tmp_path, HEADER + '[[function]]\nnames = ["mine.fetch"]\neffect = "blocks"\n').function("mine.fetch")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('kind = "http"\n', "'roots' is missing"),
        ('roots = ["mine"]\n', "'kind' is missing"),
        ('roots = "mine"\nkind = "http"\n', "'roots' must be a list of strings"),
        (
            'roots = ["mine"]\nkind = "slow"\n',
            "'kind' must be one of http, network, local, dispatch, wait, offload, quiet, framework, not 'slow'",
        ),
    ],
)
def test_what_is_said_of_bad_headers(tmp_path: Path, text: str, said: str) -> None:
    """The file and the key are named."""
    with pytest.raises(CatalogError) as error:
        _load(tmp_path, text)
    assert str(error.value) == f"mine.toml: {said}"


def test_effects_are_words_of_ours(tmp_path: Path) -> None:
    """An unknown effect is told apart from a missing one."""
    with pytest.raises(CatalogError, match=r"'effect' must be one of blocks, .*, not 'waits'"):
        _load(tmp_path, HEADER + '[[function]]\nnames = ["mine.f"]\neffect = "waits"\n')


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file is bad data too."""
    with pytest.raises(CatalogError, match=r"none\.toml: cannot be read: "):
        load((str(tmp_path / "none.toml"),))


def test_errors_travel_between_processes() -> None:
    """flake8 hands errors of its workers on by pickling them."""
    error = CatalogError("mine.toml", "'roots' is missing")
    assert str(pickle.loads(pickle.dumps(error))) == "mine.toml: 'roots' is missing"  # noqa: S301


def test_backends_are_libraries_that_we_know() -> None:
    """Each release is a specifier, and the exceptions of the library below are in the catalog."""
    from flake8_fakeasync.analysis.project.versions import ANY, bounds
    from flake8_fakeasync.catalog import load
    from flake8_fakeasync.catalog.backends import backends

    for each in backends():
        for release, library in each.releases:
            assert bounds(release) != ANY, each.distribution
            assert any(entry.library == library for entry in load().exceptions()), each.distribution
