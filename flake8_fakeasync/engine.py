"""From source to violations under one set of choices: gate, walk, infer, ask the rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.context import Context
from flake8_fakeasync.analysis.program import Program
from flake8_fakeasync.analysis.project.gate import Triggers
from flake8_fakeasync.analysis.syntax.positions import Positions
from flake8_fakeasync.analysis.weights.weight import Weights
from flake8_fakeasync.catalog import load
from flake8_fakeasync.catalog.presets import files
from flake8_fakeasync.prefilter import catches_requests, is_async
from flake8_fakeasync.rules import checks, is_quiet, selected
from flake8_fakeasync.runtime import freeze_facts, gc_paused, recursion_headroom

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Sequence

    from flake8_fakeasync.analysis.project.neighbourhood import Neighbourhood
    from flake8_fakeasync.diagnostics import Violation
    from flake8_fakeasync.settings import Settings

# A question may lead through as many others as `query.DEEPEST` says, at a dozen frames each.
FRAMES = 2000
# Rows of facts that the garbage collector may still scan.
_SETTLED = 50_000
# Rules that say what a call blocks, the most important first.
BLOCKING = ("JAM101", "JAM102", "JAM111", "JAM112", "JAM131", "JAM132", "JAM121", "JAM122")


class Engine:
    """Judges files. `owns_process` allows it to take all objects of the process out of the garbage collector's sight.

    Raises a CatalogError where a catalog of the user's is wrong.
    """

    def __init__(self, settings: Settings, around: Neighbourhood, *, owns_process: bool) -> None:
        self._settings = settings
        self._owns_process = owns_process
        self._frozen = -_SETTLED  # facts of the first file as well: most processes of an editor lint one
        catalog = load(files(settings.preset) + settings.catalog, settings.cache)  # the user can change a preset
        kinds = {kind for rule in selected(settings) for kind in rule.kinds}
        self._quiet = {rule.code: rule.pedantic for rule in selected(settings) if is_quiet(rule, settings)}
        words = catalog.roots | catalog.roots_of(kinds) | {entry.partition(".")[0] for entry in settings.blocking}
        builtins = catalog.builtins() if "builtins" in words else ()
        triggers = Triggers(words, catalog.libraries or words, builtins)
        self.program = Program(catalog, settings, around, triggers)

    def violations(self, tree: ast.Module, lines: Sequence[str], filename: str) -> list[Violation]:
        """Return the violations of one file, in no particular order, some perhaps twice; columns count bytes."""
        with recursion_headroom(FRAMES), gc_paused() as collects:
            found = list(self._violations(tree, "".join(lines), filename))
            if collects and self._owns_process:
                self._freeze()  # before the collector sees what was made
        return found

    def _violations(self, tree: ast.Module, text: str, filename: str) -> Iterator[Violation]:
        if not self.program.may_report(filename, text):
            return
        module = self.program.module(filename, text, tree)
        context = Context(module, self.program, Positions(tree, text, module.facts.exprs))
        if not (is_async(text) or catches_requests(text)) and not context.has_functions_on_loop():
            return
        found: list[Violation] = []
        for kind, asking in checks(self._settings).items():
            facts: Sequence[object] = context.all(kind)
            for fact in facts:
                for check in asking:
                    found += check(fact, context)
        weights = Weights(context, text)
        for one in _one_for_each_call(found):
            yield _placed(replace(one, pedantic=self._quiet.get(one.rule.code) or weights.pedantic(one)), context)

    def _freeze(self) -> None:
        made = self.program.project.made
        if made - self._frozen > _SETTLED:
            self._frozen = made
            freeze_facts()


def _one_for_each_call(found: list[Violation]) -> Iterator[Violation]:
    """Yield the violations; of those that say what one call blocks, only the first in the order of `BLOCKING`."""
    ranks = {code: rank for rank, code in enumerate(BLOCKING)}
    first: dict[object, int] = {}
    for one in found:
        rank = ranks.get(one.rule.code)
        if rank is not None:
            call = getattr(one.place, "id", None)
            first[call] = min(rank, first.get(call, rank))
    for one in found:
        rank = ranks.get(one.rule.code)
        if rank is None or first[getattr(one.place, "id", None)] == rank:
            yield one


def _placed(found: Violation, context: Context) -> Violation:
    """Return a violation with what its place tells: where it ends, and the function around it."""
    place = found.place
    if place is None:
        return found
    end = found.end_line, found.end_column
    if not found.end_line:
        end = context.positions.span(place)[2:]
    fields = {**found.fields, "qualname": context.qualname(place)}
    return replace(found, end_line=end[0], end_column=end[1], fields=fields, place=None)
