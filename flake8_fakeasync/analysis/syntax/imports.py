"""What a module imports, read off its text without parsing it; each character is looked at a few times at most."""

import re
from collections.abc import Iterator

_SPACE = r"(?:[ \t\f]|\\\n)"
_IMPORT = re.compile(
    rf"{_SPACE}*(?:lazy{_SPACE}+)?"
    rf"(?:from{_SPACE}*(\.*\w[\w.]*(?={_SPACE})|\.+){_SPACE}*import{_SPACE}*|import{_SPACE}+(?=[^\n;#]))"
)
_NAMES = re.compile(r"(?:[^\n;#\\]|\\\n?)++")
_STOP = re.compile(r"[()#\"'=]")  # what a list of names in parentheses ends at, or is interrupted by: a comment
_NAME = re.compile(r"(\w[\w.]*)(?:[ \t\f\n]+as[ \t\f\n]+\w+)?")
_NOT_NAMES = re.compile(r"#[^\n]*|\\\n")


def imported(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the imports in a text as pairs of module (dots of a relative one kept) and names taken from it."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for module, names in _Scanner(text).statements():
        taken = _NAME.findall(_NOT_NAMES.sub("", names))
        if module:
            found.append((module, tuple(taken)))
        else:
            found += [(name, ()) for name in taken]
    return found


class _Scanner:
    """Looks for statements around each `import`; only where a statement begins before it is there anything to match."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]  # where a statement may begin that goes on at `_scanned`
        self._scanned = 0
        self._ends: dict[int, int | None] = {}  # by the end of a line: where the parenthesis closes that is open there

    def statements(self) -> Iterator[tuple[str, str]]:
        """Yield what looks like an import at the beginning of a statement: a module, if any, and a list of names."""
        text = self._text
        place = text.find("import")
        while place >= 0:
            self._scan(place)
            head, after = self._head(), place + 1
            if head:
                after = self._scanned = self._end(head.end())
                yield head[1] or "", text[head.end() : after]
            place = text.find("import", after)

    def _scan(self, place: int) -> None:
        """Find where the statement around a place may begin: after the last separator before it.

        A line after a backslash may go on with the one before it or, where that is a comment, begin one.
        """
        text, scanned = self._text, self._scanned
        line = end = text.rfind("\n", scanned, place)
        while line > 0 and text[line - 1] == "\\":
            line = text.rfind("\n", scanned, line)
        last = max(line, text.rfind(";", scanned, place), text.rfind(":", scanned, place))
        if last >= 0:
            self._starts.append(last + 1)
        if end > last:
            self._starts.append(end + 1)
        self._scanned = max(scanned, place)

    def _head(self) -> re.Match[str] | None:
        """Return what an import looks like up to its names; each beginning is tried once."""
        found = next(filter(None, (_IMPORT.match(self._text, start) for start in self._starts)), None)
        self._starts.clear()
        return found

    def _end(self, start: int) -> int:
        """Return where the names end that begin at a place."""
        if self._text.startswith("(", start):
            closed = self._closed(start + 1)
            if closed is not None:
                return closed
        names = _NAMES.match(self._text, start)
        return names.end() if names else start

    def _closed(self, start: int) -> int | None:
        """Return the place after the parenthesis that closes a list of names, None if this is no such list."""
        text, lines = self._text, list[int]()
        found: int | None = None
        while stop := _STOP.search(text, start):
            if stop[0] != "#":
                found = stop.end() if stop[0] == ")" else None
                break
            start = self._line_end(stop.start())
            if start in self._ends:
                found = self._ends[start]
                break
            lines.append(start)
        self._ends.update(dict.fromkeys(lines, found))
        return found

    def _line_end(self, place: int) -> int:
        end = self._text.find("\n", place)
        return len(self._text) if end < 0 else end
