"""What the catalog says of code that catches exceptions, or raises them, is what the libraries do."""

from __future__ import annotations

import inspect

import pytest

from catalog_truth.library import is_there, resolve
from flake8_fakeasync.catalog.catchers import ALL, ROOTS, _table
from flake8_fakeasync.catalog.raises import conduct, gives


def _is_told(name: str) -> bool:
    """Return whether a catcher is there; where a name with an underscore is defined differs between versions."""
    return not name.startswith("_") and is_there(name)


@pytest.mark.parametrize("name", sorted(filter(_is_told, _table())))
def test_catchers_exist(name: str) -> None:
    """What catches exceptions takes them where the table says."""
    catcher = _table()[name]
    found = resolve(name)
    parameters = list(inspect.signature(found).parameters)  # type: ignore[arg-type]
    if catcher.position == ALL:
        return
    for keyword in (catcher.keyword, catcher.predicate):
        assert keyword is None or keyword in parameters or "dargs" in parameters or "kwargs" in parameters
    if catcher.position is not None and catcher.keyword in parameters:
        assert parameters.index(catcher.keyword) == catcher.position


def test_conduct_goes_by_the_longest_name() -> None:
    """A function can be told from its module."""
    assert conduct("asyncio.sleep") == "quiet"
    assert conduct("asyncio.wait_for") == "system"
    assert conduct("builtins.str.strip") == "quiet"
    assert conduct("builtins.eval") == "unknown"
    assert conduct("storage.put") == "unknown"
    assert (gives("json.loads"), gives("builtins.sorted"), gives("builtins.next")) == ("data", "container", "given")


def test_roots_of_catchers() -> None:
    """A module is searched for catchers if it imports one of these, and they are no more and no fewer."""
    assert {name.partition(".")[0] for name in _table()} == ROOTS
