"""Values of containers: what is put into them, and how deep they are looked into."""

from __future__ import annotations

import pytest

from flake8_fakeasync.analysis.infer import containers
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Bound,
    Coroutine,
    External,
    Iterable,
    Mapping,
    Several,
    Value,
    ValueSet,
)

CLIENT: ValueSet = frozenset({External("httpx.Client")})


def nested(value: Value, outside: type) -> Value:
    """Return a container of a value."""
    inner = frozenset({value})
    if outside is Iterable:
        return Iterable(inner, is_async=False)
    if outside is Several:
        return Several((inner, NOTHING))
    made: Value = outside(inner)
    return made


@pytest.mark.parametrize("kind", [Coroutine, Iterable, Mapping, Several])
def test_deep_containers_are_cut(kind: type) -> None:
    """What lies too deep is not kept, on whatever levels above it; what lies higher stays as it is."""
    value: Value = External("httpx.Client")
    depths = []
    for _ in range(8):
        value = nested(value, kind)
        cut = next(iter(containers.shallow(frozenset({value}))))
        depths.append(repr(cut).count(kind.__name__))
        assert (cut == value) is ("httpx.Client" in repr(cut))
    assert depths[-1] == depths[-2] < 8
    assert depths[0] == 1


def test_methods_of_deep_containers_are_cut() -> None:
    """A bound method holds its container."""
    value: Value = External("httpx.Client")
    for _ in range(8):
        value = nested(value, Mapping)
    assert isinstance(value, Mapping)
    cut = next(iter(containers.shallow(frozenset({Bound(value, "get")}))))
    assert isinstance(cut, Bound)
    assert cut.container == next(iter(containers.shallow(frozenset({value}))))
