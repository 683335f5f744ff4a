"""What using a library may raise: what the catalog says of its functions, classes and members."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project.requirements import allowed
from flake8_fakeasync.analysis.project.versions import ANY, bounds
from flake8_fakeasync.catalog.backends import backend
from flake8_fakeasync.catalog.raises import conduct

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.handlers.summary import Summary
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.values import Instance
    from flake8_fakeasync.catalog import Class, Function

STATUS_ERROR, CHECK = "HTTPStatusError", "raise_for_status"
# Their results, and exceptions, come from other code.
_OUTCOMES = frozenset({"network", "dispatch", "wait"})


class LibraryRaises:
    """Adds to a summary what using libraries may raise."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._project = evaluator.project
        self._catalog = evaluator.catalog
        self._http = evaluator.catalog.roots_of(("http",))

    def function(self, summary: "Summary", name: str) -> None:
        """Add what calling a function, a class or an exception of a library may raise."""
        entry = self._catalog.function(name) or self._catalog.cls(name)
        exception = self._catalog.exception(name)
        kind = conduct(name)
        if entry is not None:
            self._entry(summary, entry, pure=getattr(entry, "effect", "pure") == "pure")
        elif exception is not None:
            summary.raises.add(exception.library)
            summary.status = summary.status or exception.name.endswith(STATUS_ERROR)
        elif kind == "unknown":
            self._foreign(summary, name)
        else:
            summary.system = summary.system or kind == "system"

    def _entry(self, summary: "Summary", entry: "Function | Class", *, pure: bool) -> None:
        kind = conduct(entry.name)
        if entry.kind == "network" and self._wraps(summary, entry.name):
            return
        if entry.kind == "http":
            self._raise(summary, entry)
            if not pure or getattr(entry, "connects", "never") == "always":
                summary.uses.add(entry.library)
        elif kind == "unknown":
            summary.unknown = summary.unknown or entry.kind in _OUTCOMES
            summary.system = summary.system or not pure
        else:
            summary.system = summary.system or (kind == "system" and not pure)

    def _foreign(self, summary: "Summary", name: str) -> None:
        """Add code that only its root tells: a client library whose exceptions are known raises those."""
        root = name.partition(".")[0]
        if self._wraps(summary, name):
            return
        if root in self._http and self._catalog.exception(f"{root}.InvalidURL") is not None:
            summary.raises.add(root)
            summary.status = True
        else:
            summary.unknown = True

    def _wraps(self, summary: "Summary", name: str) -> bool:
        """Add what a package raises whose HTTP library is known by its release; return whether it is."""
        found = backend(name.partition(".")[0])
        if found is None or summary.home is None:
            return False
        asked = allowed(self._project, summary.home, found.distribution)
        fitting = [each for each in found.releases if asked.meets(bounds(each[0]))]
        for release, library in fitting[-1:] if asked == ANY else fitting:
            summary.raises.add(library)
            summary.uses.add(f"{found.distribution}{release}")
        summary.system = summary.status = True
        return bool(fitting)

    def _raise(self, summary: "Summary", entry: "Function | Class") -> None:
        """Add the libraries whose exceptions come out of an entry; what wraps another library may check the status."""
        summary.raises.update(entry.raises)
        summary.status = summary.status or set(entry.raises) != {entry.library}

    def member(self, summary: "Summary", value: "Instance") -> None:
        """Add what calling a member of an instance may raise."""
        cls = self._catalog.cls(value.name)
        if cls is None:
            self._uncatalogued(summary, value)
            return
        member = cls.member(value.path)
        if cls.kind == "http":
            self._raise(summary, cls)
            summary.status = summary.status or value.path.endswith(CHECK)
            if "." not in value.path and value.path != "__init__":
                summary.uses.add(cls.library)
            # What goes wrong while a socket is closed is not translated.
            summary.system = summary.system or value.path in cls.close
        else:
            self._entry(summary, cls, pure=member is not None and member.effect == "pure")

    def _uncatalogued(self, summary: "Summary", value: "Instance") -> None:
        exception = self._catalog.exception(value.name)
        kind = conduct(f"{value.name}.{value.path}")
        if exception is not None:
            summary.raises.add(exception.library)
            summary.status = summary.status or exception.name.endswith(STATUS_ERROR)
        elif kind == "unknown":
            self._foreign(summary, value.name)
        summary.system = summary.system or kind == "system"

    def read(self, summary: "Summary", name: str) -> None:
        """Add what reading an attribute of an instance may raise: a response that was not read, say."""
        cls = self._catalog.cls(name)
        if cls is not None and cls.kind == "http":
            summary.raises.update(cls.raises)

    def used(self, summary: "Summary", name: str, *, strict: bool) -> None:
        """Add what entering, or iterating over, an instance of an external class may raise."""
        cls = self._catalog.cls(name)
        if cls is not None:
            self._entry(summary, cls, pure=True)
        elif strict and conduct(name) == "unknown" and self._catalog.exception(name) is None:
            self._foreign(summary, name)
