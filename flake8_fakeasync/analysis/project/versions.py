"""Versions of distributions, and which of them a specifier allows."""

import re
from typing import NamedTuple, TypeAlias

Version: TypeAlias = tuple[int, ...]
_BOUND = re.compile(r"(===|==|~=|!=|<=|>=|<|>|\^|~)?\s*v?(\d+(?:\.\d+)*)(\.\*)?[A-Za-z0-9.+-]*")
_NO_LIMIT: Version = (10**9,)


class Bounds(NamedTuple):
    """The versions that may be installed: from `low` on, below `high`."""

    low: Version
    high: Version

    def narrowed(self, other: "Bounds") -> "Bounds":
        """Return what both allow."""
        return Bounds(max(self.low, other.low), min(self.high, other.high))

    def meets(self, other: "Bounds") -> bool:
        """Return whether some version is among both."""
        both = self.narrowed(other)
        return both.low < both.high

    def within(self, other: "Bounds") -> bool:
        """Return whether all of these versions are among others."""
        return self.low >= other.low and self.high <= other.high


ANY = Bounds((), _NO_LIMIT)


def bounds(specifier: str) -> Bounds:
    """Return the versions that a specifier allows: `>=2.1,<3`, `^2.3`, `2.*`. What cannot be read allows all."""
    found = ANY
    for part in specifier.split(","):
        match = _BOUND.fullmatch(part.strip())
        if match is not None:
            version = tuple(map(int, match[2].split(".")))
            low, high = _bounds(match[1] or "==", version, wildcard=bool(match[3]))
            found = found.narrowed(Bounds(_stripped(low), _stripped(high)))
    return found


def _bounds(operator: str, version: Version, *, wildcard: bool) -> Bounds:
    match operator:
        case "==" | "===":
            return Bounds(version, _after(version) if wildcard else (*version, 1))
        case "~=":
            return Bounds(version, _after(version[:-1] or version))
        case "^":
            significant = next((place for place, number in enumerate(version) if number), 0)
            return Bounds(version, _after(version[: significant + 1]))
        case "~":
            return Bounds(version, _after(version[:2]))
        case ">=" | ">":
            return Bounds(version, _NO_LIMIT)
        case "<":
            return Bounds((), version)
        case "<=":
            return Bounds((), (*version, 1))
        case _:
            return ANY


def _after(version: Version) -> Version:
    return (*version[:-1], version[-1] + 1)


def _stripped(version: Version) -> Version:
    """Return a version without zeros at its end: 3.0 is 3."""
    while version and not version[-1]:
        version = version[:-1]
    return version
