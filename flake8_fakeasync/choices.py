"""Our options as every host offers them: their names without a prefix, and what they say of themselves."""

from __future__ import annotations

from typing import NamedTuple


class Choice(NamedTuple):
    """An option; `is_path` if it takes files or folders, `is_list` if it takes several values."""

    name: str
    help: str
    is_path: bool = False
    is_list: bool = False


CHOICES = (
    Choice("enable", "rules to switch on: codes, prefixes of codes, rule names, or ALL", is_list=True),
    Choice("disable", "rules to switch off: codes, prefixes of codes, rule names, or ALL", is_list=True),
    Choice("client", "async client to recommend: auto, httpx, httpx2 or aiohttp (default: auto)"),
    Choice("preset", "calls that a community forbids on its event loop: homeassistant, langgraph", is_list=True),
    Choice("blocking", "functions to treat as blocking: pkg.mod.function [-> replacement]", is_list=True),
    Choice("nonblocking", "functions to treat as non-blocking: pkg.mod.function", is_list=True),
    Choice("reports", "worthwhile, or all: also what most authors would not repair (default: worthwhile)"),
    Choice("depth", "maximum number of your functions in a reported call path (default: 6)"),
    Choice("dispatch", "of several implementations, report if any or only if all of them block (default: any)"),
    Choice("src", "directories that contain your packages", is_path=True, is_list=True),
    Choice("catalog", "TOML files that describe more libraries", is_path=True, is_list=True),
    Choice("follow", "installed packages into which calls are followed", is_list=True),
    Choice("python", "virtual environment in which these are installed (default: where flake8 runs)", is_path=True),
    Choice("cache", "cache folder, or off (default: your user cache folder)", is_path=True),
    Choice("baseline", "file of accepted reports, written by `fakeasync baseline write`", is_path=True),
)
