"""The baseline of a run: what is reported beyond it, and what of it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync import options
from flake8_fakeasync.baseline import Baseline, BaselineError
from flake8_fakeasync.cli.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from flake8_fakeasync.cli.run import Checked, Run
    from flake8_fakeasync.diagnostics import Violation


def configured(found: Run) -> Path | None:
    """Return the file of the baseline that the configuration names."""
    return options.baseline_path(found.options)


def read(path: Path) -> Baseline:
    """Return the baseline in a file; raise CommandError if it is none."""
    try:
        return Baseline.read(path)
    except BaselineError as error:
        raise CommandError(str(error)) from error


def beyond(baseline: Baseline, checked: Sequence[Checked]) -> tuple[tuple[Violation, ...], tuple[str, ...]]:
    """Return the violations that are not accepted, and notes about the others."""
    everything = violations(checked)
    new = tuple(baseline.new(everything))
    gone = sum(baseline.gone(everything, files(checked)).values())
    notes = [f"{len(everything) - len(new)} accepted by the baseline"] if len(everything) > len(new) else []
    if gone:
        notes.append(f"{gone} of the baseline {'is' if gone == 1 else 'are'} gone: run `fakeasync baseline update`")
    return new, tuple(notes)


def violations(checked: Iterable[Checked]) -> list[Violation]:
    """Return the violations of all files."""
    return [found for file in checked for found in file.violations]


def files(checked: Iterable[Checked]) -> list[str]:
    """Return the files that could be checked."""
    return [file.filename for file in checked if not file.problem]
