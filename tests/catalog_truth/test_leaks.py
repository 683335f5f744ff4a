"""What the catalog says about clients that have to be closed holds in the libraries."""

from __future__ import annotations

import inspect

import pytest

from catalog_truth.library import installed, resolve
from flake8_fakeasync.catalog import Class, load

LEAKING = [cls for cls in load().classes() if cls.leaks]
OLD = frozenset({"app"})  # httpx had it until 0.28


def test_the_clients_of_the_article_leak() -> None:
    """An unclosed client of each of these libraries is reported."""
    names = {cls.name for cls in LEAKING}
    assert names >= {"httpx.AsyncClient", "httpx2.AsyncClient", "aiohttp.ClientSession", "niquests.AsyncSession"}


@pytest.mark.parametrize("cls", LEAKING, ids=lambda cls: cls.name)
def test_leaking_clients_can_be_closed(cls: Class) -> None:
    """Each has a way to be closed, and what it is lent are arguments of its constructor."""
    assert cls.is_async
    assert cls.close
    if not installed(cls.name):
        pytest.skip(f"{cls.library} is not installed")
    found = resolve(cls.name)
    assert callable(found)
    assert set(cls.lent) - OLD <= set(inspect.signature(found).parameters)
    assert all(hasattr(found, name.partition(".")[0]) for name in cls.releases if not name.startswith("_"))
    assert all(inspect.isclass(resolve(name)) for name in cls.offline)
