"""What ruff and flake8-async report about blocking calls we report as well, or we say why we do not."""

from __future__ import annotations

import linecache
import re
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wheels
from agreement import Place, by_flake8_async, by_ruff, missed
from programs import PROGRAMS, Program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_TABLE = tomllib.loads((wheels.LIST.parent / "differences.toml").read_text(encoding="utf-8"))["difference"]
_FEW = ("chainlit", "mcp", "starlette")  # flake8-async takes its time

_CALLS = (
    "requests.get(url)",
    "requests.request('GET', url)",
    "httpx.post(url)",
    "httpx.Client().get(url)",
    "client.get(url)",
    "client.request('GET', url)",
    "urllib.request.urlopen(url)",
    "urllib3.request('GET', url)",
    "subprocess.run(url)",
    "subprocess.check_output(url)",
    "os.system(url)",
    "process.wait()",
    "subprocess.Popen(url)",
    "open(url)",
    "pathlib.Path(url).open()",
    "pathlib.Path(url).exists()",
    "os.path.isfile(url)",
    "os.path.abspath(url)",
    "input(url)",
    "time.sleep(1)",
)
_PLACES = (
    "{}",
    "return {}",
    "found = {}",
    "print({})",
    "if {}:\n        pass",
    "with {} as found:\n        pass",
    "for each in {}:\n        pass",
    "found = [{} for each in url]",
    'found = f"{{{}}}"',
    "assert url or {}",
    "try:\n        {}\n    finally:\n        pass",
    "match {}:\n        case None:\n            pass",
    "async with url:\n        {}",
    "while True:\n        {}",
)
_HEAD = "import httpx, os, pathlib, requests, subprocess, time, urllib.request, urllib3\n"
_SIGNATURE = "async def run{}(url, client: httpx.Client, process: subprocess.Popen):\n    {}\n"


def unexplained(places: Iterable[Place]) -> list[str]:
    """Return what the table has no reason for."""
    found = []
    for place in places:
        source = linecache.getline(place.path, place.line).strip()
        if not any(row["code"] == place.code and re.search(row["source"], source) for row in _TABLE):
            found.append(f"{place.path}:{place.line}: {place.code}: {source}")
    return found


def written(text: str, folder: Path) -> Path:
    """Write a module and return its path."""
    path = folder / "made_up.py"
    path.write_text(text, encoding="utf-8")
    linecache.checkcache(str(path))
    return path


def each_tool(function: Callable[..., None]) -> Callable[..., None]:
    """Run a test for both tools; flake8-async takes its time."""
    second = pytest.param(by_flake8_async, marks=pytest.mark.slow)
    mark = pytest.mark.parametrize("reported", [by_ruff, second], ids=["ruff", "flake8-async"])
    return mark(function)  # type: ignore[no-any-return]


@each_tool
def test_places_of_calls(reported: Callable[[Iterable[Path]], set[Place]], tmp_path: Path) -> None:
    """Each call that blocks, in each place where a call can stand."""
    bodies = [place.format(call) for place in _PLACES for call in _CALLS]
    text = _HEAD + "".join(_SIGNATURE.format(number, body) for number, body in enumerate(bodies))
    found = reported([written(text, tmp_path)])
    assert len(found) > len(bodies) // 2
    assert unexplained(missed(found)) == []


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PROGRAMS, min_size=15, max_size=15))
def test_programs(tmp_path_factory: pytest.TempPathFactory, programs: list[Program]) -> None:
    """Programs that hypothesis makes up."""
    folder = tmp_path_factory.mktemp("programs")
    for number, program in enumerate(programs):
        (folder / f"program{number}.py").write_text(program.text(), encoding="utf-8")
    assert unexplained(missed(by_ruff(sorted(folder.glob("*.py"))))) == []


@pytest.mark.slow
@pytest.mark.parametrize("pin", wheels.counted(), ids=lambda pin: pin.project)
def test_real_code_with_ruff(pin: wheels.Pin) -> None:
    """The wheels whose reports are counted."""
    files = wheels.python_files(wheels.unpacked(pin, wheels.default_cache()))
    assert unexplained(missed(by_ruff(files))) == []


@pytest.mark.slow
@pytest.mark.parametrize("pin", [pin for pin in wheels.counted() if pin.project in _FEW], ids=lambda pin: pin.project)
def test_real_code_with_flake8_async(pin: wheels.Pin) -> None:
    """Some of them."""
    files = wheels.python_files(wheels.unpacked(pin, wheels.default_cache()))
    assert unexplained(missed(by_flake8_async(files))) == []


def test_reasons() -> None:
    """Each difference has a reason, which is a sentence."""
    assert all(row["reason"].endswith(".") and re.compile(row["source"]) for row in _TABLE)
