"""The two services of ``examples/``: one only claims to be async, the other is."""

from __future__ import annotations

from pathlib import Path

from flake8_fakeasync import Settings, check

_EXAMPLES = Path(__file__).parent.parent / "examples"
_ALL = Settings(enable=("ALL",))


def codes(name: str) -> dict[str, set[str]]:
    """Return the codes reported for each file of a service."""
    found: dict[str, set[str]] = {}
    for violation in check([_EXAMPLES / name], _ALL):
        found.setdefault(Path(violation.path).name, set()).add(violation.rule.code)
    return found


def test_fake_async() -> None:
    """What blocks is found where it is called, and where it is handed to threads."""
    assert "JAM101" in codes("fake_async").get("service.py", set())
    assert codes("fake_async").get("store.py") == {"JAM201", "JAM203"}


def test_true_async() -> None:
    """There is nothing to say about it, whatever rules are on."""
    assert codes("true_async") == {}
