"""Caches and files that somebody made to harm a run: what they do to it."""

from __future__ import annotations

import os
import random
import socket
import struct
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from flake8_fakeasync import Session, Settings
from flake8_fakeasync.disk import store

_FILES = {
    "pyproject.toml": "",
    "app.py": "import low\nasync def main():\n    low.fetch()\n",
    "low.py": "import requests\ndef fetch():\n    requests.get('')\n",
}
_HUGE = 1 << 40
_Change = Callable[[bytes, random.Random], bytes]


def _flipped(data: bytes, rnd: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rnd.randint(1, 8)):
        changed[rnd.randrange(len(changed))] = rnd.randrange(256)
    return bytes(changed)


def _cut(data: bytes, rnd: random.Random) -> bytes:
    return data[: rnd.randrange(len(data))]


def _longer(data: bytes, rnd: random.Random) -> bytes:
    return data + rnd.randbytes(rnd.randint(1, 4096))


def _other_length(data: bytes, rnd: random.Random) -> bytes:
    at = rnd.randrange(max(len(data) - 8, 1))
    return data[:at] + struct.pack("<Q", rnd.choice((0, _HUGE, 2**64 - 1))) + data[at + 8 :]


def _deep(data: bytes, rnd: random.Random) -> bytes:
    return store._packed([b"[" * rnd.randint(1, 200_000), data])  # noqa: SLF001  (as an entry is packed)


def _noise(data: bytes, rnd: random.Random) -> bytes:
    return rnd.randbytes(len(data))


_CHANGES: tuple[_Change, ...] = (_flipped, _cut, _longer, _other_length, _deep, _noise)


def bad_entries(count: int, rnd: random.Random) -> Iterator[str]:
    """Yield what goes wrong with so many crafted cache entries, half of them signed with the true secret."""
    with tempfile.TemporaryDirectory() as name:
        folder = _project(Path(name))
        expected = _checked(folder)
        kept = [path for path in sorted((folder / "kept").iterdir()) if len(path.name) == 2 * store.MARK]
        secret = (folder / "kept" / "key").read_bytes()
        for number in range(count):
            path = rnd.choice(kept)
            data = path.read_bytes()
            is_signed = bool(number % 2)
            path.write_bytes(_crafted(path, data, rnd, secret if is_signed else b""))
            found = _checked(folder)
            if "JAM000" in found or (found != expected and not is_signed):
                yield f"entry {number}: {found}"
            path.write_bytes(data)


def _crafted(path: Path, data: bytes, rnd: random.Random, secret: bytes) -> bytes:
    """Return an entry with other contents; without a secret with the MAC that it had."""
    key, mac, packed = data[: store.MARK], data[store.MARK : 2 * store.MARK], data[2 * store.MARK :]
    packed = rnd.choice(_CHANGES)(packed, rnd)
    if secret:
        mac = store.digest(bytes.fromhex(path.name), key, packed, secret=secret)
    return key + mac + packed


def bad_files() -> Iterator[str]:
    """Yield what goes wrong when a module, or what tells about the project, is no file that somebody wrote."""
    for name in ("low.py", "pyproject.toml", "requirements.txt"):
        for what, make in _SPECIAL.items():
            with tempfile.TemporaryDirectory() as home:
                folder = _project(Path(home))
                (folder / name).unlink(missing_ok=True)
                make(folder / name)
                if "JAM000" in _checked(folder):
                    yield f"{what} named {name}: JAM000"


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def _sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, _HUGE)


_SPECIAL: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "socket": _socket,
    "sparse file": _sparse,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "loop": lambda path: path.symlink_to(path),
    "folder": Path.mkdir,
    "dangling link": lambda path: path.symlink_to("nowhere"),
    "unreadable file": lambda path: path.touch(mode=0),
}


def _project(home: Path) -> Path:
    for name, text in _FILES.items():
        (home / name).write_text(text, encoding="utf-8")
    return home


def _checked(folder: Path) -> str:
    """Return what a new process would report."""
    store.kept.cache_clear()
    with Session(Settings(cache=str(folder / "kept"))) as session:
        return "\n".join(f"{one.rule.code} {one.line} {one.message}" for one in session.check([str(folder / "app.py")]))
