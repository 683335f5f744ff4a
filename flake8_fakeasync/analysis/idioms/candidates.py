"""Facts whose attribute name occurs in the catalog; receivers are not resolved yet."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.responses import RESPONSE
from flake8_fakeasync.analysis.idioms.idioms import may_be_member
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.view import View

_READ = ("change", "misuse", "missing", "value")


class CandidateRead(Attribute):
    """An attribute by a name that the catalog has an idiom for, or that of the response of an exception."""


class CandidateCall(Call):
    """A call of what goes by the name of a member of a library."""


def candidate_reads(view: "View") -> "Iterator[Attribute]":
    """Yield the attributes of a module that are a NamedRead."""
    evaluator = frozenset({RESPONSE}).union(*(view.catalog.idiom_names[kind] for kind in _READ))
    return (attribute for attribute in view.all(Attribute) if attribute.name in evaluator)


def candidate_calls(view: "View") -> "Iterator[Call]":
    """Yield the calls of a module that are a NamedCall."""
    return (call for call in view.all(Call) if may_be_member(view, call.function))
