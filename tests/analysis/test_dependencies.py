"""Which files answers rest on: at any distance, whatever was asked before."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_fakeasync.analysis.project.dependencies import DependencyLog
from flake8_fakeasync.analysis.project.layout import Layout
from flake8_fakeasync.analysis.project.searching import Around
from flake8_fakeasync.disk.reader import Disk

_NAMES = "abcde"
_FILE = st.sampled_from(_NAMES)
_FILES = st.frozensets(_FILE, max_size=2)
_STEPS = st.one_of(
    st.tuples(st.just("some"), _FILE, _FILES),
    st.tuples(st.just("around"), _FILE, _FILES),
    st.tuples(st.just("ask"), _FILE, st.just(frozenset[str]())),
)


@given(st.lists(_STEPS, max_size=30))
@settings(max_examples=500, deadline=None)
def test_as_if_asked_first(steps: list[tuple[str, str, frozenset[str]]]) -> None:
    """What was asked before changes no answer, and dependents are the files whose closure has a file."""
    log, led = DependencyLog(Layout(Disk(), ()), is_on=True), {file: set[str]() for file in _NAMES}
    for what, file, others in steps:
        if what == "some":
            log.depends_on(file, others)
        elif what == "around":
            log.depends_on_all(file, Around(tuple(sorted(others)), ()))
        else:
            assert log.closure(file) == _reached(led, file)
        led[file] |= others
    for file in led:
        assert log.dependents(file) == {other for other in led if file in _reached(led, other)}


def _reached(led: dict[str, set[str]], file: str) -> set[str]:
    """Return the closure of a file, found one step after the other."""
    found, before = set(led[file]), -1
    while len(found) > before:
        before = len(found)
        found = found.union(*(led[each] for each in found))
    return found - {file}
