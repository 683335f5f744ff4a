"""What a user may choose: one frozen value that every layer may read."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Client: TypeAlias = Literal["auto", "httpx", "httpx2", "aiohttp"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one run; the defaults are those of a user who chose nothing.

    ``enable`` and ``disable`` hold prefixes of rule codes, or ``ALL``. ``src`` and ``catalog`` hold
    paths. ``blocking`` and ``nonblocking`` hold qualified names, in which ``*`` stands for any
    part of a name; an entry of ``blocking`` may end in `` -> replacement``. ``depth`` is the number of
    functions that the longest call path to report leads through. ``cache`` is the folder in which facts are kept
    between runs, none if empty.
    """

    enable: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    client: Client = "auto"
    src: tuple[str, ...] = ()
    catalog: tuple[str, ...] = ()
    blocking: tuple[str, ...] = ()
    nonblocking: tuple[str, ...] = ()
    depth: int = 6
    cache: str = ""

    def selects(self, code: str, *, default: bool) -> bool:
        """Return whether the rule is on: the longest prefix decides, in a tie ``disable`` wins."""
        enabled = _longest_match(self.enable, code)
        disabled = _longest_match(self.disable, code)
        return default if enabled == disabled == _NO_MATCH else enabled > disabled


_NO_MATCH = -1


def _longest_match(prefixes: tuple[str, ...], code: str) -> int:
    """Return the length of the longest prefix of ``code``; ``ALL`` is as short as can be."""
    lengths = (
        0 if prefix == "ALL" else len(prefix) for prefix in prefixes if prefix == "ALL" or code.startswith(prefix)
    )
    return max(lengths, default=_NO_MATCH)
