"""What projects call the async counterparts of their own functions."""

from __future__ import annotations

from functools import cache

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "own_twins.toml"


def own_twins(name: str) -> list[str]:
    """Return the names that the async counterpart of a function may have; underscores in front stay there."""
    bare = name.lstrip("_")
    return [name.removesuffix(bare) + template.format(name=bare) for template in _templates()]


@cache
def _templates() -> tuple[str, ...]:
    names: list[str] = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))["names"]
    return tuple(names)
