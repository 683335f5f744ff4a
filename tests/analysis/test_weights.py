"""What the weight of a report is decided by: data about packages, other linters and tests."""

from __future__ import annotations

from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING

import pytest

from agreement import CODES
from flake8_fakeasync import check_text
from flake8_fakeasync.catalog.distributions import elsewhere, modules
from flake8_fakeasync.catalog.loading import load
from flake8_fakeasync.catalog.other_linters import is_hidden

if TYPE_CHECKING:
    from flake8_fakeasync.catalog import Class, Function


@pytest.mark.parametrize(
    ("name", "twin", "package"),
    [
        ("boto3.client()", "aioboto3.Session", "aioboto3"),
        ("google.cloud.storage.Client.get_bucket()", "gcloud.aio.storage.Storage", "gcloud-aio-storage"),
        ("redis.Redis.get()", "redis.asyncio.Redis", None),
        ("socket.create_connection()", "asyncio.open_connection", None),
        ("acme.load()", "acme_async.load", None),
    ],
)
def test_packages(name: str, twin: str, package: str | None) -> None:
    """An equivalent is elsewhere only if the catalog says in which package."""
    found = elsewhere(name, twin)
    assert (found.package if found is not None else None) == package


_PYTHON = {"asyncio", "loop"}
# Twins below another name that come with what they replace.
_SAME_PACKAGE = {("cassandra", "ResponseFuture"), ("postgrest", "supabase"), ("sqlmodel", "sqlalchemy")}


def _twins() -> set[tuple[str, str]]:
    """Return the names of the network APIs in the catalog that have a twin, each with it."""
    catalog = load()
    records: list[Class | Function] = [*catalog.classes(), *catalog.functions()]
    found = {(record.name, record.instead) for record in records if record.kind == "network"}
    found |= {
        (cls.name, member.instead)
        for cls in catalog.classes()
        for member in cls.members.values()
        if cls.kind == "network"
    }
    return {(name, twin) for name, twin in found if twin}


def test_every_twin_elsewhere_has_a_package() -> None:
    """A twin below another top-level module is in a package that is named, or comes with what it replaces."""
    roots = {name.partition(".")[0] for name, _ in _twins()}
    unnamed = {
        (name.partition(".")[0], twin.partition(".")[0])
        for name, twin in _twins()
        if "." in twin and elsewhere(name, twin) is None
    }
    assert roots
    elsewhere_named = {(root, twin) for root, twin in unnamed if root != twin and twin not in _PYTHON}
    assert elsewhere_named == _SAME_PACKAGE


def test_every_package_has_a_twin() -> None:
    """No package is named that has no async API for anything in the catalog, and installed ones have their names."""
    found = {each.package: module for module, each in modules().items()}
    assert set(found) == {each.package for name, twin in _twins() if (each := elsewhere(name, twin)) is not None}
    installed = packages_distributions()
    for package, module in found.items():
        if module in installed:
            assert package in installed[module]


@pytest.mark.parametrize(
    ("code", "line", "expected"),
    [
        ("JAM101", "get()  # noqa: ASYNC210", True),
        ("JAM101", "get()  # NOQA:async2, E501", True),
        ("JAM102", "get()  # noqa: E501 ASYNC210 because", True),
        ("JAM101", "get()  # noqa: ASYNC251", False),
        ("JAM121", "sleep()  # noqa: ASYNC251", True),
        ("JAM101", "get()  # noqa", False),
        ("JAM101", "get('noqa: ASYNC210')", False),
    ],
)
def test_comments(code: str, line: str, expected: object) -> None:
    """A comment hides what the code in it stands for."""
    assert is_hidden(code, line) is expected


def test_codes() -> None:
    """Each code that is compared with other linters hides something of ours."""
    assert all(any(is_hidden(code, f"x  # noqa: {theirs}") for code in ("JAM101", "JAM121")) for theirs in CODES)


def test_folder_above(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder above a package does not make its modules tests."""
    package = tmp_path_factory.mktemp("tests", numbered=False) / "shop"
    package.mkdir()
    (package / "__init__.py").touch()
    text = "import requests\nasync def f(): requests.get('')\n"
    assert len(check_text(text, package / "app.py")) == 1
    assert check_text(text, package / "tests" / "app.py") == []
