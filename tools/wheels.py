"""Pinned wheels from a package index: code of others to try ourselves on."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from email import message_from_string
from pathlib import Path
from typing import Any, NamedTuple

LIST = Path(__file__).parent.parent / "tests" / "corpus" / "wheels.toml"
_NEWEST = "3.13"  # the Python that all of the wheels are made for; nothing of them is run


class Pin(NamedTuple):
    """A project and its version, as pip spells it."""

    text: str

    @property
    def folder(self) -> str:
        """The name of the folder that holds the unpacked wheel."""
        return self.text.replace("==", "-")

    @property
    def project(self) -> str:
        """The name of the project."""
        return self.text.partition("==")[0]


class Corpus(NamedTuple):
    """Files that are measured together."""

    name: str
    files: tuple[Path, ...]


def default_cache() -> Path:
    """Return the folder that wheels are kept in unless another is asked for."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "flake8-fakeasync-wheels"


def counted() -> list[Pin]:
    """Return the wheels whose reports are counted."""
    return [Pin(text) for text in _read()["corpus"]["wheels"]]


def backends() -> list[Pin]:
    """Return the wheels whose requirements the catalog is compared with."""
    return [Pin(text) for text in _read()["backends"]["wheels"]]


def required(pin: Pin, cache: Path) -> list[str]:
    """Return what a wheel requires, extras included, as its metadata spells it."""
    metadata = next(unpacked(pin, cache).glob("*.dist-info/METADATA"))
    return message_from_string(metadata.read_text(encoding="utf-8")).get_all("Requires-Dist", [])


def measured(cache: Path) -> list[Corpus]:
    """Return what is measured: the wheels by kind, and the standard library."""
    parts = _read()["parts"]
    found = []
    for name, pins in _read()["bench"].items():
        files = [file for pin in map(Pin, pins) for file in python_files(unpacked(pin, cache), parts.get(pin.project))]
        found.append(Corpus(name, tuple(files)))
    return [*found, Corpus("standard library", tuple(standard_library()))]


def require_python() -> None:
    """End the program where the code of the wheels could not even be parsed."""
    if sys.version_info < (3, 12):
        sys.exit("some of the wheels are written for Python 3.12 and newer: run this by one of them, make PYTHON=...")


def python_files(folder: Path, pattern: str | None = None) -> list[Path]:
    """Return the Python files in a folder, in a fixed order."""
    return sorted(folder.glob(pattern or "**/*.py"))


def standard_library(*, tests: bool = False) -> list[Path]:
    """Return the files of the standard library, those of its own tests only if asked for."""
    home = Path(os.__file__).parent
    files = (file for file in home.rglob("*.py") if "site-packages" not in file.parts)
    return sorted(file for file in files if tests or not {"test", "tests", "idle_test"} & {*file.parts})


def unpacked(pin: Pin, cache: Path) -> Path:
    """Return the folder with the Python files and the metadata of a wheel, which is downloaded once."""
    folder = cache / pin.folder
    if not folder.exists():
        print(f"downloading {pin.text}", file=sys.stderr)
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            _extract(_downloaded(pin, Path(scratch)), Path(scratch) / "files")
            (Path(scratch) / "files").rename(folder)
    return folder


def _downloaded(pin: Pin, folder: Path) -> Path:
    """Return the wheel; nothing is built and nothing is run."""
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")
    only = ("--only-binary=:all:", "--ignore-requires-python", f"--python-version={_NEWEST}")
    subprocess.run([*pip, *only, "--dest", folder, pin.text], check=True)
    return next(folder.glob("*.whl"))


def _extract(wheel: Path, folder: Path) -> None:
    """Unpack the Python files and the metadata."""
    folder.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if name.endswith((".py", "/METADATA"))])


def _read() -> dict[str, Any]:
    """Return the list of wheels."""
    return tomllib.loads(LIST.read_text(encoding="utf-8"))
