"""What a user may choose: one frozen, valid value that every layer may read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from flake8_fakeasync import codes

Client: TypeAlias = Literal["auto", "httpx", "httpx2", "aiohttp"]
Dispatch: TypeAlias = Literal["any", "all"]
Reports: TypeAlias = Literal["worthwhile", "all"]
_DISPATCHES: tuple[Dispatch, ...] = get_args(Dispatch)
_REPORTS: tuple[Reports, ...] = get_args(Reports)
_CLIENTS: tuple[Client, ...] = get_args(Client)
PRESETS = ("homeassistant", "langgraph")
_NAME = r"[A-Za-z_*][\w*]*(?:\.[\w*]+)+"
_QUALIFIED_NAME = re.compile(_NAME, re.ASCII)
_BLOCKING = re.compile(rf"({_NAME})(?:\s*->\s*(\S.*))?", re.ASCII)


class SettingsError(ValueError):
    """A choice that cannot be: `setting` is the one at fault, `reason` says why.

    `missing` is the file or folder that does not exist, as the user wrote it, where that is the reason.
    """

    def __init__(self, setting: str, reason: str, missing: str = "") -> None:
        super().__init__(f"{setting}: {reason}")
        self.setting = setting
        self.reason = reason
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one run; the defaults are those of a user who chose nothing.

    ``enable`` and ``disable`` hold rule codes, prefixes of codes, names of rules, or ``ALL``. ``src`` holds folders
    or patterns of such,
    ``catalog`` files (or ``dist:`` and a distribution that offers one); both are kept as absolute paths. ``blocking``
    and ``nonblocking`` hold qualified names, in which ``*`` stands for any part of a name; an entry of ``blocking`` may
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
        for setting, valid in _VALID.items():
            values = getattr(self, setting)
            if not isinstance(values, (list, tuple)):
                raise SettingsError(setting=setting, reason=f"expected a sequence of strings, got {values!r}")
            every = [each for value in values for each in _matching(value)] if setting == "src" else values
            object.__setattr__(self, setting, tuple(valid(setting, value) for value in every))
        if self.client not in _CLIENTS:
            raise SettingsError(setting="client", reason=_expected(_CLIENTS, self.client))
        if self.dispatch not in _DISPATCHES:
            raise SettingsError(setting="dispatch", reason=f"expected any or all, got {self.dispatch!r}")
        if self.reports not in _REPORTS:
            raise SettingsError(setting="reports", reason=f"expected worthwhile or all, got {self.reports!r}")
        depth: object = self.depth
        if not isinstance(depth, int) or isinstance(depth, bool) or depth < 1:
            raise SettingsError(setting="depth", reason=f"expected an integer of 1 or more, got {depth!r}")
        object.__setattr__(self, "cache", _cache(self.cache))
        if self.follow:
            object.__setattr__(self, "follow", _followed(self.follow, self.python))

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


def _text(setting: str, value: object) -> str:
    if not isinstance(value, str):
        raise SettingsError(setting=setting, reason=f"expected a string, got {value!r}")
    return value


def _prefix(setting: str, value: object) -> str:
    text = _text(setting, value)
    found = codes.prefix(text)
    if found is None:
        near = codes.suggestion(text)
        hint = f"; did you mean {near}?" if near else ""
        raise SettingsError(setting=setting, reason=f"unknown rule code {text!r}{hint}")
    return found


def _preset(setting: str, value: object) -> str:
    text = _text(setting, value)
    if text not in PRESETS:
        raise SettingsError(setting=setting, reason=_expected(PRESETS, text))
    return text


def _expected(known: tuple[str, ...], given: object) -> str:
    """Return the reason for an unknown value, with the most similar known one."""
    from difflib import get_close_matches  # not needed where all is well

    near = get_close_matches(str(given), known, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"expected one of {', '.join(known)}, got {given!r}{hint}"


def _matching(value: object) -> list[object]:
    """Return the folders that a pattern matches, sorted; a value as it is that is no pattern, or matches none."""
    if not isinstance(value, str) or not any(each in value for each in "*?["):
        return [value]
    path = Path(value)
    try:
        found = sorted(each for each in Path(path.anchor).glob(str(path.relative_to(path.anchor))) if each.is_dir())
    except ValueError:  # no pattern after all
        return [value]
    return [*map(str, found)] or [value]


def _folder(setting: str, value: object) -> str:
    path = Path(_text(setting, value))
    if not path.is_dir():
        if any(each in str(path) for each in "*?["):
            raise SettingsError(setting=setting, reason=f"no folder matches {str(path)!r}", missing=str(path))
        raise SettingsError(setting=setting, reason=f"folder {str(path)!r} does not exist", missing=str(path))
    return str(path.absolute())


def _file(setting: str, value: object) -> str:
    text = _text(setting, value)
    if text.startswith("dist:"):
        from flake8_fakeasync.offered import catalog_file

        try:
            return catalog_file(text.removeprefix("dist:").strip())
        except LookupError as error:
            raise SettingsError(setting=setting, reason=str(error.args[0])) from None
    path = Path(text)
    if not path.is_file():
        raise SettingsError(setting=setting, reason=f"file {str(path)!r} does not exist", missing=str(path))
    return str(path.absolute())


def _followed(packages: tuple[str, ...], python: str) -> tuple[str, ...]:
    from flake8_fakeasync.followed import NoEnvironmentError, package

    try:
        return tuple(package(name, python) for name in packages)
    except NoEnvironmentError as error:
        raise SettingsError(setting="python", reason=str(error.args[0])) from None
    except LookupError as error:
        raise SettingsError(setting="follow", reason=str(error.args[0])) from None


def _cache(value: object) -> str:
    path = Path(_text("cache", value)) if value and value != "off" else None
    if path is not None and path.exists() and not path.is_dir():
        raise SettingsError(setting="cache", reason=f"{str(path)!r} is not a directory")
    return str(path.absolute()) if path is not None else ""


def _blocking(setting: str, value: object) -> str:
    match = _BLOCKING.fullmatch(_text(setting, value))
    if match is None:
        raise SettingsError(
            setting=setting, reason=f"expected pkg.mod.function or pkg.mod.function -> replacement, got {value!r}"
        )
    name, replacement = match.groups()
    return f"{name} -> {replacement}" if replacement else name


def _nonblocking(setting: str, value: object) -> str:
    text = _text(setting, value)
    if not _QUALIFIED_NAME.fullmatch(text):
        raise SettingsError(setting=setting, reason=f"expected pkg.mod.function, got {text!r}")
    return text


_VALID = {
    "enable": _prefix,
    "disable": _prefix,
    "preset": _preset,
    "src": _folder,
    "catalog": _file,
    "blocking": _blocking,
    "nonblocking": _nonblocking,
}
