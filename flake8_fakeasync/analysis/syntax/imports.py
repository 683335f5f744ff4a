"""What a module imports, read off its text without parsing it."""

import re
from collections.abc import Iterator

_IMPORT = re.compile(r"[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n;#]+)|import[ \t]+([^\n;#]+))")
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
            found += [(name, ()) for name in _NAME.findall(modules)]
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
        yield line
    before = text[max(line, end) : place]
    if ";" in before or ":" in before:
        yield from (place - len(before) + number for number, each in enumerate(before, 1) if each in ";:")
