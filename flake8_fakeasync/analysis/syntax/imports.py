"""What a module imports, read off its text without parsing it."""

import re
from collections.abc import Iterator

_CONTINUED = 4  # lines that a backslash joins to the one with `import`
_SPACE = r"(?:[ \t]|\\\n)"
_NAMES = r"(?:\\\n|[^\n;#])+"
_IMPORT = re.compile(
    rf"{_SPACE}*(?:lazy{_SPACE}+)?"
    rf"(?:from{_SPACE}*(\.*\w[\w.]*(?={_SPACE})|\.+){_SPACE}*import{_SPACE}*(\([^)]*\)|{_NAMES})"
    rf"|import{_SPACE}+({_NAMES}))"
)
_NAME = re.compile(r"(\w[\w.]*)(?:[ \t\n]+as[ \t\n]+\w+)?")
_NOT_NAMES = re.compile(r"#[^\n]*|\\\n")


def imported(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the imports in a text as pairs of module (dots of a relative one kept) and names taken from it."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for statement in _statements(text):
        module, names, modules = statement.groups("")
        if module:
            found.append((module, tuple(_NAME.findall(_NOT_NAMES.sub("", names)))))
        else:
            found += [(name, ()) for name in _NAME.findall(_NOT_NAMES.sub("", modules))]
    return found


def _statements(text: str) -> Iterator[re.Match[str]]:
    """Yield what looks like an import at the beginning of a statement, by looking around each `import`."""
    end, place = 0, text.find("import")
    while place >= 0:
        for start in _beginnings(text, end, place):
            found = _IMPORT.match(text, start)
            if found:
                yield found
                end = found.end()
                break
        place = text.find("import", max(end, place + 1))


def _beginnings(text: str, end: int, place: int) -> Iterator[int]:
    """Yield where a statement may begin between the end of the last import and a place in a line."""
    line = text.rfind("\n", 0, place) + 1
    if line >= end:
        yield from reversed(list(_joined(text, end, line)))
    before = text[max(line, end) : place]
    if ";" in before or ":" in before:
        yield from (place - len(before) + number for number, each in enumerate(before, 1) if each in ";:")


def _joined(text: str, end: int, line: int) -> Iterator[int]:
    """Yield where a line begins, and those before it that end in a backslash."""
    yield line
    for _ in range(_CONTINUED):
        if not text.endswith("\\\n", end, line):
            break
        line = max(end, text.rfind("\n", end, line - 1) + 1)
        yield line
