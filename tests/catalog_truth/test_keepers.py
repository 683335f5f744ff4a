"""What the catalog says of keepers is there in the libraries, as far as the tests have them."""

from __future__ import annotations

import importlib
from itertools import chain

import pytest

from catalog_truth.library import is_there
from flake8_fakeasync.catalog import keepers, load

_GROUPS = [
    ("state", "requests"),
    ("managers", "decorators"),
    ("managers", "dependencies"),
    ("fixtures", "decorators"),
]
_GROUPS += [("caches", "decorators"), ("fields", "bases"), ("fields", "decorators")]
_GROUPS += [("monitors", "classes")]
_NAMES = sorted({*chain.from_iterable(keepers.names(*group) for group in _GROUPS), *load().entry_points.applications})


@pytest.mark.parametrize("name", [name for name in _NAMES if is_there(name)])
def test_names_exist(name: str) -> None:
    """Each name leads to something that can be called."""
    owner, _, attribute = name.rpartition(".")
    assert callable(getattr(importlib.import_module(owner), attribute))
