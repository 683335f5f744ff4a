"""Presets: what a community stops on its event loop, and what it wants instead."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.catalog.keys import EFFECTS
from flake8_fakeasync.catalog.sources import DATA, parse

if TYPE_CHECKING:
    from pathlib import Path


class Preset(NamedTuple):
    """The choices of a preset.

    `enable` are the rules that it switches on, which then speak of `only` these APIs, named as messages name them.
    `trusted` are offloaders that it wants used, `client` is what it wants in place of blocking HTTP, `page` says so.
    """

    name: str
    page: str
    enable: tuple[str, ...]
    only: frozenset[str]
    trusted: frozenset[str]
    client: str
    client_library: str


def files(chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Return the catalog files of presets: what they stop, whether or not the catalog has it."""
    return tuple(str(_file(name)) for name in chosen)


@cache
def preset(name: str) -> Preset:
    """Return a preset."""
    data = parse(f"{name}.toml", _file(name).read_text(encoding="utf-8"))
    only = {each.removeprefix("builtins.") for table in data.get("function", ()) for each in table["names"]}
    for table in data.get("class", ()):
        members = (member for effect in EFFECTS for member in table.get(effect, ()))
        only.update(f"{table['names'][0]}.{member}" for member in members)
    return Preset(
        name=name,
        page=data["page"],
        enable=tuple(data.get("enable", ())),
        only=frozenset(f"{each}()" for each in only),
        trusted=frozenset(data.get("trusted", ())),
        client=data.get("client", ""),
        client_library=data.get("client_library", ""),
    )


def _file(name: str) -> Path:
    return DATA / "presets" / f"{name}.toml"
