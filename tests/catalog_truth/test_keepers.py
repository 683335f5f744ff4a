"""What the catalog says of keepers is there in the libraries, as far as the tests have them."""

from __future__ import annotations

import importlib
import importlib.util
from itertools import chain

import pytest

from flake8_fakeasync.catalog import keepers

_GROUPS = [
    ("state", "applications"),
    ("managers", "decorators"),
    ("managers", "dependencies"),
    ("fixtures", "decorators"),
]
_GROUPS += [("caches", "decorators"), ("fields", "bases"), ("fields", "decorators")]
_GROUPS += [("monitors", "classes")]
_NAMES = sorted(set(chain.from_iterable(keepers.names(*group) for group in _GROUPS)))


@pytest.mark.parametrize("name", _NAMES)
def test_names_exist(name: str) -> None:
    """Each name leads to something that can be called."""
    if importlib.util.find_spec(name.partition(".")[0]) is None:
        pytest.skip("not installed")
    owner, _, attribute = name.rpartition(".")
    assert callable(getattr(importlib.import_module(owner), attribute))
