"""What an entry of a cache is valid for: one Python, and one state of the code and data of this package."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import TYPE_CHECKING

from flake8_fakeasync.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def version() -> bytes:
    """Return a fingerprint of this Python, how it writes numbers, and this package."""
    return repr(
        (__version__, sys.version, sys.byteorder, fingerprint(os.path.dirname(os.path.dirname(__file__))))
    ).encode()


def fingerprint(package: str) -> list[bytes] | list[tuple[str, int]]:
    """Return what tells the code and data of a package apart.

    The hashes that it was installed with, or else the sizes of its files: a checkout may be edited.
    """
    name = os.path.basename(package)
    record = os.path.join(f"{package}-{__version__}.dist-info", "RECORD")
    try:
        with open(record, "rb") as file:
            lines = file.read().splitlines()
    except OSError:
        lines = []
    own = sorted(line for line in lines if line.startswith(f"{name}/".encode()) and b".pyc," not in line)
    return own or sorted(_sizes(package))


def _sizes(package: str) -> Iterator[tuple[str, int]]:
    for folder, _, files in os.walk(package):
        for name in files:
            if name.endswith((".py", ".toml")):
                yield name, os.path.getsize(os.path.join(folder, name))
