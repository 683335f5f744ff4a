"""What the catalog knows of an exception: its bases, and its counterparts in other libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.catalog.model import family

if TYPE_CHECKING:
    from collections.abc import Mapping


class ExceptionEntry(NamedTuple):
    """An exception of a library and its nearest counterparts in others.

    `gaps` says for a library what its counterpart does not cover. It does not matter to a handler where `beside` has
    the library: it catches what that names as well, separated by commas. `decoders` are members of libraries whose
    ValueError the counterpart does not cover. `attributes` are those that handlers rely on and that not every
    exception of its kind has.
    """

    name: str
    names: tuple[str, ...]
    library: str
    bases: tuple[str, ...]
    twins: Mapping[str, str]
    gaps: Mapping[str, str]
    beside: Mapping[str, str]
    decoders: Mapping[str, str]
    attributes: tuple[str, ...]
    note: str | None

    def twin(self, library: str) -> str | None:
        """Return the counterpart in a library, ready to print: `httpx2.HTTPStatusError`."""
        own = library + self.name.removeprefix(self.library)
        if library == self.library:
            return own
        twin = self.twins.get(family(library))
        if twin is None and family(library) == family(self.library):
            return own
        if twin is None or twin.startswith("builtins."):
            return twin and twin.removeprefix("builtins.")
        return twin if "." in twin else f"{library}.{twin}"

    def gap(self, library: str) -> str | None:
        """Return what the counterpart in a library does not cover."""
        return self.gaps.get(family(library))

    def stands_for(self, library: str) -> tuple[str, ...] | None:
        """Return what catches the same in a library: the counterpart and what is beside it; None if nothing does."""
        twin, others = self.twin(library), self.beside.get(family(library))
        if twin is None or (others is None and self.gap(library) is not None):
            return None
        return (twin, *(each.strip() for each in (others or "").split(",") if each))

    def decoder(self, library: str) -> str | None:
        """Return the member of a library whose ValueError the counterpart does not cover."""
        member = self.decoders.get(family(library))
        return member and f"{library}.{member}"
