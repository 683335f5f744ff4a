"""Derive the catalog files of pinned distributions: `python tools/derive_catalog.py [NAME…]`, for `make catalog`.

The pins are in `tools/derived.toml`. A file whose entries are what they were keeps its date.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

from flake8_fakeasync.catalog import sources
from flake8_fakeasync.catalog.sources import CONTENTS, DATA
from flake8_fakeasync.cli.commands.catalog import derived

PINS = Path(__file__).parent / "derived.toml"
FOLDER = DATA / "derived"


def main(names: list[str]) -> int:
    """Derive all, or those with these names; return 1 if one of them is not pinned."""
    pins = dict(pin.split("==", 1) for pin in tomllib.loads(PINS.read_text(encoding="utf-8"))["distributions"])
    unknown = sorted(set(names) - pins.keys())
    if unknown:
        print(f"not in {PINS.name}: {', '.join(unknown)}", file=sys.stderr)
        return 1
    wheels = Path("build") / "derived"
    wheels.mkdir(parents=True, exist_ok=True)
    for name in names or sorted(pins):
        text = derived(str(wheel(name, pins[name], wheels)))[1]
        path = FOLDER / f"{name}.toml"
        if not path.exists() or _dateless(path.read_text(encoding="utf-8")) != _dateless(text):
            path.write_text(text, encoding="utf-8")
            print(path.name)
    for path in FOLDER.glob("*.toml"):
        if path.stem not in pins:
            path.unlink()
    CONTENTS.write_text(contents(), encoding="utf-8")
    return 0


@cache
def contents() -> str:
    """Return what each catalog file speaks of, a line each: what is read instead of all files."""
    lines = (f"{json.dumps(name)}: {json.dumps(said)}" for name, said in sources.contents().items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def wheel(name: str, version: str, folder: Path) -> Path:
    """Return the wheel of a release, downloaded if need be; nothing of it is installed."""
    found = _downloaded(name, version, folder)
    if not found:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        subprocess.run([*command, "--dest", str(folder), f"{name}=={version}"], check=True)
        found = _downloaded(name, version, folder)
    return found[0]


def _downloaded(name: str, version: str, folder: Path) -> list[Path]:
    parts = ((path, path.name.split("-")) for path in folder.glob("*.whl"))
    return [path for path, part in parts if (_normal(part[0]), part[1]) == (_normal(name), version)]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _dateless(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("derived = ")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
