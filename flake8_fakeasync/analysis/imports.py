"""What a module imports, read off its text without parsing it."""

import re

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n;#]+)|import[ \t]+([^\n;#]+))", re.MULTILINE
)
_NAME = re.compile(r"(\w[\w.]*)(?:[ \t\n]+as[ \t\n]+\w+)?")
_NOT_NAMES = re.compile(r"#[^\n]*|\\\n")


def imported(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the imports in a text as pairs of module (dots of a relative one kept) and names taken from it."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for module, names, modules in _IMPORT.findall(text):
        if module:
            found.append((module, tuple(_NAME.findall(_NOT_NAMES.sub("", names)))))
        else:
            found += [(name, ()) for name in _NAME.findall(modules)]
    return found
