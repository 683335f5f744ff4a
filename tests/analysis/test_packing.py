"""Facts as a cache keeps them: what cannot be kept is not, and what was damaged is nothing."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync.analysis.ids import numbered
from flake8_fakeasync.analysis.syntax.packing import PackingError, pack, unpack
from flake8_fakeasync.analysis.syntax.walker import walk

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.syntax.facts import ModuleFacts


def packed(text: str) -> tuple[ModuleFacts, list[bytes]]:
    """Return the facts of a text, and as they are kept."""
    facts = walk(ast.parse(text), name="m", path="m.py")
    found = pack(facts)
    assert found is not None
    return facts, found


def test_rows_in_any_order() -> None:
    """A row is the same whether it is asked for by its number, once more, in a slice or in turn."""
    facts, kept = packed("\n".join(f"a{number}.b(c)" for number in range(300)))
    again = unpack(kept, "m.py")
    assert again is not None
    numbers = [number for number, _ in numbered(facts.exprs)]
    assert [again.exprs[number] for number in reversed(numbers)] == list(facts.exprs)[::-1]
    assert [again.exprs[number] for number in numbers] == list(again.exprs) == list(facts.exprs)
    assert again.exprs[3:500:7] == facts.exprs[3:500:7]
    assert len(again.exprs) == len(facts.exprs)


def test_number_too_long_for_json() -> None:
    """A number of thousands of digits is a fact that is not kept."""
    assert pack(walk(ast.parse(f"a = 0x{'f' * 9000}"))) is None


@pytest.mark.parametrize("damage", [b"", b"null", b"[]", b"[1, 2, 3, 4]", b"\xff", b'[["m"], [], [], []]'])
def test_damaged(damage: bytes) -> None:
    """What is no head of a table is nothing."""
    _, kept = packed("a = 1")
    assert unpack([damage, *kept[1:]], "m.py") is None


def test_block_too_many() -> None:
    """So is what has more or fewer blocks than its head says."""
    _, kept = packed("a = 1")
    assert unpack([*kept, b"[]"], "m.py") is None


def test_damaged_block() -> None:
    """A block is looked at when its rows are: damage is an error that the reader of the cache knows."""
    facts, kept = packed("a = 1")
    again = unpack([kept[0], b"[]", *kept[2:]], "m.py")
    assert again is not None
    with pytest.raises(PackingError):
        again.exprs[next(number for number, _ in numbered(facts.exprs))]
