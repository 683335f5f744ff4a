"""What is kept between runs changes no result, whatever has become of it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync import __version__
from flake8_fakeasync.analysis.ids import numbered
from flake8_fakeasync.analysis.project import cache
from flake8_fakeasync.analysis.syntax.packing import pack, unpack
from flake8_fakeasync.analysis.syntax.walker import walk
from flake8_fakeasync.disk import fingerprint, store
from flake8_fakeasync.disk.results import Results
from flake8_fakeasync.disk.store import DiskCache
from runs import NOTES, checked, entries

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.syntax.facts import ModuleFacts

_ONE = "src/shop/users.py"


@pytest.fixture(autouse=True)
def _judged_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no answer be recalled: these tests are about what answers are made of."""
    monkeypatch.setattr(Results, "recall", lambda *_: None)
    monkeypatch.setattr(Results, "keep", lambda *_: None)


def no_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let facts come from nowhere but from what is kept."""

    def walked(*_: object, **__: object) -> ModuleFacts:
        pytest.fail("a module was walked")

    monkeypatch.setattr(cache, "walk", walked)


def test_second_run(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first run keeps the facts of all modules that it looks into, the next one walks none of them."""
    expected = checked(".", cache="")
    assert expected
    assert not (shop / "kept").exists()
    assert checked(".") == expected
    assert {path.name for path in (shop / "kept").iterdir()} >= NOTES
    before = {path: path.stat().st_mtime_ns for path in entries()}
    no_walk(monkeypatch)
    assert checked(".") == expected
    assert {path: path.stat().st_mtime_ns for path in entries()} == before


def test_one_file_edited(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that has changed is seen as it is; its entry is replaced, the others hold."""
    checked(".")
    number = len(entries())
    text = (shop / _ONE).read_text(encoding="utf-8")
    (shop / _ONE).write_text(text.replace("async def login", "\nasync def login"), encoding="utf-8")
    edited = checked(_ONE)
    assert edited == checked(_ONE, cache="")
    assert [line.partition(":")[2] for line in edited] != []
    assert len(entries()) == number
    no_walk(monkeypatch)
    assert checked(_ONE) == edited


def test_moved_along(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project may be checked out elsewhere with what was kept in it."""
    expected = checked(".")
    moved = shop.with_name("elsewhere")
    shop.rename(moved)
    monkeypatch.chdir(moved)
    no_walk(monkeypatch)
    assert checked(".") == expected


def test_another_name(shop: Path) -> None:
    """Facts hold for the name of a module as well: relative imports start from it."""
    checked(".")
    (shop / "src" / "shop" / "__init__.py").unlink()
    assert checked(".") == checked(".", cache="")


def _nothing(path: Path) -> None:
    path.write_bytes(b"")


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def _longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def _foreign(path: Path) -> None:
    path.write_bytes(b"#!/bin/sh\nexit 1\n" * 9)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [_nothing, _half, _flipped, _longer, _foreign, _folder])
def test_spoilt(shop: Path, spoil: object) -> None:
    """What is not an entry of ours is none."""
    assert callable(spoil)
    expected = checked(".")
    for path in entries():
        spoil(path)
    assert checked(".") == expected
    assert not list((shop / "kept").glob("*.*.*")), "a temporary file was left"


@pytest.mark.usefixtures("shop")
def test_other_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version of ours has kept is no entry."""
    expected = checked(_ONE)
    before = [path.read_bytes() for path in entries()]
    monkeypatch.setattr(store, "version", lambda: b"another")
    assert checked(_ONE) == expected
    assert [path.read_bytes() for path in entries()] != before


def test_fingerprint(tmp_path: Path) -> None:
    """An installed package is told by its hashes, a checkout by the sizes of its files; compiled files do not count."""
    package = tmp_path / "flake8_fakeasync"
    package.mkdir()
    (package / "a.py").write_text("1", encoding="utf-8")
    assert fingerprint.fingerprint(str(package)) == [("a.py", 1)]
    record = tmp_path / f"flake8_fakeasync-{__version__}.dist-info" / "RECORD"
    record.parent.mkdir()
    record.write_text("../bin/fakeasync,sha256=c,9\n", encoding="utf-8")  # an editable install
    assert fingerprint.fingerprint(str(package)) == [("a.py", 1)]
    line = "flake8_fakeasync/a.py,sha256=b,1"
    record.write_text(f"flake8_fakeasync/__pycache__/a.cpython-311.pyc,,\n{line}\n", encoding="utf-8")
    assert fingerprint.fingerprint(str(package)) == [line.encode()]


@pytest.mark.usefixtures("shop")
def test_nowhere_to_keep(caplog: pytest.LogCaptureFixture) -> None:
    """A folder that cannot be made costs the run nothing but one warning."""
    Path("file").touch()
    assert checked(".", cache="file/kept") == checked(".", cache="")
    about = [record.getMessage() for record in caplog.records if "no cache is kept" in record.getMessage()]
    assert len(about) == 1
    assert "file/kept" in about[0]


@pytest.mark.usefixtures("shop")
def test_many_at_once() -> None:
    """Several runs, each of several jobs, write the same entries at the same time."""
    command = (sys.executable, "-m", "flake8", "--isolated", "--select=JAM", "-j2", "--fakeasync-cache=kept", "src")
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    said = [run.communicate() for run in runs]
    assert {error for _, error in said} == {""}
    assert len({tuple(sorted(out.splitlines())) for out, _ in said}) == 1
    assert all(len(path.name.partition(".")[2]) == 0 for path in entries()), "a temporary file was left"


def test_kept_for_its_content(tmp_path: Path) -> None:
    """A thing is returned for the content it was kept for, under its name, in full."""
    kept = DiskCache(str(tmp_path / "kept"))
    parts = [b"", b"\0" * 9, bytes(range(256))]
    kept.write("name", parts, "content")
    assert kept.read("name", "content") == parts
    assert kept.read("name", "other") is None
    assert kept.read("other", "content") is None
    assert DiskCache(str(tmp_path / "kept")).read("name", "content") == parts
    assert DiskCache("").read("name", "content") is None


def test_packed_facts() -> None:
    """Facts come out as they went in: for our own code, row by row, in any order."""
    for path in sorted(Path(cache.__file__).parent.glob("*.py")):
        text = path.read_text(encoding="utf-8") + "\nA, B, C = b'\\xff', 1.5, '\\udc80'\nclass D:\n    e = None"
        facts = walk(ast.parse(text), name=f"a.{path.stem}", path=str(path))
        again = unpack(pack(facts) or [], str(path))
        assert again is not None
        numbers = [number for number, _ in numbered(facts.exprs)]
        assert [again.exprs[number] for number in reversed(numbers)] == list(reversed(list(facts.exprs)))
        assert [type(row) for row in again.exprs] == [type(row) for row in facts.exprs]
        assert again.exprs[3:7] == facts.exprs[3:7]
        for table in ("regions", "scopes", "uses", "stores", "handlers", "imports"):
            assert list(getattr(again, table)) == list(getattr(facts, table)), table
        for field in ("name", "path", "is_package", "names", "stars", "element_writes", "kinds", "operations"):
            assert getattr(again, field) == getattr(facts, field), field
