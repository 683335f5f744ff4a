"""Facts as a cache keeps them: what cannot be kept is not, and what was damaged is nothing."""

from __future__ import annotations

import ast
from array import array
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync.analysis.syntax.exprs import Constant
from flake8_fakeasync.analysis.syntax.packing import pack, unpack
from flake8_fakeasync.analysis.syntax.walker import walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.syntax.facts import ModuleFacts


def packed(text: str) -> tuple[ModuleFacts, list[bytes]]:
    """Return the facts of a text, and as they are kept."""
    facts = walk(ast.parse(text), name="m", path="m.py")
    found = pack(facts)
    assert found is not None
    return facts, found


def test_literals_that_are_equal() -> None:
    """Literals that Python takes for equal come back as what they were, and so do bytes and texts."""
    facts, kept = packed("a = [1, True, 1.0, b'1', '1', None, 0, False, 1e999]")
    again = unpack(kept, "m.py")
    assert again is not None
    values = [row.value for row in again.exprs if isinstance(row, Constant)]
    assert list(map(repr, values)) == ["1", "True", "1.0", "b'1'", "'1'", "None", "0", "False", "inf"]
    assert again.exprs == facts.exprs


def test_tables_are_read_once() -> None:
    """A table is the same object whenever it is asked for, in whatever order."""
    _, kept = packed("import a\na.b(c)")
    again = unpack(kept, "m.py")
    assert again is not None
    kinds = again.kinds
    assert again.exprs is again.exprs
    assert again.uses is again.uses
    assert again.kinds is kinds


def test_many_rows() -> None:
    """More rows than two bytes can count are kept as well."""
    facts, kept = packed("x = a.b\n" * 33_000)
    again = unpack(kept, "m.py")
    assert again is not None
    assert len(again.exprs) > 1 << 15
    assert again.exprs == facts.exprs


def test_number_too_long_for_json() -> None:
    """A number of thousands of digits is a fact that is not kept."""
    assert pack(walk(ast.parse(f"a = 0x{'f' * 9000}"))) is None


@pytest.mark.parametrize("damage", [b"", b"null", b"[]", b"[1, 2, 3, 4]", b"\xff", b'[["m"], [], [], []]'])
def test_damaged(damage: bytes) -> None:
    """What is no head of a table is nothing."""
    _, kept = packed("a = 1")
    assert unpack([damage, *kept[1:]], "m.py") is None


def test_part_too_many() -> None:
    """So is what has more or fewer parts than there are tables."""
    _, kept = packed("a = 1")
    assert unpack([*kept, b""], "m.py") is None
    assert unpack(kept[:-1], "m.py") is None


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda table: table[:-2], id="a number is missing"),
        pytest.param(lambda table: table + bytes(2), id="a number too many"),
        pytest.param(lambda table: table[:-1], id="half a number"),
        pytest.param(lambda _: b"", id="nothing"),
    ],
)
def test_damaged_table(damage: Callable[[bytes], bytes]) -> None:
    """A table is looked at when it is asked for: damage is an error that the reader of the cache knows."""
    _, kept = packed("a = b(1)")
    again = unpack([kept[0], *map(damage, kept[1:])], "m.py")
    assert again is not None
    for field in fields(again):
        if field.name != "path":
            with pytest.raises((ValueError, LookupError)):
                getattr(again, field.name)


def test_rows_out_of_place() -> None:
    """A row that stands in no place of its table makes it none."""
    _, kept = packed("a = b(1)")
    numbers = array(kept[1][:1].decode(), kept[1][1:])
    assert numbers[3] == 0  # behind the number of kinds, the first kind and how many rows it has: the place of one
    numbers[3] = 100
    again = unpack([kept[0], kept[1][:1] + numbers.tobytes(), *kept[2:]], "m.py")
    assert again is not None
    with pytest.raises(LookupError):
        len(again.exprs)
