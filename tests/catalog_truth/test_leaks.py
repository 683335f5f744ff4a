"""What the catalog says about clients that have to be closed holds in the libraries."""

from __future__ import annotations

import inspect

import pytest

from catalog_truth.library import is_there, resolve
from flake8_fakeasync.catalog import Class, load

LEAKING = [cls for cls in load().classes() if cls.leaks]
OLD = frozenset({"app"})  # httpx had it until 0.28


def test_the_clients_of_the_article_leak() -> None:
    """An unclosed client of each of these libraries is reported."""
    names = {cls.name for cls in LEAKING}
    assert names >= {"httpx.AsyncClient", "httpx2.AsyncClient", "aiohttp.ClientSession", "niquests.AsyncSession"}


def test_each_is_async_and_can_be_closed() -> None:
    """There is nothing to await when a sync client is forgotten."""
    assert [cls.name for cls in LEAKING if not cls.is_async or not cls.close] == []


@pytest.mark.parametrize("cls", [cls for cls in LEAKING if is_there(cls.name)], ids=lambda cls: cls.name)
def test_what_is_lent_and_released(cls: Class) -> None:
    """What a client is lent are arguments of its constructor, and what releases it is there."""
    found = resolve(cls.name)
    assert callable(found)
    assert set(cls.lent) - OLD <= set(inspect.signature(found).parameters)
    assert all(hasattr(found, name.partition(".")[0]) for name in cls.releases if not name.startswith("_"))
    assert all(inspect.isclass(resolve(name)) for name in cls.offline)
