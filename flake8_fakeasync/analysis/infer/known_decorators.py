"""Decorators of Python itself and of a few libraries: how a function binds then, and whether it still runs."""

DECORATORS = {
    "builtins.property": "property",
    "functools.cached_property": "property",
    "cached_property.cached_property": "property",
    "django.utils.functional.cached_property": "property",
    "propcache.cached_property": "property",
    "propcache.api.cached_property": "property",
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
}
MANAGERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})
TRANSPARENT = frozenset(
    {"functools.wraps", "functools.lru_cache", "functools.cache", "typing.overload", "typing.override", "typing.final"}
    | {"abc.abstractmethod", "pytest.fixture", "pytest_asyncio.fixture"}
    | {"tenacity.retry", "backoff.on_exception", "backoff.on_predicate", "stamina.retry"}
)
_TRANSPARENT_FAMILIES = ("tenacity.", "backoff.", "functools.", "typing.", "typing_extensions.", "abc.", "contextlib.")


def is_transparent(name: str) -> bool:
    """Return whether a decorator is transparent: the function still runs where it is called."""
    return name in DECORATORS or name in TRANSPARENT or name.startswith(_TRANSPARENT_FAMILIES)
