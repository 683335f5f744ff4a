"""The codes and names of all rules, read off the names of their files; no rule is imported."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES = Path(__file__).parent / "rules"


@cache
def modules() -> Mapping[str, str]:
    """Return the name of the module of each rule in `rules`, by its code, sorted."""
    names = sorted(path.stem for path in RULES.glob("jam*.py"))
    return {name.partition("_")[0].upper(): name for name in names}


def names() -> Mapping[str, str]:
    """Return the code of each rule by its name: `blocking-http-call`."""
    return {module.partition("_")[2].replace("_", "-"): code for code, module in modules().items()}


def prefix(text: str) -> str | None:
    """Return the prefix of codes that a user means: any case, `ALL`, or the name of a rule; None if there is none."""
    code = text.upper()
    if code == "ALL" or any(each.startswith(code) for each in modules()):
        return code
    return names().get(text.lower())


def suggestion(text: str) -> str | None:
    """Return the code or name that comes closest to what is none of either; None if nothing is near."""
    from difflib import get_close_matches  # not needed where all is well

    code = text.upper()
    digits = code[:3] + code[3:].translate(str.maketrans("OIL", "011"))
    if digits in modules():
        return digits
    near = get_close_matches(code, ("ALL", "JAM", *modules()), n=1) or get_close_matches(text.lower(), names(), n=1)
    return near[0] if near else None
