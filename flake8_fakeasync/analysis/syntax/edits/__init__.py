"""Edits of one module: what fixes are made of."""

from flake8_fakeasync.analysis.syntax.edits.awaits import AwaitEdits
from flake8_fakeasync.analysis.syntax.edits.blocks import BlockEdits
from flake8_fakeasync.analysis.syntax.edits.calls import CallEdits
from flake8_fakeasync.analysis.syntax.edits.handlers import HandlerEdits
from flake8_fakeasync.analysis.syntax.edits.names import NameEdits
from flake8_fakeasync.analysis.syntax.edits.texts import TextEdits


class Edits(AwaitEdits, BlockEdits, CallEdits, HandlerEdits, NameEdits, TextEdits):
    """Makes edits of one module; columns count bytes. None means that something cannot be edited."""


__all__ = ["Edits"]
