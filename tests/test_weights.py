"""What the weight of a report is decided by: data about packages, other linters and tests."""

from __future__ import annotations

import pytest

from agreement import CODES
from flake8_fakeasync import check_text
from flake8_fakeasync.catalog.distributions import elsewhere
from flake8_fakeasync.catalog.other_linters import is_hidden


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
