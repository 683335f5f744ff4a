"""What a change breaks: the reports that there are now and were not there at a revision."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync.baseline import Baseline
from flake8_fakeasync.cli.git import Repository
from flake8_fakeasync.plugin import Plugin
from flake8_fakeasync.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flake8_fakeasync.cli.run import Checked, Run
    from flake8_fakeasync.diagnostics import Violation


def staged(found: Run, files: Sequence[str]) -> list[Checked]:
    """Return the files as they are staged, each with the reports that the last commit does not have."""
    repository = Repository()
    blobs = repository.index()
    before = repository.tree(repository.commit("HEAD")) if repository.has_commits() else {}
    if blobs == before:
        return []
    with _extracted(repository, blobs) as folder:
        now = list(_Copy(found, repository.root, folder).check(files))
    return _new(found, repository, before, now)


def since(found: Run, revision: str, now: Sequence[Checked]) -> list[Checked]:
    """Return files that were checked, each with the reports that a revision does not have."""
    repository = Repository()
    return _new(found, repository, repository.tree(repository.commit(revision)), now)


def _new(found: Run, repository: Repository, before: Mapping[str, str], now: Sequence[Checked]) -> list[Checked]:
    """Return files without the reports that were there before, in whatever place of their functions."""
    reported = [file.filename for file in now if file.violations]
    if not reported:
        return list(now)
    with _extracted(repository, before) as folder:
        copy = _Copy(found, repository.root, folder)
        known = Baseline.of(repository.root, (one for file in copy.check(reported) for one in file.violations))
    return [file._replace(violations=tuple(known.new(file.violations))) for file in now]


@contextmanager
def _extracted(repository: Repository, blobs: Mapping[str, str]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="fakeasync-") as name:
        folder = Path(name).resolve()
        repository.extract(blobs, folder)
        yield folder


class _Copy:
    """A copy of a repository in another folder, checked as if it were in the place of the original."""

    def __init__(self, found: Run, root: Path, folder: Path) -> None:
        self._run = found
        self._root = root.resolve()
        self._folder = folder

    def check(self, files: Sequence[str]) -> Iterator[Checked]:
        """Yield what is reported in each file that the copy has."""
        chosen = Plugin.session.settings
        src = tuple(str(folder) for folder in map(self._copied, chosen.src) if folder is not None and folder.is_dir())
        with Session(replace(chosen, src=src, cache="")) as session:
            for filename in files:
                path = self._copied(filename)
                if path is not None and path.is_file():
                    checked = self._run.check_file(filename, session, path)
                    yield checked._replace(violations=tuple(self._moved(one, filename) for one in checked.violations))

    def _copied(self, path: str) -> Path | None:
        """Return where the copy of a path is, None if it is outside of the repository."""
        absolute = Path(path).resolve()
        return self._folder / absolute.relative_to(self._root) if absolute.is_relative_to(self._root) else None

    def _moved(self, found: Violation, filename: str) -> Violation:
        """Return a violation in the copy as one of the original."""
        frames = tuple(frame._replace(file=self._original(frame.file)) for frame in found.frames)
        return replace(found, path=filename, frames=frames)

    def _original(self, file: str) -> str:
        path = Path(file)
        return str(self._root / path.relative_to(self._folder)) if path.is_relative_to(self._folder) else file
