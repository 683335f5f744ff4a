"""The rules, one file each; adding a file adds the rule."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from flake8_fakeasync.catalog.presets import preset
from flake8_fakeasync.codes import modules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flake8_fakeasync.rule import Check, Rule
    from flake8_fakeasync.settings import Settings


@cache
def rule(code: str) -> Rule:
    """Return the rule with this code; its page is the docstring of its module."""
    module = import_module(f"{__name__}.{modules()[code]}")
    found: Rule = module.rule
    found.page = module.__doc__ or ""
    return found


def rules() -> tuple[Rule, ...]:
    """Return all rules, sorted by code."""
    return tuple(map(rule, modules()))


def selected(settings: Settings) -> tuple[Rule, ...]:
    """Return the rules that these settings switch on, sorted by code."""
    added = {code for name in settings.preset for code in preset(name).enable}
    return tuple(
        one
        for one in rules()
        if settings.selects(one.code, default=one.default or bool(one.pedantic) or one.code in added)
    )


def is_quiet(one: Rule, settings: Settings) -> bool:
    """Return whether all that a rule finds is left out: it runs so that this can be counted."""
    return bool(one.pedantic) and not settings.selects(one.code, default=False)


@lru_cache(maxsize=8)
def checks(settings: Settings) -> Mapping[type, tuple[Check, ...]]:
    """Return the checks that these settings switch on, by the kind of fact they ask for.

    Raises a TypeError, with file and line, for a check of a kind that nothing provides.
    """
    from flake8_fakeasync.analysis.context import PROVIDED  # not needed to print pages

    found: defaultdict[type, list[Check]] = defaultdict(list)
    for one in selected(settings):
        for fact, check in one.checks:
            if fact not in PROVIDED:
                code = check.__code__
                message = f"{code.co_filename}:{code.co_firstlineno}: nothing provides facts of kind {fact.__name__}"
                raise TypeError(message)
            found[fact].append(check)
    return {fact: tuple(of_fact) for fact, of_fact in found.items()}
