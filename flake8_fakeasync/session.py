"""A session: one set of choices, and all that is remembered while files are checked under them."""

from __future__ import annotations

import ast
import io
import warnings
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from flake8_fakeasync.settings import Settings
from flake8_fakeasync.validation import SettingsError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence
    from types import TracebackType
    from typing import Self

    from flake8_fakeasync.analysis.project.neighbourhood import Neighbourhood
    from flake8_fakeasync.diagnostics import Violation
    from flake8_fakeasync.disk.reader import Disk
    from flake8_fakeasync.disk.results import Results
    from flake8_fakeasync.engine import Engine


class Session:
    """Checks files under one set of choices and remembers what it read, until `invalidate` or `close`.

    `owns_process` is for commands whose process ends with them: it makes large runs faster and must not be given in a
    process that goes on with other work, since garbage that is there already is never collected afterwards. `disk`
    replaces what is on disk; `tracks` records for `dependents` which files rest on which.

    Raises a SettingsError where a catalog of the user's is wrong.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        owns_process: bool = False,
        disk: Disk | None = None,
        tracks: bool = False,
    ) -> None:
        self.settings = settings or Settings()
        self._owns_process = owns_process
        self._disk = disk
        self._tracks = tracks
        if self.settings.catalog:
            self._check_catalog()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def check(self, paths: Iterable[str | os.PathLike[str]]) -> list[Violation]:
        """Return the violations in these files, and in the Python files of these folders.

        Columns count characters from 0. A file that cannot be read or parsed is logged and skipped.
        """
        from flake8_fakeasync import files

        self.invalidate()
        parsed = (files.parsed(path) for path in files.python_files(paths))
        return [one for file in parsed if file is not None for one in self.check_tree(*file)]

    def check_text(self, text: str, filename: str = "stdin") -> list[Violation]:
        """Return the violations in a text, taken as the content of that file; raise a SyntaxError if it is not Python.

        The files around it are read from disk.
        """
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # doubtful literals are not our business
            tree = ast.parse(text, filename)
        return self.check_tree(tree, list(io.StringIO(text)), filename)

    def check_tree(self, tree: ast.Module, lines: Sequence[str], filename: str) -> list[Violation]:
        """Return the violations in a file that is parsed already; nothing is ever raised."""
        from flake8_fakeasync.report import report

        return report(tree, lines, filename, self)

    def invalidate(self) -> None:
        """Look at the disk again: files may have changed. For the beginning of a run, not for each file."""
        loaded = self.__dict__  # what was not needed yet has nothing to drop
        if "disk" in loaded:
            self.disk.invalidate()
        if "neighbourhood" in loaded:
            self.neighbourhood.invalidate()
        if "results" in loaded and self.results is not None:
            self.results.invalidate()
        if "engine" in loaded:
            self.engine.program.project.invalidate()

    def rests_on(self, path: str) -> frozenset[str] | None:
        """Return the files and folders that the violations of a file rest on besides itself, by absolute path.

        A path that ends with `*` means some of the names in a folder: `Disk.snapshot` tells whether they changed.
        None if that cannot be known: one of these files was handed over with another text than it has on disk.
        """
        found = self.engine.program.project.rests_on(path)
        return None if found is None else frozenset(found)

    def dependents(self, path: str) -> frozenset[str]:
        """Return the files, among those checked so far, whose violations rest on a file or folder.

        Known where the session `tracks` them, or has a cache.
        """
        return frozenset(self.engine.program.project.dependency_log.dependents(path))

    def close(self) -> None:
        """Drop everything that is remembered."""
        for name in ("engine", "results", "neighbourhood", "disk"):
            self.__dict__.pop(name, None)

    def leave_cache(self) -> None:
        """Drop everything that is remembered, and go on without a cache."""
        self.settings = replace(self.settings, cache="")
        self.close()

    @cached_property
    def disk(self) -> Disk:
        """The reader of the disk."""
        from flake8_fakeasync.disk.reader import Disk

        return self._disk or Disk()

    @cached_property
    def neighbourhood(self) -> Neighbourhood:
        """The files around each file."""
        from flake8_fakeasync.analysis.project.neighbourhood import Neighbourhood

        return Neighbourhood(self.disk)

    @cached_property
    def results(self) -> Results | None:
        """The results kept on disk; None where none are kept."""
        if not self.settings.cache:
            return None
        from flake8_fakeasync.disk.results import Results

        return Results(self.settings.cache, self.disk)

    @cached_property
    def engine(self) -> Engine:
        """What judges files."""
        from flake8_fakeasync.engine import Engine

        engine = Engine(self.settings, self.neighbourhood, owns_process=self._owns_process)
        engine.program.project.dependency_log.is_on |= self._tracks
        return engine

    def _check_catalog(self) -> None:
        from flake8_fakeasync.catalog import CatalogError, load

        try:
            load(self.settings.catalog)
        except CatalogError as error:
            raise SettingsError(setting="catalog", reason=str(error)) from error
