"""The check of our phrases: what it finds, and what it leaves alone."""

from __future__ import annotations

import pytest

import phrases

_AVOIDED = phrases.phrases("# a comment\nfor ever -> forever\ncatalogue(s|d)? -> catalog\n")


def test_found_with_line_and_replacement() -> None:
    """Each phrase has its line, in any case of letters, also at the end of a sentence."""
    text = "It waits\nFor ever. See the catalogues."
    assert list(phrases.found_in(text, _AVOIDED)) == [(2, "For ever", "forever"), (2, "catalogues", "catalog")]


def test_whole_words() -> None:
    """A phrase inside another word is none."""
    assert list(phrases.found_in("for everyone, forever", _AVOIDED)) == []


def test_code_is_not_prose() -> None:
    """Code blocks keep their words, and the lines after them their numbers."""
    text = "```python\nfor ever in time: ...\n```\nfor ever"
    assert list(phrases.found_in(text, _AVOIDED)) == [(4, "for ever", "forever")]


def test_bad_list() -> None:
    """A line without a replacement is named."""
    with pytest.raises(ValueError, match="line 2: expected 'pattern -> replacement', got 'kin'"):
        phrases.phrases("heirs? -> replacement\nkin\n")


def test_the_list_is_in_its_form() -> None:
    """Our own list can be read, and none of it is in the pages."""
    assert phrases.phrases(phrases.PHRASES.read_text(encoding="utf-8"))
