"""Members of a class, written by pattern where all that a pattern matches do the same."""

from __future__ import annotations

from collections import defaultdict
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from flake8_fakeasync.derive.entries import BLOCKING

if TYPE_CHECKING:
    from flake8_fakeasync.derive.entries import MemberEntry

_FEWEST = 8  # members that do the same, for one `*`
_SHARE = 0.9


def grouped(members: tuple[MemberEntry, ...]) -> dict[str, list[tuple[str, str]]]:
    """Return, by effect, names or patterns, each with the first member that it matches.

    One pattern, `*`, is used where most members do the same; whatever else it would match is then named.
    """
    by_effect: dict[str, list[MemberEntry]] = defaultdict(list)
    for each in members:
        by_effect[each.effect].append(each)
    found = {effect: [(each.name, each.name) for each in several] for effect, several in by_effect.items()}
    most = max(by_effect, key=lambda effect: len(by_effect[effect]), default="")
    plain = [each.name for each in by_effect[most] if not each.returns and not fnmatchcase(each.name, "__*__")]
    is_pattern = most in BLOCKING and len(plain) >= max(_FEWEST, _SHARE * len(members))
    if is_pattern:
        found[most] = [("*", plain[0]), *(pair for pair in found[most] if pair[0] not in plain)]
    found["pure"] = [(each.name, each.name) for each in by_effect["pure"] if is_pattern or each.returns]
    return found
