"""What a region of code does, added up: the libraries that it calls, the exceptions that may leave it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.values import OwnFunction


class Summary:
    """Summary of a region; `functions` are the project functions that it runs.

    `status` tells that the error of a bad status may be among the exceptions.
    """

    __slots__ = ("functions", "home", "raises", "status", "system", "unknown", "uses")

    def __init__(self, home: "Module | None" = None) -> None:
        self.home = home
        self.uses: set[str] = set()
        self.raises: set[str] = set()
        self.unknown = False
        self.system = False
        self.status = False
        self.functions: list[OwnFunction] = []
