"""`fakeasync catalog`: describes libraries, from their source, and checks such descriptions."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync.catalog.model import CatalogError
from flake8_fakeasync.catalog.schema import check_file
from flake8_fakeasync.catalog.sources import parse
from flake8_fakeasync.cli import output
from flake8_fakeasync.cli.errors import CommandError
from flake8_fakeasync.derive import existence, installed
from flake8_fakeasync.derive.changes import changes
from flake8_fakeasync.derive.derive import derive
from flake8_fakeasync.derive.errors import DeriveError
from flake8_fakeasync.derive.packages import opened
from flake8_fakeasync.derive.render import Origin, render

if TYPE_CHECKING:
    import argparse
    from typing import Any

    from flake8_fakeasync.derive.entries import Derived

HELP = "describe libraries in catalog files"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, and with what."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    deriving = actions.add_parser("derive", help="write the catalog file of a library, from its source")
    deriving.add_argument(
        "packages",
        nargs="+",
        metavar="PACKAGE",
        help="a wheel, an sdist, a folder, or the name of an installed distribution",
    )
    deriving.add_argument("--output", metavar="PATH", help="write there: a file, or a folder for one file each")
    deriving.add_argument("--check", metavar="FILE", help="print what has changed since this file was written instead")
    checking = actions.add_parser("check", help="list names in a catalog file that the installed library does not have")
    checking.add_argument("files", nargs="+", metavar="FILE")
    for each in (deriving, checking):
        each.add_argument(
            "--python", default="", metavar="VENV", help="the virtual environment in which it is installed"
        )


def run(chosen: argparse.Namespace) -> int:
    """Do it; where files are checked, return 1 if there is something to say."""
    try:
        if chosen.action == "check":
            return max([_check(Path(file), chosen.python) for file in chosen.files])
        if chosen.check is not None:
            return _compare(chosen)
        return _derive(chosen)
    except (DeriveError, CatalogError) as error:
        raise CommandError(str(error)) from error


def _derive(chosen: argparse.Namespace) -> int:
    folder = Path(chosen.output) if chosen.output and Path(chosen.output).is_dir() else None
    if len(chosen.packages) > 1 and folder is None:
        message = "several packages need --output with a folder: each has a file of its own"
        raise CommandError(message)
    for package in chosen.packages:
        name, text, missing = derived(package, chosen.python)
        if missing:
            print(f"fakeasync: {name}: {missing}", file=sys.stderr)
        output.write([text], str(folder / f"{name}.toml") if folder is not None else chosen.output)
    return 0


def derived(wanted: str, python: str = "", date: str = "") -> tuple[str, str, str]:
    """Return the name of a distribution, the text of its catalog file, and what it lacks or ""."""
    with opened(wanted, python) as package:
        found = derive(package)
        for dotted in found.unread:
            print(f"fakeasync: {package.name}: {dotted} cannot be parsed and is left out", file=sys.stderr)
        named = f"{found.name}=={found.version}" if found.version else wanted
        origin = Origin(date or _today(), f"fakeasync catalog derive {named}", package.folder)
        text = "".join(f"{line}\n" for line in render(found, origin))
    return found.name, text, _missing(found)


def _missing(found: Derived) -> str:
    if not found.public:
        return "it has no public names"
    is_empty = not found.functions and not found.classes
    return "no public function is known to block whenever it is called" if is_empty else ""


def _compare(chosen: argparse.Namespace) -> int:
    if len(chosen.packages) > 1:
        message = "--check compares one package with one file"
        raise CommandError(message)
    before = _read(Path(chosen.check))
    name, text, _ = derived(chosen.packages[0], chosen.python)
    found = changes(before, parse(name, text))
    for line in found:
        print(line)
    return int(bool(found))


def _check(path: Path, python: str) -> int:
    data = _read(path)
    found: list[str] = []
    for root in data["roots"]:
        with opened(installed.providing(root, python), python) as package:
            found += existence.missing(data, package, root)
    for line in dict.fromkeys(found):
        print(f"{path}: {line}")
    return int(bool(found))


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read '{path}': {getattr(error, 'strerror', None) or error}"
        raise CommandError(message) from error
    data = parse(path.name, text)
    check_file(path.name, data)
    return data


def _today() -> str:
    return dt.datetime.now(tz=dt.UTC).date().isoformat()
