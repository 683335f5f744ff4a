"""Rules subscribe to facts that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync import rules
from flake8_fakeasync.rule import Rule
from flake8_fakeasync.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync import Violation
    from flake8_fakeasync.analysis.context import Context


class Nowhere:
    """A kind of fact that nothing provides."""


def test_unknown_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that could never be called is an error that names its place, and not silence."""
    rule = Rule(code="JAM901", name="never", message="{culprit}", since="0.1.0")

    @rule.on(Nowhere)
    def check(_: Nowhere, __: Context) -> Iterator[Violation]:
        """Report nothing."""
        yield from ()

    monkeypatch.setattr(rules, "selected", lambda _: (rule,))
    line = check.__code__.co_firstlineno  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match=rf"test_rules\.py:{line}: nothing provides facts of kind Nowhere"):
        rules.checks.__wrapped__(Settings())
