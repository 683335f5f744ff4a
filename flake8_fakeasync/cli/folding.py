"""Reports that are shown below another one: the calls of a class that is async in name only."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_fakeasync.diagnostics import Violation

_CLASS, _CALL = "JAM203", "JAM201"


def folded(violations: Sequence[Violation]) -> list[tuple[Violation, list[Violation]]]:
    """Return the violations in order, each with those that are shown below it and nowhere else."""
    classes = {_key(found): found for found in violations if found.rule.code == _CLASS}
    below: defaultdict[tuple[str, str], list[Violation]] = defaultdict(list)
    others: list[Violation] = []
    for found in violations:
        keys = _around(found) if found.rule.code == _CALL else ()
        key = next((each for each in keys if each in classes), None)
        if key is None:
            others.append(found)
        else:
            below[key].append(found)
    return [(found, below[_key(found)] if found.rule.code == _CLASS else []) for found in others]


def _key(found: Violation) -> tuple[str, str]:
    return found.path, found.fields.get("qualname", "")


def _around(found: Violation) -> list[tuple[str, str]]:
    """Return the keys of the classes and functions around a violation, innermost first."""
    parts = found.fields.get("qualname", "").split(".")
    return [(found.path, ".".join(parts[:length])) for length in range(len(parts) - 1, 0, -1)]
