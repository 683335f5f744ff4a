"""Texts that are put together: f-strings as rows."""

from typing import NamedTuple

from flake8_fakeasync.analysis.syntax.kinds import TextForm


class Text(NamedTuple):
    """An f-string; `form` is "query" if it spells a question mark, "open" if it ends with a placeholder, or else "".

    `start` is what it begins with if that is the first part of an address, `https://`.
    """

    form: TextForm = ""
    start: str = ""
