"""Whatever is written, deleted and checked in one process: the answers are those of a process that sees it all new."""

from __future__ import annotations

import tempfile
from contextlib import chdir
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_fakeasync import Session, Settings

_SHOP = "class Shop:\n    async def load(self):\n        {}\n"
_REACH = "async def main():\n    {module}.fetch()\n    await {module}.Shop().load()\n"
# By file: what may be written there. Some of it blocks, some leads there, some shadows a module or library.
_TEXTS = {
    "pyproject.toml": ("", '[project]\ndependencies = ["aiohttp"]\n'),
    "app.py": (
        "import low\n" + _REACH.format(module="low"),
        "from lib import low\n" + _REACH.format(module="low"),
        "from lib import *\nimport low\n" + _REACH.format(module="low"),
    ),
    "low.py": (
        "import requests\ndef fetch():\n    return requests.get('')\n" + _SHOP.format("fetch()"),
        "from lib.low import Shop, fetch\n",
        "def fetch():\n    pass\n" + _SHOP.format("return fetch()"),
        "def fetch(:\n",
    ),
    "lib/__init__.py": ("", "from lib.low import fetch\n__all__ = ['fetch']\n"),
    "lib/low.py": (
        "import time\ndef fetch():\n    time.sleep(1)\n" + _SHOP.format("import requests; requests.get('')"),
        "from low import fetch\n" + _SHOP.format("fetch()"),
    ),
    "requests.py": ("def get(url):\n    return url\n",),
    "deep/requests/__init__.py": ("def get(url):\n    return url\n",),
}
_STEPS = st.one_of(
    st.sampled_from([(path, text) for path, texts in _TEXTS.items() for text in (*texts, None)]),
    st.sampled_from([("check", path) for path in ("app.py", "low.py", "lib/low.py")]),
)


def _found(session: Session, path: str) -> list[str]:
    return [f"{one.line}:{one.column} {one.rule.code} {one.message}" for one in session.check([path])]


def _write(path: str, text: str | None) -> None:
    file = Path(path)
    if text is None:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("_each_ground")
@given(st.lists(_STEPS, min_size=4, max_size=24))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_as_if_new(steps: list[tuple[str, str | None]]) -> None:
    """A session that lived through it all, one that keeps its results, and one made just now say the same."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        choices = Settings(enable=("ALL",))
        kept = Settings(enable=("ALL",), cache=str(Path(folder) / ".kept"))
        for path, texts in _TEXTS.items():
            _write(path, texts[0] if path[:3] in {"app", "low", "lib", "pyp"} else None)
        with Session(choices) as old, Session(kept) as keeping:
            for path, text in steps:
                if path != "check" or text is None:
                    _write(path, text)
                elif Path(text).exists():
                    new = _found(Session(choices), text)
                    assert _found(old, text) == new
                    assert _found(keeping, text) == new
                    assert _found(Session(kept), text) == new
