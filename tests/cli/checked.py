"""A project with three reports, and what `fakeasync check` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.cli import main

if TYPE_CHECKING:
    import pytest

SHOP = {
    "shop/__init__.py": "",
    "shop/app.py": """\
import requests

from shop import client


async def ünderway(url):
    'ä'; requests.get(url)
    client.fetch(url)


async def twice(url):
    client.fetch(url)
    client.again(url)  # noqa: JAM102
""",
    "shop/client.py": """\
import requests


def fetch(url):
    return requests.get(url).json()


def again(url):
    return fetch(url)
""",
}


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 1) -> str:
    """Return what a check prints."""
    assert main(["check", *arguments]) == status
    return capsys.readouterr().out


def places(text: str) -> list[str]:
    """Return file, place and code of each line."""
    return [line.partition(" ")[0] + line.split()[1] for line in text.splitlines()]
