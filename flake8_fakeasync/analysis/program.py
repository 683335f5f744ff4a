"""A project under one set of choices: its modules, their names, what blocks, what reaches it."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.guards import Guards
from flake8_fakeasync.analysis.lifetimes.creations import Creations
from flake8_fakeasync.analysis.linked import Linked
from flake8_fakeasync.analysis.modules.gate import Words
from flake8_fakeasync.analysis.modules.project import Project
from flake8_fakeasync.analysis.names.names import Names
from flake8_fakeasync.analysis.reach.blocking import Judge
from flake8_fakeasync.analysis.reach.callgraph import CallGraph
from flake8_fakeasync.analysis.reach.edges import Edges
from flake8_fakeasync.analysis.threads.work import Work
from flake8_fakeasync.disk import absolute

if TYPE_CHECKING:
    import ast

    from flake8_fakeasync.catalog import Catalog
    from flake8_fakeasync.settings import Settings


class Program:
    """Links modules on demand; one for each set of choices in a process."""

    def __init__(
        self, catalog: "Catalog", settings: "Settings", words: frozenset[str], spoken: tuple[str, ...] = ()
    ) -> None:
        self.catalog = catalog
        self.settings = settings
        self.project = Project(Words(words, catalog.libraries or words, spoken), settings.src, settings.cache)
        self.names = Names(self.project, catalog)
        self.judge = Judge(self.names, settings)
        self.offloads = self.names.offloads
        self.creations = Creations(self.names)
        self.edges = Edges(self.names, self.judge)
        self.guards = Guards(self.names, self.offloads)
        self.graph = CallGraph(self.names, self.edges, self.judge.declared, settings.depth)
        self.work = Work(self.names, self.judge, self.graph)

    def link(self, filename: str, text: str, tree: "ast.Module") -> Linked:
        """Return a file as it was handed to us, linked with the files around it on disk."""
        self.project.make_room()
        module = self.project.given(absolute(filename), text, tree)
        if self.names.forget_stale():
            self.graph.clear()
            self.edges.clear()
            self.creations.clear()
        return Linked(module, self)
