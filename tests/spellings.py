"""How programs are written down: forms of imports, names of locals."""

from __future__ import annotations

import re
from typing import NamedTuple


class Spelling(NamedTuple):
    """How a program is written down: the form of its imports, what is appended to local names."""

    imports: str = "import x"
    suffix: str = ""
    helpers: str = ""  # the module that the helpers are in; here, when empty


def written(text: str, spelling: Spelling) -> str:
    """Return the text with names of libraries and locals filled in, and the imports of them on the first line."""
    used = sorted(set(re.findall(r"@([\w.]+)@", text)))
    imports = {_import(name, spelling.imports) for name in used} or {"pass"}
    text = re.sub(r"@([\w.]+)@", lambda match: _spelled(match[1], spelling.imports), text)
    text = re.sub(r"\$(\w+)", rf"\1{spelling.suffix}", text)
    return f"{'; '.join(sorted(imports))}\n{text}\n"


def _library(name: str) -> str:
    return next(library for library in _LIBRARIES if name.startswith(f"{library}."))


def _import(name: str, form: str) -> str:
    library, member = _library(name), name.rpartition(".")[2]
    return {
        "import x": f"import {library}",
        "import x as y": f"import {library} as the_{library.replace('.', '_')}",
        "from x import y": f"from {library} import {member}" if library == "urllib.request" else f"import {library}",
        "from x import y as z": f"from {library} import {member} as {library.replace('.', '_')}_{member}",
    }[form]


def _spelled(name: str, form: str) -> str:
    library, member = _library(name), name.rpartition(".")[2]
    return {
        "import x": name,
        "import x as y": f"the_{library.replace('.', '_')}.{member}",
        "from x import y": member if library == "urllib.request" else name,
        "from x import y as z": f"{library.replace('.', '_')}_{member}",
    }[form]


IMPORTS = ("import x", "import x as y", "from x import y", "from x import y as z")


_LIBRARIES = ("aiohttp", "asyncio", "functools", "httpx", "redis", "requests", "time", "urllib.request")
