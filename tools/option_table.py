"""The table of our options, as flake8 is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flake8_fakeasync import options

if TYPE_CHECKING:
    from flake8.options.manager import OptionManager


class _Listener:
    """Stands in for flake8's option manager and notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def add_option(self, flag: str, *, help: str, **_: object) -> None:  # noqa: A002  (flake8 calls it so)
        """Note an option and what it says of itself."""
        self.told.append((flag.removeprefix("--"), help))


def told() -> list[tuple[str, str]]:
    """Return each option with its help text."""
    listener = _Listener()
    options.register(cast("OptionManager", listener))
    return listener.told


def table(page: str) -> str:
    """Return a Markdown table of the options; each leads to its section of a page."""
    rows = "".join(f"| [`{name}`]({page}#{_anchor(name)}) | {text} |\n" for name, text in told())
    return f"| Option | What it takes |\n|---|---|\n{rows}"


def _anchor(name: str) -> str:
    """Return the anchor of the section of an option: two that belong together share one."""
    pairs = {"enable": "disable", "blocking": "nonblocking", "follow": "python"}
    for first, second in pairs.items():
        if name in {f"fakeasync-{first}", f"fakeasync-{second}"}:
            return f"fakeasync-{first}-fakeasync-{second}"
    return name
