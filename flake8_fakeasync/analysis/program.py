"""A project under one set of choices: its modules, their names, what blocks, what reaches it."""

from typing import TYPE_CHECKING, TypeVar, cast

from flake8_fakeasync.analysis.entry_points.candidates import may_be_run
from flake8_fakeasync.analysis.entry_points.runners import Runners
from flake8_fakeasync.analysis.infer.evaluator import Evaluator
from flake8_fakeasync.analysis.project.gate import Triggers
from flake8_fakeasync.analysis.project.project import Project
from flake8_fakeasync.analysis.reach.blocking import BlockingClassifier
from flake8_fakeasync.analysis.reach.callgraph import CallGraph
from flake8_fakeasync.analysis.reach.edges import Edges
from flake8_fakeasync.catalog.presets import preset
from flake8_fakeasync.disk.reader import absolute
from flake8_fakeasync.prefilter import catches_requests, is_async

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.project.neighbourhood import Neighbourhood
    from flake8_fakeasync.catalog import Catalog
    from flake8_fakeasync.settings import Settings

S = TypeVar("S")


class Program:
    """Links modules on demand; one for each set of choices in a process."""

    def __init__(
        self, catalog: "Catalog", settings: "Settings", around: "Neighbourhood", triggers: "Triggers | None" = None
    ) -> None:
        self.catalog = catalog
        self.settings = settings
        self.presets = tuple(map(preset, settings.preset))
        triggers = triggers or Triggers(catalog.roots, catalog.libraries)
        self.project = Project(triggers, around, settings.src, settings.cache, settings.follow)
        self.evaluator = Evaluator(self.project, catalog)
        self.classifier = BlockingClassifier(self.evaluator, settings)
        self.offloads = self.evaluator.offloads
        self.runners = Runners(self.evaluator)
        self.edges = Edges(self.evaluator, self.classifier, self.runners.model_methods)
        self.graph = CallGraph(self.evaluator, self.edges, self.classifier.declared, settings.depth)
        self._services: dict[Callable[[Program], object], object] = {}

    def service(self, kind: "Callable[[Program], S]") -> S:
        """Return what answers questions of one kind for the whole project, made when it is first asked for."""
        if kind not in self._services:
            self._services[kind] = kind(self)
        return cast("S", self._services[kind])

    def may_report(self, filename: str, text: str) -> bool:
        """Return whether a file may have violations, as far as its text and the files that it imports tell."""
        path = absolute(filename)
        points = self.catalog.entry_points
        may_have = is_async(text) or catches_requests(text) or may_be_run(self.project, points, path, text)
        return may_have and self.project.text_matters(path, text)

    def module(self, filename: str, text: str, tree: "ast.Module") -> "Module":
        """Return a file as it was handed to us, linked with the files around it on disk."""
        self.project.make_room()
        module = self.project.given(absolute(filename), text, tree)
        self.evaluator.invalidate_stale()
        return module
