"""The source of a distribution, unpacked into a folder: from a wheel, an sdist, what is installed, or a folder."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.derive import archives, installed
from flake8_fakeasync.derive.errors import DeriveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.derive.archives import Files

_ARCHIVES = (".whl", ".zip", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_NO_LIBRARY = frozenset(
    {"benchmarks", "build", "dist", "docs", "doc", "examples", "samples", "scripts", "test", "tests"}
)
_SCRIPTS = frozenset({"conftest.py", "noxfile.py", "setup.py", "tasks.py"})
_METADATA = ("METADATA", "PKG-INFO")


class Package(NamedTuple):
    """A distribution whose Python files lie in `folder`, by the names that they are imported by."""

    name: str
    version: str
    folder: Path

    def modules(self) -> Iterator[tuple[str, Path]]:
        """Yield the modules of the distribution with their dotted names, sorted; tests and scripts are none."""
        for path in sorted(self.folder.rglob("*.py")):
            parts = path.relative_to(self.folder).with_suffix("").parts
            if not _NO_LIBRARY.isdisjoint(parts) or parts[-1] in {"__main__", "conftest"}:
                continue
            named = parts[:-1] if parts[-1] == "__init__" else parts
            if named and all(part.isidentifier() for part in named):
                yield ".".join(named), path


@contextmanager
def opened(wanted: str, python: str = "") -> Iterator[Package]:
    """Unpack a distribution for as long as the context lasts.

    `wanted` is a path, or the name of a distribution that is installed where we run, or in the environment `python`;
    `name==1.2` asks for that version. Raises a DeriveError where there is no such thing or it cannot be read.
    """
    path = Path(wanted)
    if not wanted.strip():
        raise DeriveError(wanted, "is no name of a distribution")
    if path.is_dir():
        files = archives.of_folder(path)
    elif path.is_file() and path.name.endswith(_ARCHIVES):
        files = archives.of_archive(path)
    elif path.is_file() or "/" in wanted or wanted.endswith(_ARCHIVES):
        reason = "is neither a wheel nor an sdist" if path.is_file() else "does not exist"
        raise DeriveError(wanted, reason)
    else:
        files = installed.files(wanted, python)
    target = Path(tempfile.mkdtemp(prefix="fakeasync-"))
    try:
        yield _unpacked(wanted, files, target)
    finally:
        shutil.rmtree(target, ignore_errors=True)


def _unpacked(wanted: str, files: Files, target: Path) -> Package:
    """Write the modules of a distribution below a folder."""
    metadata, sources = "", dict[PurePosixPath, bytes]()
    for place, content in files:
        if place.name in _METADATA and len(place.parts) <= 2:  # noqa: PLR2004  (its own, not that of a copy within)
            metadata = metadata or content.decode("utf-8", "replace")
        elif place.suffix == ".py":
            sources[place] = content
    above = _above(sources)
    (target / "setup.cfg").touch()  # imports are looked up no further
    count = 0
    for place, content in sources.items():
        inside = place.relative_to(above) if place.is_relative_to(above) else None
        if inside is None or (len(inside.parts) == 1 and inside.name in _SCRIPTS):
            continue
        path = target.joinpath(*inside.parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        count += 1
    if not count:
        raise DeriveError(wanted, "has no Python files")
    said = dict(line.split(": ", 1) for line in metadata.partition("\n\n")[0].splitlines() if ": " in line)
    name = said.get("Name", "").strip() or Path(wanted).resolve().name.partition("-")[0]
    return Package(name, said.get("Version", "").strip(), target)


def _above(sources: dict[PurePosixPath, bytes]) -> PurePosixPath:
    """Return the folder that holds the packages: an sdist has them below its own name, perhaps in `src`."""
    tops = {place.parts[0] for place in sources}
    above = PurePosixPath()
    if len(tops) == 1:
        top = PurePosixPath(*tops)
        is_package = top.suffix == ".py" or top / "__init__.py" in sources
        if not is_package and (top / "setup.py" in sources or "-" in top.name):
            above = top
    if any(place.is_relative_to(above / "src") for place in sources):
        above /= "src"
    return above
