"""The exception of httpx that a name which httpx does not have was meant to be."""

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_fakeasync.catalog import Catalog

_BASE = "HTTPError"
# Where names come from, nearest first: libraries that people move from, and Python itself.
_MODELS = ("requests", "requests.exceptions", "aiohttp", "urllib3.exceptions", "urllib.error", "builtins")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# What says nothing about the kind of an error, in names as `_words` splits them.
_GENERAL = frozenset({"async", "base", "client", "error", "exception", "http", "httpx", "api", "failed", "failure"})
_REQUEST = "reques"  # says little where there is another word
_MEAN = {"respon": "status", "server": "status", "timed": "timeou"}
_STEM = 6  # letters: Connection, Connector and ConnectError begin alike, so do Redirect and Redirects
_SIMILAR = 0.8


def nearest(catalog: "Catalog", library: str, spelled: str) -> str | None:
    """Return the exception, as printed, that was probably meant by a name which a library lacks; None if none is near.

    `spelled` is the name below the library: `ConnectionError`, `exceptions.Timeout`.
    """
    sure = counterpart(catalog, library, spelled)
    if sure is not None:
        return sure
    last = spelled.rpartition(".")[2]
    names = _names(catalog, library)
    close = get_close_matches(last, names, 1, _SIMILAR)
    sure_words = _by_words(names, last) if len(_words(last)) > 1 else None
    if sure_words is not None and _words(last) <= _words(sure_words):
        return f"{library}.{sure_words}"
    found = close[0] if close else _by_words(names, last)
    return f"{library}.{found}" if found is not None else None


def counterpart(catalog: "Catalog", library: str, spelled: str) -> str | None:
    """Return the exception that has this name elsewhere in a library, or is the twin of one of another library."""
    last = spelled.rpartition(".")[2]
    own = catalog.exception(f"{library}.{last}")
    if own is not None:
        return own.name
    for module in _MODELS:
        entry = catalog.exception(f"{module}.{last}")
        twin = entry.twin(library) if entry is not None else None
        if twin is not None:
            return twin
    return None


def _names(catalog: "Catalog", library: str) -> list[str]:
    """Return the exceptions of a library, bases first."""
    catalog.exception(f"{library}.{_BASE}")
    return [entry.name.rpartition(".")[2] for entry in catalog.exceptions() if entry.library == library]


def _words(name: str) -> frozenset[str]:
    stems = {word.lower()[:_STEM] for word in _WORD.findall(name)} - {word[:_STEM] for word in _GENERAL}
    found = frozenset(_MEAN.get(stem, stem) for stem in stems)
    return found - {_REQUEST} or found


def _by_words(names: list[str], wanted: str) -> str | None:
    """Return the exception whose words fit a name best; the base class if none shares any."""
    asked = _words(wanted)
    if not asked:
        return _BASE
    shared = {name: len(asked & _words(name)) for name in names}
    best = max(names, key=lambda name: (shared[name], -len(_words(name) - asked)))
    return best if shared[best] else None
