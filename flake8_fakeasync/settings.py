"""What a user may choose: one frozen, valid value that every layer may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from flake8_fakeasync.validation import VALID, SettingsError, cache, expected, followed, matching

Client: TypeAlias = Literal["auto", "httpx", "httpx2", "aiohttp"]
Dispatch: TypeAlias = Literal["any", "all"]
Reports: TypeAlias = Literal["worthwhile", "all"]
_DISPATCHES: tuple[Dispatch, ...] = get_args(Dispatch)
_REPORTS: tuple[Reports, ...] = get_args(Reports)
_CLIENTS: tuple[Client, ...] = get_args(Client)


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one run; the defaults are those of a user who chose nothing.

    ``enable`` and ``disable`` hold rule codes, prefixes of codes, names of rules, or ``ALL``. ``src`` holds folders
    or patterns of such,
    ``catalog`` files (or ``dist:`` and a distribution that offers one); both are kept as absolute paths. ``blocking``
    and ``nonblocking`` hold qualified names, in which ``*`` matches any part of a name; an entry of ``blocking`` may
    end in `` -> replacement``. ``depth`` is the maximum number of functions in a reported call path. ``preset`` holds
    names of presets. ``cache`` is the folder in which results are kept between runs; none if empty or `off`.
    ``reports`` tells whether what most authors would not repair is reported too. ``follow`` holds installed packages,
    kept as absolute paths, that are found where we run or in the virtual environment whose folder is ``python``.

    Raises a SettingsError where a value is not one of these.
    """

    enable: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    client: Client = "auto"
    preset: tuple[str, ...] = ()
    src: tuple[str, ...] = ()
    catalog: tuple[str, ...] = ()
    blocking: tuple[str, ...] = ()
    nonblocking: tuple[str, ...] = ()
    depth: int = 6
    cache: str = ""
    dispatch: Dispatch = "any"
    follow: tuple[str, ...] = ()
    python: str = ""
    reports: Reports = "worthwhile"

    def __post_init__(self) -> None:
        """Bring each value into its one form."""
        for setting, valid in VALID.items():
            values = getattr(self, setting)
            if not isinstance(values, (list, tuple)):
                raise SettingsError(setting=setting, reason=f"expected a sequence of strings, got {values!r}")
            every = [each for value in values for each in matching(value)] if setting == "src" else values
            object.__setattr__(self, setting, tuple(valid(setting, value) for value in every))
        if self.client not in _CLIENTS:
            raise SettingsError(setting="client", reason=expected(_CLIENTS, self.client))
        if self.dispatch not in _DISPATCHES:
            raise SettingsError(setting="dispatch", reason=f"expected any or all, got {self.dispatch!r}")
        if self.reports not in _REPORTS:
            raise SettingsError(setting="reports", reason=f"expected worthwhile or all, got {self.reports!r}")
        depth: object = self.depth
        if not isinstance(depth, int) or isinstance(depth, bool) or depth < 1:
            raise SettingsError(setting="depth", reason=f"expected an integer of 1 or more, got {depth!r}")
        object.__setattr__(self, "cache", cache(self.cache))
        if self.follow:
            object.__setattr__(self, "follow", followed(self.follow, self.python))

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
