"""What goes by a name that libraries use: found by its name, before it costs to ask what it is."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.responses import RESPONSE
from flake8_fakeasync.analysis.idioms.idioms import may_be_member
from flake8_fakeasync.analysis.syntax.rows import Attribute, Call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.linked import Linked

_READ = ("change", "misuse", "missing", "value")


class NamedRead(Attribute):
    """An attribute by a name that the catalog has an idiom for, or that of the response of an exception."""


class NamedCall(Call):
    """A call of what goes by the name of a member of a library."""


def named_reads(linked: "Linked") -> "Iterator[Attribute]":
    """Yield the attributes of a module that are a NamedRead."""
    names = frozenset({RESPONSE}).union(*(linked.catalog.idiom_names[kind] for kind in _READ))
    return (attribute for attribute in linked.all(Attribute) if attribute.name in names)


def named_calls(linked: "Linked") -> "Iterator[Call]":
    """Yield the calls of a module that are a NamedCall."""
    return (call for call in linked.all(Call) if may_be_member(linked, call.function))
