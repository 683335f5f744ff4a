"""The method resolution order of a class."""

from typing import NamedTuple

from flake8_fakeasync.analysis.values import OwnClass


class Mro(NamedTuple):
    """A class and its bases, nearest first; `external` are the bases outside the project."""

    own: tuple[OwnClass, ...]
    external: tuple[str, ...]
