"""What must hold for any program: what a report may depend on, and what it may not."""

from __future__ import annotations

import re
import tempfile
from contextlib import chdir
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flake8_fakeasync import Violation, check
from judging import ALL, judged
from programs import PROGRAMS, Program
from spellings import IMPORTS, Spelling

_UNRELATED = "import requests\n\n\ndef ask(url):\n    return requests.get(url)\n\n\nasync def run(url):\n    ask(url)\n"

# What a name may be bound to, and the annotations of the same; `Near` blocks nothing, `Far` does.
_VALUES = (
    "requests", "'requests'", "httpx", "None", "1", "True", "toolbox", "requests.Session()", "Near()", "Far()", "Far",
    "requests.get", "httpx.get", "Mode.FAR", "other()", "[requests]",
)  # fmt: skip
_TYPES = ("requests.Session", "httpx.Client", "httpx.AsyncClient", "Near", "Far", "Mode", "str", "None", "unknown.Type")
_ARMS = """import enum, httpx, requests, unknown
class Near:
    def get(self, url): return url
class Far:
    def get(self, url): return requests.get(url)
class Mode(enum.Enum):
    FAR = "requests"
async def other(): return 1
async def main(toolbox, test, given: {given}):
    if {test}: chosen = {first}
    else: chosen = {second}
    chosen.get("url"); chosen("url")
    named = {items}
    for each in named.values(): each.get("url"); each("url")
    given.get("url")
"""
_USED = (12, 14, 15)

few = settings(max_examples=40, deadline=None)


def said(found: list[Violation]) -> list[tuple[str, int, str, str]]:
    """Return what is reported where, without columns: they depend on the length of names."""
    return sorted((Path(one.path).name, one.line, one.rule.code, one.message) for one in found)


def checked(files: dict[str, str], order: list[str] | None = None) -> list[tuple[str, int, str, str]]:
    """Return what is reported for files of a project, checked in this order."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        Path("pyproject.toml").touch()
        for name, text in files.items():
            Path(name).write_text(text, encoding="utf-8")
        return said(check(order or list(files), ALL))


@few
@given(PROGRAMS)
def test_no_async(program: Program) -> None:
    """Without `async` and `await` nothing blocks a loop and nothing pretends to be async."""
    plain = re.sub(r"\b(async|await) ", "", program.text())
    assert [one for one in said(judged(plain)) if one[2] < "JAM3"] == []


@few
@given(PROGRAMS, st.sampled_from(IMPORTS))
def test_spelling_of_imports(program: Program, imports: str) -> None:
    """A library is the same library, whatever it is called here."""
    assert said(judged(program.text(Spelling(imports)))) == said(judged(program.text()))


@few
@given(PROGRAMS)
def test_local_names(program: Program) -> None:
    """Nothing is guessed from the name of a variable."""
    renamed = [(path, line, code) for path, line, code, _ in said(judged(program.text(Spelling(suffix="_of_mine"))))]
    assert renamed == [(path, line, code) for path, line, code, _ in said(judged(program.text()))]


@few
@given(PROGRAMS)
def test_order_of_files(program: Program) -> None:
    """Neither the order of files nor a file that has nothing to do with the others changes anything."""
    files = program.files(Spelling(helpers="helpers"))
    found = checked(files)
    assert checked(files, ["helpers.py", "main.py"]) == found
    beside = checked({**files, "unrelated.py": _UNRELATED}, ["unrelated.py", *files])
    assert [one for one in beside if one[0] != "unrelated.py"] == found


@few
@given(PROGRAMS)
def test_again(program: Program) -> None:
    """A second run equals the first, also after other programs have been judged."""
    first = said(judged(program.text()))
    judged(_UNRELATED)
    assert said(judged(program.text())) == first


@few
@given(PROGRAMS)
def test_module_of_helpers(program: Program) -> None:
    """Where helpers stand makes no difference to the coroutines that call them."""
    last = "async def other"
    apart = program.files(Spelling(helpers="helpers"))["main.py"]
    here = program.text()
    moved = here[: here.index(last)].count("\n") - apart[: apart.index(last)].count("\n")
    found = [(line + moved, code) for name, line, code, _ in checked(program.files(Spelling(helpers="helpers")))
             if name == "main.py"]  # fmt: skip
    together = [(line, code) for _, line, code, _ in said(judged(here))]
    before = here[: here.index(last)].count("\n")
    assert found == [one for one in together if one[0] > before]


@pytest.mark.parametrize("imports", IMPORTS)
def test_programs_are_python(imports: str) -> None:
    """Programs are made up to be judged; this one has much to report."""
    program = Program("@requests.get@($url)", "pass", ("ask($url)\nshared.get($url)",), "return await other($url)")
    codes = [code for _, _, code, _ in said(judged(program.text(Spelling(imports))))]
    assert codes == ["JAM102", "JAM101"]


def arms(test: str, values: list[str], types: list[str]) -> list[tuple[int, str, str]]:
    """Return what is reported where a name may be either of two things."""
    keyed = zip(("one", "two") if test == "test" else ("two", "one"), values, strict=True)
    items = "{" + ", ".join(f"'{key}': {value}" for key, value in keyed) + "}"
    text = _ARMS.format(test=test, first=values[0], second=values[1], items=items, given=" | ".join(types))
    return [(line, code, message) for _, line, code, message in said(judged(text)) if line in _USED]


@few
@example(["requests", "'requests'"], ["str", "requests.Session"])
@given(st.tuples(*[st.sampled_from(_VALUES)] * 2).map(list), st.tuples(*[st.sampled_from(_TYPES)] * 2).map(list))
def test_order_of_arms(values: list[str], types: list[str]) -> None:
    """Neither the order of branches, of the members of a union nor of the items of a dict changes anything."""
    assert arms("test", values, types) == arms("not test", values[::-1], types[::-1])
