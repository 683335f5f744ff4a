"""What a run found, as the output formats need it."""

from __future__ import annotations

import hashlib
import linecache
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.diagnostics import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.diagnostics import Frame, Violation

_CODE_OF_FAILURES = "JAM000"


class Root(NamedTuple):
    """What blocks in one place of the project, however many call paths lead there."""

    culprit: str
    frame: Frame

    @property
    def accepted(self) -> str:
        """The qualified name of the function that blocks, as `fakeasync-nonblocking` takes it."""
        return f"{_module(Path(self.frame.file))}.{self.frame.function}"


class Report(NamedTuple):
    """The violations in order of file and place, the number of files checked, and why others were not."""

    violations: tuple[Violation, ...]
    files: int
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what else the user should know, a line each
    quiet: tuple[Violation, ...] = ()  # what most authors would not repair

    @property
    def status(self) -> int:
        """The exit status."""
        return 1 if self.violations or self.problems else 0

    @property
    def failures(self) -> int:
        """How many files were not checked because of a defect of ours."""
        return sum(found.rule.code == _CODE_OF_FAILURES for found in self.violations)

    def reasons(self) -> list[tuple[str, int]]:
        """Return why how many violations are quiet, the reason with the most first."""
        counts = Counter(found.pedantic for found in self.quiet)
        return sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))

    def fingerprints(self) -> Iterator[tuple[Violation, str]]:
        """Yield each violation with a fingerprint that does not depend on line numbers."""
        seen: Counter[str] = Counter()
        for found in self.violations:
            fields = (relative(found.path), found.rule.code, found.fields.get("qualname", ""), found.fields["culprit"])
            key = "\0".join(fields)
            seen[key] += 1
            yield found, hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def by_root(self) -> list[tuple[Root, int]]:
        """Return the places that several violations lead to, the one with the most first."""
        roots = Counter(Root(found.fields["culprit"], found.frames[-1]) for found in self.violations if found.frames)
        return sorted(((root, count) for root, count in roots.items() if count > 1), key=_most_first)


def _most_first(counted: tuple[Root, int]) -> tuple[int, Root]:
    root, count = counted
    return -count, root


def relative(path: str) -> str:
    """Return a path with slashes, relative to the current folder where it is below."""
    return shown_path(str(Path(path).absolute())) if path not in {"-", "stdin"} else "stdin"


def source_line(path: str, line: int) -> str:
    """Return a line of a file without its end; empty if there is none."""
    return linecache.getline(path, line).rstrip("\r\n") if path and line else ""


def _module(path: Path) -> str:
    """Return the name under which a file is imported from the folder above its packages."""
    parts = [] if path.stem == "__init__" else [path.stem]
    folder = path.parent
    while (folder / "__init__.py").is_file() and folder.name:
        parts.insert(0, folder.name)
        folder = folder.parent
    return ".".join(parts)
