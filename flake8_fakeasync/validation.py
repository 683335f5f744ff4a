"""What each setting may be, and the one form of it that is kept."""

from __future__ import annotations

import re
from pathlib import Path

from flake8_fakeasync import codes

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
        raise SettingsError(setting=setting, reason=expected(PRESETS, text))
    return text


def expected(known: tuple[str, ...], given: object) -> str:
    """Return the reason for an unknown value, with the most similar known one."""
    from difflib import get_close_matches  # not needed where all is well

    near = get_close_matches(str(given), known, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"expected one of {', '.join(known)}, got {given!r}{hint}"


def matching(value: object) -> list[object]:
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


def followed(packages: tuple[str, ...], python: str) -> tuple[str, ...]:
    """Return the absolute paths of installed packages."""
    from flake8_fakeasync.followed import NoEnvironmentError, package

    try:
        return tuple(package(name, python) for name in packages)
    except NoEnvironmentError as error:
        raise SettingsError(setting="python", reason=str(error.args[0])) from None
    except LookupError as error:
        raise SettingsError(setting="follow", reason=str(error.args[0])) from None


def cache(value: object) -> str:
    """Return the absolute path of the cache folder, empty for none."""
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


VALID = {
    "enable": _prefix,
    "disable": _prefix,
    "preset": _preset,
    "src": _folder,
    "catalog": _file,
    "blocking": _blocking,
    "nonblocking": _nonblocking,
}
