"""The page around the code: names of files, links, options, the keyboard, a phone, the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser import FIRST, HELPER

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

    from browser import Playground

_PHONE: ViewportSize = {"width": 375, "height": 700}


@pytest.mark.parametrize("name", ["app.py", "../app.py", "shop", "app.py/x.py", "a b.py"])
def test_impossible_name(page: Playground, name: str) -> None:
    """A file cannot be called what no file can be called here."""
    page.choose(HELPER)
    page.page.once("dialog", lambda dialog: dialog.accept(name))
    page.page.click("[title='Add a file']")
    assert f"“{name}”" in page.text("#notice")
    assert len(page.tabs()) == 3


def test_shared_link(page: Playground) -> None:
    """A link holds files and options, and another browser shows the same."""
    page.choose(HELPER)
    page.page.click("#show-options")
    page.page.fill("[name=nonblocking]", "nothing.at_all")
    page.page.select_option("[name=client]", "aiohttp")
    page.settle()
    page.page.click("#share")
    page.page.wait_for_selector("#notice:has-text('link is copied')")
    link = page.page.evaluate("navigator.clipboard.readText()")
    page.open(link.removeprefix(page.address))
    assert page.tabs() == ["app.py 1", "shop/prices.py", "shop/rates.py"]
    assert "aiohttp.ClientSession" in page.text("#reports")
    assert page.page.input_value("[name=nonblocking]") == "nothing.at_all"


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("#1.eJyrVkrLzEktVrKqVkosKMhJVbJSKq5UqFSqBQBqKgfK", "damaged"),
        ("#1.notbase64!", "damaged"),
        ("#1.", "damaged"),
        ("#nonsense", "damaged"),
        ("#7.eJyr", "another version"),
    ],
)
def test_bad_link(page: Playground, fragment: str, words: str) -> None:
    """A link that cannot be read is said to be so, and what was there stays."""
    page.choose(HELPER)
    page.page.evaluate("fragment => { location.hash = fragment }", fragment)
    page.page.wait_for_selector(f"#notice:has-text('{words}')")
    assert page.tabs() == ["app.py 1", "shop/prices.py", "shop/rates.py"]


def test_open_bad_link(page: Playground) -> None:
    """Who opens a link that cannot be read is told so, and sees the first example."""
    page.open("#1.eJyrVkrLzEktVrKqVkosKMhJVbJSKq5UqFSqBQBqKgfK")
    assert "damaged" in page.text("#notice")
    assert page.tabs() == ["contests.py 3"]


def test_options(page: Playground) -> None:
    """Options change what is reported; what is wrong with them is said beside them."""
    page.choose(FIRST)
    page.write("import time\n\n\nasync def main():\n    time.sleep(1)\n")
    assert page.reports() == []
    page.page.click("#show-options")
    page.page.fill("[name=enable]", "JAM12")
    page.settle()
    assert page.reports() == [("Line 5", "JAM121")]
    page.page.fill("[name=enable]", "W605")
    page.page.wait_for_selector(".refusal:has-text('unknown rule code')")
    page.page.fill("[name=enable]", "")
    page.settle()
    assert page.reports() == []
    assert page.text(".refusal") == ""


def test_keyboard(page: Playground) -> None:
    """Tabs, reports and the way out of the editor need no mouse."""
    page.choose(HELPER)
    page.page.focus("[role=tab][aria-selected=true]")
    page.page.keyboard.press("ArrowRight")
    assert page.text("[role=tab]:focus") == "shop/prices.py"
    page.page.keyboard.press("Home")
    page.page.focus(".cm-content")
    page.page.keyboard.press("F8")
    page.page.wait_for_selector(".cm-tooltip:has-text('requests.Session.get()')")
    page.page.keyboard.press("Escape")
    page.page.keyboard.press("Escape")
    page.page.keyboard.press("Tab")
    assert not page.page.evaluate("document.activeElement.matches('.cm-content')")
    page.page.focus("#reports .code")
    page.page.keyboard.press("Enter")
    page.page.wait_for_selector("#page h1:has-text('JAM102')")


def test_phone(page: Playground) -> None:
    """On a phone nothing is wider than the screen, and reports stand below the code."""
    page.page.set_viewport_size(_PHONE)
    page.choose(HELPER)
    page.page.click("#show-options")
    page.page.click("#reports .code")
    page.page.wait_for_selector("#page h1")
    assert page.page.evaluate("document.documentElement.scrollWidth") == _PHONE["width"]
    below = "document.querySelector('#reports').getBoundingClientRect().top >= "
    assert page.page.evaluate(below + "document.querySelector('#editor').getBoundingClientRect().bottom")


def test_theme(page: Playground) -> None:
    """Dark and light can be chosen, and the choice is kept."""
    color = "getComputedStyle(document.body).backgroundColor"
    page.page.click("#theme")
    assert (page.text("#theme"), page.page.evaluate(color)) == ("Theme: light", "rgb(255, 255, 255)")
    page.page.click("#theme")
    page.page.reload()
    assert (page.text("#theme"), page.page.evaluate(color)) == ("Theme: dark", "rgb(22, 25, 30)")
