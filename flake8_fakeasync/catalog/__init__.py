"""What is known about libraries: what blocks, what offloads, what closes, what replaces what."""

from flake8_fakeasync.catalog.entry_point import EntryPoint
from flake8_fakeasync.catalog.exceptions import ExceptionEntry
from flake8_fakeasync.catalog.idioms import Idiom
from flake8_fakeasync.catalog.loading import load
from flake8_fakeasync.catalog.lookup import Catalog
from flake8_fakeasync.catalog.model import CatalogError, Class, Function, Member, Offloader

__all__ = [
    "Catalog",
    "CatalogError",
    "Class",
    "EntryPoint",
    "ExceptionEntry",
    "Function",
    "Idiom",
    "Member",
    "Offloader",
    "load",
]
