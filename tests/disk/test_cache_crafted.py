"""Entries of any shape with a right MAC crash nothing, and what they say of others is not shown."""

from __future__ import annotations

import json
import random
from dataclasses import fields
from pathlib import Path

import pytest

from disk.forged import forge, parts_of
from flake8_fakeasync import Settings, report
from flake8_fakeasync.analysis.syntax.packing import unpack
from flake8_fakeasync.disk.reader import Disk
from flake8_fakeasync.disk.results import Results
from runs import checked, entries

_APP = "import low\nasync def main():\n    low.fetch()\n"


_LEAVES: tuple[object, ...] = (
    None,
    True,
    -1,
    0,
    7,
    2**31,
    2**63,
    1e308,
    "",
    "JAM101",
    "\0",
    "\x1b[31m\n::error::",
    "\udc80",
    [],
    {},
)


_BYTES = (b"", b"\0", b"[" * 100_000, b"1" * 5_000, b"\xff" * 40, b"NaN", b'{"a":' * 2_000, b"[1]")


def mutated(thing: object, rnd: random.Random) -> object:
    """Return a JSON value with one thing in it changed."""
    if isinstance(thing, list) and thing and rnd.random() < 0.9:
        place = rnd.randrange(len(thing))
        if rnd.random() < 0.1:
            return thing[:place] + thing[place + 1 :] if rnd.random() < 0.5 else [*thing, thing[place]]
        return [*thing[:place], mutated(thing[place], rnd), *thing[place + 1 :]]
    if isinstance(thing, dict) and thing and rnd.random() < 0.9:
        key = rnd.choice(sorted(thing))
        return {**thing, key: mutated(thing[key], rnd)}
    return rnd.choice(_LEAVES)


def crafted(parts: list[bytes], rnd: random.Random) -> list[bytes]:
    """Return parts of which one is changed, dropped or replaced."""
    place = rnd.randrange(len(parts))
    match rnd.randrange(5):
        case 0:
            return parts[:place] + parts[place + 1 :]
        case 1:
            new = rnd.choice(_BYTES)
        case 2:
            new = bytes(byte ^ (rnd.random() < 0.02) for byte in parts[place])
        case _:
            try:
                new = json.dumps(mutated(json.loads(parts[place]), rnd)).encode()
            except ValueError:
                new = rnd.randbytes(40)
    return [*parts[:place], new, *parts[place + 1 :]]


def look_at(parts: list[bytes]) -> None:
    """Read an entry as if it were of each kind, in full."""
    facts = unpack(parts, "app.py")
    if facts is None:
        return
    for field in fields(facts):
        try:
            getattr(facts, field.name)
        except (ValueError, TypeError, LookupError, AttributeError):  # which `report` takes for a spoilt cache
            continue


@pytest.mark.parametrize("count", [300, pytest.param(5_000, marks=pytest.mark.slow)])
@pytest.mark.usefixtures("project")
def test_crafted(count: int) -> None:
    """Entries of any shape, even with a right MAC, are read without a crash; answers are ours or nothing."""
    rnd = random.Random(5)  # noqa: S311
    secret = Path("kept/key").read_bytes()
    every = list(parts_of(Path("kept")))
    whole = {path: path.read_bytes() for path, _ in every}
    settings = Settings(disable=("ALL",), enable=("JAM10",), cache=str(Path("kept").absolute()))
    recalled = 0
    for number in range(count):
        path, parts = every[number % len(every)]
        new = crafted(parts, rnd)
        forge(path, new, secret)
        look_at(new)
        found = Results(settings.cache, Disk()).recall(str(Path("app.py").absolute()), _APP, settings)
        for one in report._restored("app.py", found or []) or []:  # noqa: SLF001
            recalled += 1
            assert one.message.isprintable()
            assert one.rule.code.startswith("JAM")
        path.write_bytes(whole[path])
    assert recalled > count // 2


@pytest.mark.parametrize("count", [20, pytest.param(500, marks=pytest.mark.slow)])
def test_crafted_runs(project: list[str], count: int) -> None:
    """A run over crafted facts with a right MAC has no failure of ours; what it cannot use it works out itself."""
    rnd = random.Random(6)  # noqa: S311
    secret = Path("kept/key").read_bytes()
    every = [(path, parts) for path, parts in parts_of(Path("kept")) if len(parts) != 3]
    whole = {path: path.read_bytes() for path in entries()}
    for number in range(count):
        path, parts = every[number % len(every)]
        forge(path, crafted(parts, rnd), secret)
        for answer, others in parts_of(Path("kept")):
            if len(others) == 3:
                answer.unlink()
        assert all("JAM000" not in line for line in checked("app.py"))
        for name, data in whole.items():
            name.write_bytes(data)
    assert checked("app.py") == project
