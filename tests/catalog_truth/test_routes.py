"""What the methods of clients go through, against the libraries."""

from __future__ import annotations

import inspect
from itertools import pairwise
from pkgutil import resolve_name

import pytest

from flake8_fakeasync.catalog.routes import routes, through


@pytest.mark.parametrize("name", routes())
def test_methods_call_each_other(name: str) -> None:
    """Each method calls the next one on the object itself; what users call comes to the first."""
    pytest.importorskip(name.partition(".")[0])
    cls, methods = resolve_name(name.replace(".", ":", 1)), routes()[name]
    for one, other in pairwise(methods):
        assert f"self.{other}(" in inspect.getsource(getattr(cls, one))
    callers = [each for each in ("get", "request", "request_encode_url") if hasattr(cls, each)]
    assert any(f"self.{methods[0]}(" in inspect.getsource(getattr(cls, each)) for each in callers)


def test_through() -> None:
    """A method goes through those after it; one that is not listed through all."""
    assert through("requests.Session", "get") == ("request", "send")
    assert through("requests.Session", "request") == ("send",)
    assert through("requests.Session", "send") == ()
    assert through("somebody.Client", "get") == ()
