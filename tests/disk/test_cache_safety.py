"""What somebody else left in the folder of a cache is nothing: it crashes nothing, forges nothing, costs nothing."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from disk.forged import forge, parts_of
from flake8_fakeasync import report
from flake8_fakeasync.disk import store, sweep
from flake8_fakeasync.disk.answers import checked as checked_answer
from flake8_fakeasync.disk.store import DiskCache
from runs import checked, entries

if TYPE_CHECKING:
    from collections.abc import Callable

_APP = "import low\nasync def main():\n    low.fetch()\n"
_ESCAPE = "\x1b[31m\n::error file=a.py::"
needs_modes = pytest.mark.skipif(os.name != "posix", reason="files have no modes")


def silenced(parts: list[bytes]) -> list[bytes]:
    """Return an answer that says nothing; other entries as they are."""
    found = json.loads(parts[0])
    if len(parts) != 4 or not isinstance(found[0], str):
        return parts
    assert found[1]
    return [json.dumps([found[0], []]).encode(), *parts[1:]]


@pytest.mark.parametrize("secret", [b"", b"0" * 32])
def test_forged(project: list[str], secret: bytes) -> None:
    """An entry that somebody made without the secret is none, right as it may be otherwise."""
    for path, parts in parts_of(Path("kept")):
        forge(path, silenced(parts), secret)
    assert checked("app.py") == project
    for path, parts in parts_of(Path("kept")):  # the test is able to fail
        forge(path, silenced(parts), Path("kept/key").read_bytes())
    assert checked("app.py") == []


def test_committed_by_a_stranger(project: list[str]) -> None:
    """A folder without a secret is empty, whatever is in it; it gets a secret of its own."""
    for path, parts in parts_of(Path("kept")):
        forge(path, silenced(parts), Path("kept/key").read_bytes())
    Path("kept/key").unlink()
    assert checked("app.py") == project
    assert stat.S_IMODE(Path("kept/key").stat().st_mode) == 0o600 or os.name != "posix"
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 or os.name != "posix" for path in entries()[:1])


def _readable(key: Path) -> None:
    key.chmod(0o644)


def _short(key: Path) -> None:
    key.write_bytes(b"short")


def _linked(key: Path) -> None:
    key.rename("elsewhere")
    key.symlink_to(Path("elsewhere").absolute())


def _pipe(key: Path) -> None:
    key.unlink()
    os.mkfifo(key)


@needs_modes
@pytest.mark.parametrize("spoil", [_readable, _short, _linked, _pipe])
def test_secret_of_somebody_else(
    project: list[str], caplog: pytest.LogCaptureFixture, spoil: Callable[[Path], None]
) -> None:
    """A secret that others may know, or that is none, keeps us from reading and writing; the log says why."""
    for path, parts in parts_of(Path("kept")):
        forge(path, silenced(parts), Path("kept/key").read_bytes())
    spoil(Path("kept/key"))
    before = {path: path.read_bytes() for path in entries()}
    assert checked("app.py") == project
    assert {path: path.read_bytes() for path in entries()} == before
    assert len([one for one in caplog.records if "no cache is kept" in one.getMessage()]) == 1


@needs_modes
def test_links(project: list[str]) -> None:
    """No link is followed: entries are read from no other file, and none is overwritten."""
    Path("precious").write_text("precious", encoding="utf-8")
    for path in entries():
        path.rename(f"{path.name}.away")
        path.symlink_to(Path("precious").absolute())
    assert checked("app.py") == project
    assert Path("precious").read_text(encoding="utf-8") == "precious"
    assert len([path for path in entries() if not path.is_symlink()]) >= len(["app.py", "its facts", "those of low.py"])


@needs_modes
def test_pipes(project: list[str]) -> None:
    """A pipe in the place of an entry does not keep us waiting."""
    for path in entries():
        path.unlink()
        os.mkfifo(path)
    assert checked("app.py") == project


def test_bomb(tmp_path: Path) -> None:
    """An entry that asks for more memory than any of ours is none."""
    kept = DiskCache(str(tmp_path))
    kept.write("name", [b"\0" * store._MOST_BYTES])  # noqa: SLF001
    assert entries_in(tmp_path)[0].stat().st_size < 1_000_000
    assert kept.read("name") is None


def entries_in(folder: Path) -> list[Path]:
    """Return the entries in a folder."""
    return [Path(entry.path) for entry in sweep.entries(str(folder))]


def test_message_of_one_line() -> None:
    """Whatever a message is made of, it is one line that no terminal or CI obeys."""
    fields = {"culprit": f"requests.get{_ESCAPE}", "qualname": "", "subject": "main()", "advice": "x", "link": "y"}
    answer = checked_answer([[1, 0, 1, 4], "JAM101", list(fields.items()), [], [], ""])
    assert answer is not None
    (found,) = report._restored("app.py", [answer]) or []  # noqa: SLF001
    assert found.message.isprintable()
    assert r"\x1b[31m\n::error" in found.message


def test_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond its size, what was used longest ago goes; what a crashed writer left goes as well."""
    kept = DiskCache(str(tmp_path))
    for number in range(20):
        kept.write(f"name {number}", [os.urandom(50_000)])
        os.utime(tmp_path / store.digest(f"name {number}".encode()).hex(), (number, number))
    left = tmp_path / f"{'0' * 32}.{'1' * 16}.new"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    assert kept.read("name 3") is not None  # is used again
    monkeypatch.setattr(sweep, "MOST_BYTES", 500_000)
    sweep.sweep(str(tmp_path))
    assert {number for number in range(20) if kept.read(f"name {number}")} == {3, *range(12, 20)}
    assert not left.exists()
    assert sum(entry.size for entry in sweep.entries(str(tmp_path))) <= 500_000
