"""Mends files round by round: all edits of a round at once, and where their proof fails, half of them, and so on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from flake8_fakeasync.fixes.edits import Lines, Replacement, conflict, edited
from flake8_fakeasync.fixes.limits import Limits
from flake8_fakeasync.fixes.proof import broken, regret
from flake8_fakeasync.fixes.source import Source, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from flake8_fakeasync.diagnostics import Fix, Violation

_MOST_ROUNDS = 10


class Judging(Protocol):
    """What reports violations in files whose texts may differ from those on disk."""

    def check(self, path: str) -> Sequence[Violation]:
        """Return what is reported in a file."""

    def put(self, texts: Mapping[str, str]) -> None:
        """Use these texts instead of these files, and of no others, from now on."""

    def dependents(self, paths: Iterable[str]) -> Sequence[str]:
        """Return the other files whose reports rest on one of these."""


class Outcome(NamedTuple):
    """A report with a fix: ``why`` it was left alone, empty if it is mended. ``line`` is that of the round's text."""

    path: str
    line: int
    violation: Violation
    fix: Fix
    why: str = ""


class _Candidate(NamedTuple):
    path: str
    violation: Violation
    fix: Fix
    edits: tuple[Replacement, ...]

    def outcome(self, why: str = "") -> Outcome:
        return Outcome(self.path, self.violation.line, self.violation, self.fix, why)


@dataclass
class _Round:
    """The texts at the beginning of a round, and what was accepted since."""

    texts: dict[str, str]
    accepted: list[_Candidate] = field(default_factory=list)
    left: list[Outcome] = field(default_factory=list)

    def with_(self, group: Sequence[_Candidate]) -> dict[str, str]:
        """Return the texts of the files that a group changes, with all that was accepted in them."""
        edits: dict[str, list[Replacement]] = {each.path: [] for each in group}
        for each in (*self.accepted, *group):
            if each.path in edits:
                edits[each.path] += each.edits
        return {path: edited(self.texts[path], found) for path, found in edits.items()}


class Fixer:
    """Mends what `choose` names a fix for in the reports of files; nothing is written.

    ``found`` is what is reported in each file now, ``sources`` are the files with something to mend, and ``texts``
    what they are to be.
    """

    def __init__(
        self, judge: Judging, choose: Callable[[Sequence[Violation]], Iterable[tuple[Violation, Fix]]]
    ) -> None:
        self._judge = judge
        self._choose = choose
        self.found: dict[str, Sequence[Violation]] = {}
        self.sources: dict[str, Source] = {}
        self.texts: dict[str, str] = {}

    def run(self, paths: Iterable[str]) -> list[Outcome]:
        """Return what was mended and what was left alone, in the order of rounds, files and lines."""
        self.found = {path: self._judge.check(path) for path in paths}
        mended, left = list[Outcome](), list[Outcome]()
        for _ in range(_MOST_ROUNDS):
            this = _Round({**{path: source.text for path, source in self.sources.items()}, **self.texts})
            self._settle(list(self._candidates(this)), this)
            mended += [each.outcome() for each in this.accepted]
            left = this.left
            if not this.accepted:
                break
        return [*mended, *left]

    def changed(self) -> Iterator[tuple[str, Source, str]]:
        """Yield each file that changes, as it was read, with its new text."""
        for path, text in self.texts.items():
            if text != self.sources[path].text:
                yield path, self.sources[path], text

    def _candidates(self, this: _Round) -> Iterator[_Candidate]:
        """Yield the fixes to try together: one that touches an earlier one waits for the next round."""
        for path, found in self.found.items():
            chosen = [(violation, fix) for violation, fix in self._choose(found) if fix.edits]
            if not chosen:
                continue
            source = self.sources.setdefault(path, read(Path(path)))
            if source.obstacle:
                why = f"the file {source.obstacle}"
                this.left += [Outcome(path, violation.line, violation, fix, why) for violation, fix in chosen]
            else:
                yield from self._apart(path, this, chosen)

    def _apart(self, path: str, this: _Round, chosen: Sequence[tuple[Violation, Fix]]) -> Iterator[_Candidate]:
        """Yield the fixes of a file that can be made and do not touch each other."""
        text = this.texts.setdefault(path, self.sources[path].text)
        limits, lines = Limits(text), Lines(text)
        taken: list[Replacement] = []
        for violation, fix in chosen:
            one = _Candidate(path, violation, fix, lines.replacements(fix))
            why = limits.obstacle(one.edits)
            if why:
                this.left.append(one.outcome(why))
            elif not conflict(one.edits, taken):
                taken += one.edits
                yield one

    def _settle(self, group: list[_Candidate], this: _Round) -> None:
        """Accept a group, or those of its halves that can be."""
        if not group:
            return
        why = self._try(group, this)
        if not why:
            this.accepted += group
        elif len(group) == 1:
            this.left.append(group[0].outcome(f"taken back: {why}"))
        else:
            half = len(group) // 2
            self._settle(group[:half], this)
            self._settle(group[half:], this)

    def _try(self, group: list[_Candidate], this: _Round) -> str:
        """Return why a group cannot be accepted; if it can, its texts and their reports are the state from now on."""
        texts = this.with_(group)
        why = next(filter(None, map(broken, texts.values())), "")
        if why:
            return why
        self._judge.put({**self.texts, **texts})
        found: dict[str, Sequence[Violation]] = {}
        why = self._regret(texts, group, found) or self._regret(self._judge.dependents(texts), group, found)
        if why:
            self._judge.put(self.texts)
            return why
        self.texts.update(texts)
        self.found.update(found)
        return ""

    def _regret(self, paths: Iterable[str], group: list[_Candidate], found: dict[str, Sequence[Violation]]) -> str:
        """Return what is wrong with the reports of files, and keep them in ``found``."""
        for path in paths:
            if path not in found:
                found[path] = self._judge.check(path)
                fixed = [each.violation for each in group if each.path == path]
                why = regret(self.found.get(path, ()), found[path], fixed)
                if why:
                    return why if fixed else f"{path}: {why}"
        return ""
