"""What somebody else left in the folder of a cache is nothing: it crashes nothing, forges nothing, costs nothing."""

from __future__ import annotations

import json
import os
import random
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync import Settings, report
from flake8_fakeasync.analysis.syntax.packing import unpack
from flake8_fakeasync.disk import store, sweep
from flake8_fakeasync.disk.answers import checked as checked_answer
from flake8_fakeasync.disk.reader import Disk
from flake8_fakeasync.disk.results import Results
from flake8_fakeasync.disk.store import DiskCache
from runs import checked, entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_APP = "import low\nasync def main():\n    low.fetch()\n"
_LOW = "import requests\ndef fetch():\n    requests.get('')\n"
_ESCAPE = "\x1b[31m\n::error file=a.py::"
needs_modes = pytest.mark.skipif(os.name != "posix", reason="files have no modes")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand in a project of two files, with its cache; return what is reported there."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("pyproject.toml", ""), ("app.py", _APP), ("low.py", _LOW)):
        Path(name).write_text(text, encoding="utf-8")
    found = checked("app.py")
    assert len(found) == 1
    return found


def parts_of(kept: Path) -> Iterator[tuple[Path, list[bytes]]]:
    """Yield each entry with its parts."""
    for path in entries():
        yield path, store._parts(path.read_bytes()[2 * store.MARK :]) or []  # noqa: SLF001
    assert kept.is_dir()


def forge(path: Path, parts: list[bytes], secret: bytes) -> None:
    """Put other parts into an entry, with the MAC that this secret makes."""
    key, packed = path.read_bytes()[: store.MARK], store._packed(parts)  # noqa: SLF001
    mac = store.digest(bytes.fromhex(path.name), key, packed, secret=secret)
    path.write_bytes(key + mac + packed)


def silenced(parts: list[bytes]) -> list[bytes]:
    """Return an answer that says nothing; other entries as they are."""
    found = json.loads(parts[0])
    if len(parts) != 3 or not isinstance(found[0], str):
        return parts
    assert found[2]
    return [json.dumps([*found[:2], []]).encode(), *parts[1:]]


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
    for table in (facts.exprs, facts.scopes, facts.regions, facts.uses, facts.stores, facts.handlers, facts.imports):
        try:
            list(table)
        except (ValueError, TypeError, LookupError, AttributeError):  # which `report` takes for a spoilt cache
            return


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
