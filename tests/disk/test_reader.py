"""What a run sees of a file is one state of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.disk import reader
from flake8_fakeasync.disk.reader import Disk

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_file_that_changes_while_it_is_used(tmp_path: Path) -> None:
    """Text, stamp and snapshot are those of the file as it was read, until the disk is looked at again."""
    file = tmp_path / "a.py"
    file.write_text("a = 1\n", encoding="utf-8")
    disk = Disk()
    before = Disk().snapshot(str(file))
    assert disk.source(str(file)) == "a = 1\n"
    file.write_text("a = 1_000\n", encoding="utf-8")
    assert (disk.source(str(file)), disk.stamp(str(file)), disk.snapshot(str(file))) == ("a = 1\n", before[0], before)
    disk.invalidate()
    assert disk.source(str(file)) == "a = 1_000\n"
    assert disk.snapshot(str(file)) == Disk().snapshot(str(file)) != before


def test_more_than_there_is_room_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of files that are too large for all of them to be remembered, those read first are read again."""
    monkeypatch.setattr(reader, "_ROOM", 10)
    files = [tmp_path / name for name in ("a.py", "b.py", "c.py")]
    disk = Disk()
    for file in files:
        file.write_bytes(b"12345")
        assert disk.content(str(file)) == b"12345"
    for file in files:
        file.write_bytes(b"67890")
    assert [disk.content(str(file)) for file in reversed(files)] == [b"12345", b"12345", b"67890"]
