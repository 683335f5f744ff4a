"""Reading a git repository without running anything of it: no hooks, filters, text conversions, monitors or fetches."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from flake8_fakeasync.cli.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What module names, roots of projects and recommended clients are told by.
_SUFFIXES = (".py", ".pyi", ".toml", ".cfg", ".ini", ".txt")
_HARMLESS = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "--no-optional-locks", "--no-pager")
_ENVIRONMENT = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
_REGULAR = ("100644", "100755")
_FORBIDDEN = frozenset({"", ".", "..", ".git"})


class Repository:
    """The repository around the current folder; raises CommandError where there is none, or no git."""

    def __init__(self) -> None:
        self.root = Path(os.fsdecode(_git("rev-parse", "--show-toplevel")).rstrip("\n"))

    def commit(self, revision: str) -> str:
        """Return the commit that a revision means; raise CommandError if it means none."""
        try:
            found = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except CommandError as error:
            message = f"unknown revision {revision!r}"
            raise CommandError(message) from error
        return found.decode().strip()

    def has_commits(self) -> bool:
        """Return whether there is any commit here yet."""
        try:
            self.commit("HEAD")
        except CommandError:
            return False
        return True

    def tree(self, commit: str) -> dict[str, str]:
        """Return the blobs of a commit that can matter, by their paths relative to the root."""
        lines = _git("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")
        return _blobs((fields[0], fields[2], path) for fields, path in map(_split, filter(None, lines)))

    def index(self) -> dict[str, str]:
        """Return the blobs that are staged and can matter, by their paths relative to the root."""
        lines = _git("-C", str(self.root), "ls-files", "--stage", "-z").split(b"\0")
        return _blobs((fields[0], fields[1], path) for fields, path in map(_split, filter(None, lines)))

    def extract(self, blobs: Mapping[str, str], folder: Path) -> None:
        """Write blobs to a folder, as they are in the repository."""
        content = _git("cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs.values()).encode())
        start = 0
        for path in blobs:
            header, _, _ = content[start : start + 200].partition(b"\n")
            kind, size = header.split()[1:] if header.count(b" ") == 2 else (b"missing", b"0")  # noqa: PLR2004
            start += len(header) + 1
            if kind != b"blob":
                continue
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content[start : start + int(size)])
            start += int(size) + 1


def _split(line: bytes) -> tuple[list[str], str]:
    fields, _, path = line.partition(b"\t")
    return fields.decode().split(), os.fsdecode(path)


def _blobs(entries: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return the regular files among entries of mode, blob and path; a path that leads elsewhere is left out."""
    return {
        path: blob
        for mode, blob, path in entries
        if mode in _REGULAR and path.endswith(_SUFFIXES) and _FORBIDDEN.isdisjoint(PurePosixPath(path).parts)
    }


def _git(*arguments: str, given: bytes = b"") -> bytes:
    """Return what git prints; raise CommandError if it fails."""
    command = ["git", *_HARMLESS, *arguments]
    try:
        run = subprocess.run(  # noqa: S603
            command, input=given, capture_output=True, check=False, env={**os.environ, **_ENVIRONMENT}
        )
    except OSError as error:
        message = f"cannot run git: {error.strerror}"
        raise CommandError(message) from error
    if run.returncode:
        lines = os.fsdecode(run.stderr).strip().splitlines()
        message = f"git: {lines[-1] if lines else 'failed'}"
        raise CommandError(message)
    return run.stdout
