"""What is skipped on the text alone: a framework counts where it is imported, however that is written."""

from __future__ import annotations

import pytest

from flake8_fakeasync.prefilter import runs_functions


@pytest.mark.parametrize(
    "text",
    [
        "import fastapi",
        "x = 1\nif x:\n    from fastapi import APIRouter\n",
        "import os; import json, starlette.routing\n",
        "from fastapi import (\n    APIRouter,\n    Depends,\n)\n",
        "app = importlib.import_module('sanic').Sanic('app')",
        "import os\r\nimport tornado.web\r\n",
    ],
)
def test_imported(text: str) -> None:
    """The line of the import names the framework."""
    assert runs_functions(text)


@pytest.mark.parametrize(
    "text", ["", "import", "# as in fastapi\nimport os\n", "def imported():\n    '''For sanic.'''\n"]
)
def test_not_imported(text: str) -> None:
    """A framework that a comment or another line names is none that the file uses."""
    assert not runs_functions(text)
