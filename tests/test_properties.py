"""What must hold for any program: what a report may depend on, and what it may not."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_fakeasync import Violation, check
from judging import ALL, judged
from programs import IMPORTS, PROGRAMS, Program, Spelling

_UNRELATED = "import requests\n\n\ndef ask(url):\n    return requests.get(url)\n\n\nasync def run(url):\n    ask(url)\n"

few = settings(max_examples=40, deadline=None)


def said(found: list[Violation]) -> list[tuple[str, int, str, str]]:
    """Return what is reported where, without columns: they depend on the length of names."""
    return sorted((Path(one.path).name, one.line, one.rule.code, one.message) for one in found)


def checked(files: dict[str, str], order: list[str] | None = None) -> list[tuple[str, int, str, str]]:
    """Return what is reported for files of a project, checked in this order."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pyproject.toml").touch()
        for name, text in files.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        return said(check([Path(folder, name) for name in order or list(files)], ALL))


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
