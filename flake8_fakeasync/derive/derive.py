"""From a distribution to what its catalog file says."""

from __future__ import annotations

import logging
import re
from functools import partial
from typing import TYPE_CHECKING

from flake8_fakeasync.catalog.sources import DATA
from flake8_fakeasync.derive import twins
from flake8_fakeasync.derive.entries import Derived, FunctionEntry
from flake8_fakeasync.derive.members import Members
from flake8_fakeasync.derive.reach import Reach
from flake8_fakeasync.derive.surface import Surface, is_public
from flake8_fakeasync.disk.reader import LOG
from flake8_fakeasync.engine import FRAMES
from flake8_fakeasync.runtime import gc_paused, recursion_headroom
from flake8_fakeasync.session import Session
from flake8_fakeasync.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.derive.entries import ClassEntry, MemberEntry
    from flake8_fakeasync.derive.packages import Package

_NONBLOCKING = re.compile(rb"\bsetblocking\(|\bsettimeout\(0(?:\.0)?\)|\bO_NONBLOCK\b")


def derive(package: Package) -> Derived:
    """Return what calling a library does, as far as its source tells."""
    level = LOG.level
    LOG.setLevel(logging.ERROR)  # what is left out is listed in the result
    try:
        settings = Settings(src=(str(package.folder),), catalog=_more(package), dispatch="all")
        with Session(settings) as session, recursion_headroom(FRAMES), gc_paused():
            return _derived(package, session)
    finally:
        LOG.setLevel(level)


def _more(package: Package) -> tuple[str, ...]:
    """Return what to take for blocking in a library: methods of sockets too, where no socket is told not to block."""
    texts = (path.read_bytes() for _, path in package.modules())
    return () if any(_NONBLOCKING.search(text) for text in texts) else (str(DATA / "derive" / "sockets.toml"),)


def _derived(package: Package, session: Session) -> Derived:
    program = session.engine.program
    surface = Surface(program, package)
    reach = Reach(program)
    members = Members(program, surface, reach)
    own_classes = list(surface.every_class())
    functions = [each for cls in own_classes for each in members.functions(cls)]
    functions += [each for function in surface.functions for each in reach.run_by(function)]
    lazily = [each for function in functions for each in members.given_by(function)]
    reach.look_into([*functions, *(run for each in lazily for run in reach.run_by(each))])
    classes = [members.entry(cls) for cls in own_classes if surface.names(cls)]
    found: list[FunctionEntry] = []
    for function in surface.functions:
        names = surface.names_of_function(function)
        found.append(FunctionEntry(names, members.of_function(function, names[0].rpartition(".")[2])))
    public = len(found) + sum(map(_public, classes))
    found = twins.of_functions(found)
    classes = twins.of_classes(classes)
    found += [each for cls in classes for each in _called_on(cls)]
    kept = _reachable(classes, found)
    leading = {cls.names[0] for cls in kept}
    called = [each for each in map(partial(_led, leading=leading), found) if _is_said(each.member)]
    return Derived(
        name=package.name,
        version=package.version,
        roots=_roots([*kept, *called]) or surface.roots,
        functions=tuple(sorted(called, key=lambda each: _by_length(each.names[0]))),
        classes=tuple(sorted(kept, key=lambda each: _by_length(each.names[0]))),
        public=public,
        unread=tuple(surface.unread),
    )


def _public(cls: ClassEntry) -> int:
    """Return how many methods, properties and constructors a class has, none if it has no public name."""
    return 1 + sum(each.runs for each in cls.members) if is_public(cls.names[0]) else 0


def _roots(entries: Iterable[ClassEntry | FunctionEntry]) -> tuple[str, ...]:
    """Return the top-level names of what is said; tests that a distribution brings are nobody's library."""
    return tuple(sorted({name.partition(".")[0] for entry in entries for name in entry.names}))


def _called_on(cls: ClassEntry) -> Iterator[FunctionEntry]:
    """Yield the functions that the class and static methods of a class are."""
    twins_of = dict(cls.twins)
    for member in cls.members:
        if member.of_class and (member.says or member.returns):
            twin = twins_of.get(member.name)
            instead = (f"{cls.names[0]}.{twin}" if twin else cls.instead) if member.says else None
            yield FunctionEntry(tuple(f"{name}.{member.name}" for name in cls.names), member, instead)


def _by_length(name: str) -> tuple[int, str]:
    return name.count("."), name


def _is_said(member: MemberEntry) -> bool:
    return member.says or member.effect == "sometimes" or member.returns is not None


def _led(function: FunctionEntry, leading: set[str]) -> FunctionEntry:
    """Return a function without what it returns, if that leads nowhere."""
    member = function.member
    return function if member.returns in leading else function._replace(member=member._replace(returns=None))


def _reachable(classes: list[ClassEntry], functions: list[FunctionEntry]) -> list[ClassEntry]:
    """Return the classes that say something, and those whose members lead to one; what members return is cut to these.

    Nothing is kept where nothing blocks.
    """
    if not any(each.member.says for each in functions) and not any(
        each.connects or any(member.says for member in each.members) for each in classes
    ):
        return []
    kept = {cls.names[0] for cls in classes if cls.says}
    while True:
        leading = {cls.names[0] for cls in classes if any(member.returns in kept for member in cls.members)} - kept
        if not leading:
            break
        kept |= leading
    return [_cut(cls, kept) for cls in classes if cls.names[0] in kept]


def _cut(cls: ClassEntry, kept: set[str]) -> ClassEntry:
    members = [each if each.returns in kept else each._replace(returns=None) for each in cls.members]
    members = [
        each._replace(effect="pure") if each.effect == "property" and not each.returns else each for each in members
    ]
    return cls._replace(members=tuple(members))
