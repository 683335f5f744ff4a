"""What a module imports, read off its text without parsing it."""

import re

_FORMS = r"[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n;#]+)|import[ \t]+([^\n;#]+))"
_FIRST_IN_LINE = re.compile(f"^{_FORMS}", re.MULTILINE)
_ANYWHERE = re.compile(f"(?:^|[;:]){_FORMS}", re.MULTILINE)  # takes longer, and is hardly ever needed
_INSIDE_A_LINE = ("; import", ";import", "; from", ": import", ": from")
_NAME = re.compile(r"(\w[\w.]*)(?:[ \t\n]+as[ \t\n]+\w+)?")
_NOT_NAMES = re.compile(r"#[^\n]*|\\\n")


def imported(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the imports in a text as pairs of module (dots of a relative one kept) and names taken from it."""
    found: list[tuple[str, tuple[str, ...]]] = []
    imports = _ANYWHERE if any(mark in text for mark in _INSIDE_A_LINE) else _FIRST_IN_LINE
    for module, names, modules in imports.findall(text):
        if module:
            found.append((module, tuple(_NAME.findall(_NOT_NAMES.sub("", names)))))
        else:
            found += [(name, ()) for name in _NAME.findall(modules)]
    return found
