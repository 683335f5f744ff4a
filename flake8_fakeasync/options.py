"""Our options of flake8, and how the words of a user become ``Settings``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from flake8.exceptions import ExecutionError

from flake8_fakeasync.settings import Client, Settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from flake8.options.manager import OptionManager

_CLIENTS: tuple[Client, ...] = get_args(Client)
_NAME = r"[A-Za-z_*][\w*]*(?:\.[\w*]+)+"
_QUALIFIED_NAME = re.compile(_NAME, re.ASCII)
_BLOCKING = re.compile(rf"({_NAME})(?:\s*->\s*(\S.*))?", re.ASCII)


def register(manager: OptionManager) -> None:
    """Add our options to flake8's command line and configuration."""
    for name, help_text in (
        ("enable", "codes, or prefixes of codes, of rules to switch on; ALL for all"),
        ("disable", "codes, or prefixes of codes, of rules to switch off; ALL for all"),
        ("client", "the async client to recommend: auto, httpx, httpx2 or aiohttp"),
        ("blocking", "functions of yours that block: pkg.mod.function [-> replacement]"),
        ("nonblocking", "functions that do not block whatever we think: pkg.mod.function"),
        ("depth", "how many functions of yours a call path may lead through; 6 if not set"),
    ):
        manager.add_option(_flag(name), default="", parse_from_config=True, help=help_text)
    for name, help_text in (
        ("src", "folders that hold your packages"),
        ("catalog", "TOML files that describe further libraries"),
        ("cache", "a folder that keeps what is known of files between runs; none if not set"),
    ):
        manager.add_option(
            _flag(name),
            default="",
            parse_from_config=True,
            comma_separated_list=name != "cache",
            normalize_paths=True,
            help=help_text,
        )


def settings_from(options: argparse.Namespace) -> Settings:
    """Return the settings of a run, or end it with a message about the option at fault."""
    return Settings(
        enable=_codes("enable", options.fakeasync_enable),
        disable=_codes("disable", options.fakeasync_disable),
        client=_client(options.fakeasync_client),
        src=_folders(options.fakeasync_src),
        catalog=_catalog(options.fakeasync_catalog),
        blocking=tuple(map(_blocking, _entries("blocking", options.fakeasync_blocking))),
        nonblocking=tuple(map(_nonblocking, _entries("nonblocking", options.fakeasync_nonblocking))),
        depth=_depth(options.fakeasync_depth),
        cache=_cache(options.fakeasync_cache),
    )


def _flag(name: str) -> str:
    """Return the option as it is spelled on the command line."""
    return f"--fakeasync-{name}"


def _entries(name: str, value: object) -> tuple[str, ...]:
    """Return the entries of a list, which flake8-pyproject hands over as one."""
    if isinstance(value, str):
        return tuple(entry for part in re.split(r"[,\n]", value) if (entry := part.strip()))
    if isinstance(value, (list, tuple)) and all(isinstance(entry, str) for entry in value):
        return tuple(entry for part in value for entry in _entries(name, part))
    raise _refusal(value, name, "a list of words is expected")


def _codes(name: str, value: object) -> tuple[str, ...]:
    """Return prefixes of codes, each of at least one rule."""
    prefixes = tuple(prefix for entry in _entries(name, value) for prefix in entry.split())
    if not prefixes:
        return ()
    from flake8_fakeasync.rules import codes

    known = codes()
    for prefix in prefixes:
        if prefix != "ALL" and not any(code.startswith(prefix) for code in known):
            raise _refusal(prefix, name, "no rule has such a code", near=("ALL", "JAM", *known))
    return prefixes


def _client(value: object) -> Client:
    """Return the client to recommend."""
    for client in _CLIENTS:
        if client == (value or "auto"):
            return client
    raise _refusal(value, "client", f"one of {', '.join(_CLIENTS)} is expected", near=_CLIENTS)


def _depth(value: object) -> int:
    """Return the length of the longest call path to report."""
    if value in {"", None}:
        return Settings().depth
    if not isinstance(value, (str, int)) or not re.fullmatch(r"[1-9][0-9]*", str(value), re.ASCII):
        raise _refusal(value, "depth", "a whole number from 1 is expected")
    return int(value)


def _folders(value: object) -> tuple[str, ...]:
    """Return absolute paths of existing folders."""
    folders = tuple(map(Path, _entries("src", value)))
    for folder in folders:
        if not folder.is_dir():
            # flake8 takes a bare word from its configuration for no path
            raise _refusal(str(folder), "src", f"no such folder; from the configuration: ./{folder.name}")
    return tuple(str(folder.absolute()) for folder in folders)


def _cache(value: object) -> str:
    """Return the absolute path of a folder that need not exist yet."""
    if not isinstance(value, str):
        raise _refusal(value, "cache", "a folder is expected")
    if value and Path(value).exists() and not Path(value).is_dir():
        raise _refusal(value, "cache", "this is no folder")
    return str(Path(value).absolute()) if value else ""


def _catalog(value: object) -> tuple[str, ...]:
    """Return absolute paths of catalogue files that can be read."""
    files = tuple(map(Path, _entries("catalog", value)))
    for file in files:
        if not file.is_file():
            raise _refusal(str(file), "catalog", f"no such file; from the configuration: ./{file.name}")
    paths = tuple(str(file.absolute()) for file in files)
    if paths:
        _load(paths)
    return paths


def _load(paths: tuple[str, ...]) -> None:
    """Read the catalogue now: a mistake in it is the user's, not an internal error."""
    from flake8_fakeasync.catalog import CatalogError, load

    try:
        load(paths)
    except CatalogError as error:
        message = f"{_flag('catalog')}: {error}"
        raise ExecutionError(message) from error


def _blocking(entry: str) -> str:
    """Return ``name`` or ``name -> replacement``, spaced alike."""
    if (match := _BLOCKING.fullmatch(entry)) is None:
        raise _refusal(entry, "blocking", "pkg.mod.function or pkg.mod.function -> replacement is expected")
    name, replacement = match.groups()
    return f"{name} -> {replacement}" if replacement else name


def _nonblocking(entry: str) -> str:
    """Return a qualified name."""
    if not _QUALIFIED_NAME.fullmatch(entry):
        raise _refusal(entry, "nonblocking", "pkg.mod.function is expected")
    return entry


def _refusal(value: object, name: str, why: str, near: Sequence[str] = ()) -> ExecutionError:
    """Return what ends the run: flake8 prints the message and exits with 1."""
    return ExecutionError(f"{_flag(name)}: {value!r}: {why}{_suggestion(value, near)}")


def _suggestion(value: object, near: Sequence[str]) -> str:
    """Return a question about what was meant, if anything comes close."""
    from difflib import get_close_matches

    for spelling in (str(value), str(value).upper(), str(value).lower()):
        if close := get_close_matches(spelling, near, n=1):
            return f"; did you mean {close[0]}?"
    return ""
