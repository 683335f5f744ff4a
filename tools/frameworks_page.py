"""The page of frameworks: who runs which plain function, where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.catalog import load
from flake8_fakeasync.catalog.sources import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.catalog import EntryPoint

_SHOWN = 4  # names in a cell
_OFTEN = {
    "start": "once, first",
    "once": "once",
    "request": "for each request",
    "item": "for each event",
    "": "",
}
_INTRODUCTION = """# Who runs a plain function

An `async def` runs on the event loop. So does a plain `def` that a framework calls there: it blocks every
other task just as much. JAM101 to JAM131 hold for these functions, and the message names the framework. What
a framework runs in a thread is not reported.

Frameworks are data, in `flake8_fakeasync/catalog/frameworks/`, read from the sources of the versions below. One of them
counts where a file of your project (at most 400 files around the one that is checked) imports it; those in
your own catalog files always count. Add your own with [`fakeasync-catalog`](configuration.md#fakeasync-catalog):

`setup.cfg`:

```ini
[flake8]
fakeasync-catalog = ./acme.toml
```

`acme.toml`:

```toml
roots = ["acme"]
kind = "framework"
framework = "Acme"                     # as messages call it

[[class]]
names = ["acme.App"]                   # so that the methods of an instance are known

[[entry]]
what = "job"                           # what the function is to the framework
runs = "loop"                          # or thread: not reported
decorators = ["acme.App.job"]          # bare or called
calls = ["acme.App.add_job"]           # takes the function at this position (none if negative)
position = 0
keywords = ["job"]                     # or by one of these keywords, alone or in a list or dict
unless_mentioned = ["acme.threads"]    # not if a file of the package has this text in it
often = "request"                      # once, request or item
advice = "make the job async def and await {instead}"

[[entry]]
what = "handler"
runs = "loop"
bases = ["acme.Handler"]
methods = ["on_*"]                     # properties = […] for properties
advice = "make the handler async def and await {instead}"
```

`app.py`:

```python
import acme
import requests

app = acme.App()


@app.job
def load():
    return requests.get("https://example.org")


class Handler(acme.Handler):
    def on_open(self):
        requests.get("https://example.org")
```

```console
$ flake8 --select=JAM app.py
app.py:9:12: JAM101 ... job load() runs on the event loop (Acme) and blocks on HTTP: requests.get(); ...
app.py:14:9: JAM101 ... handler on_open() runs on the event loop (Acme) and blocks on HTTP: requests.get(); ...
```

Further conditions are `argument` (a constant argument of the decorator or call), `when = { threaded = false }`
(its keywords) and `requires = "acme<3"` (what pyproject.toml, requirements files and lock files ask for).
`closes = true` says that the application closes there what it keeps. Of several entries that fit, the first
whose conditions hold decides, and yours come before ours.

*Advice* is what the message says; `client` is the async client that you use.
"""


def page() -> str:
    """Return the page."""
    versions = {
        root: source.tables()["read"] for source in shipped() if source.head.entries for root in source.head.roots
    }
    parts = [_INTRODUCTION]
    for runs, heading in (("loop", "On the event loop"), ("thread", "In a thread")):
        parts.append(f"## {heading}\n")
        parts.append(_table(runs))
    parts.append("## Versions\n")
    read = sorted({version for listed in versions.values() for version in listed}, key=str.lower)
    parts.append("".join(f"- {version}\n" for version in read))
    return "\n".join(parts)


def _table(runs: str) -> str:
    """Return the rows of what runs on the loop, or in threads."""
    heads = ("Framework", "What", "Known by", "How often", "Advice")[: 5 if runs == "loop" else 3]
    lines = [heads, ("---",) * len(heads)]
    entries = [
        entry for entry in load().entry_points.all() if entry.runs == runs and (entry.advice or runs == "thread")
    ]
    entries.sort(key=lambda entry: entry.framework.lower())
    lines += [_row(entry)[: len(heads)] for entry in entries]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _row(entry: EntryPoint) -> tuple[str, ...]:
    advice = entry.advice.replace("{instead}", "*client*").replace("async def", "`async def`")
    known = "; ".join(filter(None, (*_ways(entry), _conditions(entry))))
    return entry.framework, entry.what, known, _OFTEN[entry.often], advice


def _ways(entry: EntryPoint) -> Iterator[str]:
    if entry.decorators:
        yield _list(f"@{name}" for name in entry.decorators)
    if entry.calls and entry.position < 0:
        yield f"{_list(entry.calls)} with {_list(f'{name}=' for name in entry.keywords)}"
    elif entry.calls:
        yield _list(f"{name}()" for name in entry.calls)
    if entry.bases:
        yield f"{_list(entry.methods or entry.properties)} of {_list(entry.bases)}"


def _conditions(entry: EntryPoint) -> str:
    said = [f"with `{entry.argument}`"] if entry.argument else []
    said += [f"`{keyword}={value}`" for keyword, value in entry.when.items()]
    said += [f"`{entry.requires}` is required"] if entry.requires else []
    said += [f"if the package mentions {_list(entry.if_mentioned)}"] if entry.if_mentioned else []
    said += [f"unless it mentions {_list(entry.unless_mentioned)}"] if entry.unless_mentioned else []
    endpoint = {"taken": "an endpoint takes the model", "given": "an endpoint returns the model", "": ""}[entry.model]
    return ", ".join(filter(None, (*said, endpoint)))


def _list(names: Iterator[str] | tuple[str, ...]) -> str:
    """Return names in code type; of many, the first."""
    found = list(dict.fromkeys(names))
    shown = ", ".join(f"`{name}`" for name in found[:_SHOWN])
    return f"{shown} and {len(found) - _SHOWN} more" if len(found) > _SHOWN else shown
