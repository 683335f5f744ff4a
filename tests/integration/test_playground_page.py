"""The playground as it is served: built as for the website, used in Chromium."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

import playground as building
from browser import Playground, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, ViewportSize

_BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_BLOCKS = "import requests\n\n\nasync def main(url):\n    return requests.get(url)\n"
_HELPER = "A helper in another file"
_MIGRATED = "Left behind by a migration"
_FIRST = "Async in name only"
_PHONE: ViewportSize = {"width": 375, "height": 700}
_DESK: ViewportSize = {"width": 1280, "height": 720}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a website that is the playground alone, built now."""
    folder = tmp_path_factory.mktemp("site")
    building.build(folder / "playground")
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the website and return its address."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a browser; where there is none, skip, but not in continuous integration."""
    if not _BROWSER and not os.environ.get("CI"):
        pytest.skip("there is no Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=_BROWSER)


@pytest.fixture(scope="session")
def opened(browser: Browser, address: str) -> Playground:
    """Return the page that tests share: starting Python takes longer than all else."""
    page = Playground(browser.new_context(permissions=["clipboard-read", "clipboard-write"]).new_page(), address)
    page.open()
    return page


@pytest.fixture
def page(opened: Playground) -> Iterator[Playground]:
    """Return the page; at the end nothing may have been complained of or asked of other hosts."""
    yield opened
    assert (opened.complaints, opened.foreign) == ([], [])
    opened.page.set_viewport_size(_DESK)


def test_first_load(page: Playground) -> None:
    """While Python loads there are words; then the first example has its reports, and the pages of their rules."""
    page.page.goto(page.address)
    page.page.wait_for_selector("#status.busy .spinner >> visible=true")
    assert "Loading" in page.text("#status")
    page.settle()
    assert page.reports() == [("Line 9", "JAM203"), ("Line 18", "JAM201"), ("Line 22", "JAM201")]
    assert page.tabs() == ["contests.py 3"]
    page.page.click("#reports .code >> nth=1")
    assert page.text("#page h1") == "JAM201 thread-wrapped-http"
    page.page.click("#reports .code >> nth=0")
    page.page.wait_for_selector("#page h1:has-text('JAM203')")


def test_typing(page: Playground) -> None:
    """What is typed is checked; what is reported is underlined and leads to its line."""
    page.choose(_FIRST)
    page.write(_BLOCKS)
    assert page.reports() == [("Line 5", "JAM101")]
    assert page.underlined() == ["requests.get(url)"]
    page.page.click("#reports .where")
    page.page.keyboard.insert_text("None")
    page.settle()
    assert page.reports() == []
    assert page.text(".cm-line >> nth=4") == "    return None"
    assert page.text("#status").startswith("No reports")


def test_files(page: Playground) -> None:
    """Calls are followed through the files of the tabs, which can be added, renamed and deleted."""
    page.choose(_HELPER)
    assert page.reports() == [("app.py:5", "JAM102")]
    assert page.tabs() == ["app.py 1", "shop/prices.py", "shop/rates.py"]
    page.page.click("text=shop/rates.py")
    page.page.once("dialog", lambda dialog: dialog.accept("shop/money.py"))
    page.page.click("[title='Rename this file']")
    page.settle()
    assert page.tabs() == ["app.py", "shop/prices.py", "shop/money.py"]
    page.page.once("dialog", lambda dialog: dialog.accept("shop/rates.py"))
    page.page.click("[title='Add a file']")
    page.write("import requests\n\n\nclass Rates:\n    def dollar(self):\n        requests.get('')\n")
    assert page.tabs() == ["app.py 1", "shop/prices.py", "shop/money.py", "shop/rates.py"]
    page.page.once("dialog", lambda dialog: dialog.accept())
    page.page.click("[title='Delete this file']")
    page.settle()
    assert page.tabs() == ["app.py", "shop/prices.py", "shop/money.py"]


def test_call_path(page: Playground) -> None:
    """Each step of a call path leads to its line, in whichever file that is."""
    page.choose(_HELPER)
    assert page.text(".path").splitlines() == [
        "shop/prices.py:7 in_euro",
        "shop/rates.py:9 Rates.dollar",
        "shop/rates.py:12 Rates._ask",
    ]
    for step, file, line in (
        (0, "shop/prices.py", "    return len(item) * RATES.dollar()"),
        (1, "shop/rates.py", '        return self._ask("USD")["rate"]'),
    ):
        page.page.click(f".path button >> nth={step}")
        assert page.text("[role=tab][aria-selected=true]") == file
        assert page.text(".cm-activeLine") == line
    page.page.keyboard.insert_text("return {}")
    page.settle()
    assert page.tabs() == ["app.py", "shop/prices.py", "shop/rates.py"]
    assert page.reports() == []


@pytest.mark.parametrize("name", ["app.py", "../app.py", "shop", "app.py/x.py", "a b.py"])
def test_impossible_name(page: Playground, name: str) -> None:
    """A file cannot be called what no file can be called here."""
    page.choose(_HELPER)
    page.page.once("dialog", lambda dialog: dialog.accept(name))
    page.page.click("[title='Add a file']")
    assert f"“{name}”" in page.text("#notice")
    assert len(page.tabs()) == 3


def test_shared_link(page: Playground) -> None:
    """A link holds files and options, and another browser shows the same."""
    page.choose(_HELPER)
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
    page.choose(_HELPER)
    page.page.evaluate("fragment => { location.hash = fragment }", fragment)
    page.page.wait_for_selector(f"#notice:has-text('{words}')")
    assert page.tabs() == ["app.py 1", "shop/prices.py", "shop/rates.py"]


def test_open_bad_link(page: Playground) -> None:
    """Who opens a link that cannot be read is told so, and sees the first example."""
    page.open("#1.eJyrVkrLzEktVrKqVkosKMhJVbJSKq5UqFSqBQBqKgfK")
    assert "damaged" in page.text("#notice")
    assert page.tabs() == ["contests.py 3"]


def test_not_python(page: Playground) -> None:
    """Where and why a file does not parse is said and shown."""
    page.choose(_FIRST)
    page.write("x = 1\ndef f(:\n    pass\n")
    assert "1 file not parsed" in page.text("#status")
    assert page.text("#reports li p") == "This file is not checked: invalid syntax (line 2)"
    assert page.underlined() == [":"]


def test_options(page: Playground) -> None:
    """Options change what is reported; what is wrong with them is said beside them."""
    page.choose(_FIRST)
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
    page.choose(_HELPER)
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
    page.choose(_HELPER)
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


def test_much_code(page: Playground) -> None:
    """While two megabytes are checked one can type, and what was typed is checked in the end."""
    page.choose(_FIRST)
    function = "def function{}(url):\n    value = {{'url': url, 'other': [1, 2, 3]}}\n    return value\n\n\n"
    page.page.evaluate(
        "text => navigator.clipboard.writeText(text)", _BLOCKS + "".join(map(function.format, range(25_000)))
    )
    page.page.click(".cm-content")
    page.page.keyboard.press("Control+a")
    page.page.keyboard.press("Control+v")
    page.page.wait_for_selector("#status.busy")
    page.page.keyboard.type("# typed")
    assert page.text(".cm-activeLine") == "# typed"
    page.settle()
    assert [code for _, code in page.reports()] == ["JAM101"]


def test_fix(page: Playground) -> None:
    """A fix is shown as the lines that it changes; one click, and it is made; one key, and it is undone."""
    page.choose(_MIGRATED)
    assert page.reports() == [("Line 8", "JAM501"), ("Line 10", "JAM401"), ("Line 12", "JAM502")]
    page.page.click("text=Fix: use follow_redirects=")
    before = "            answer = await client.get(url, allow_redirects=True)"
    after = before.replace("allow", "follow")
    assert page.text("#reports details[open] pre").splitlines() == [f"- {before.strip()}", f"+ {after.strip()}"]
    page.page.click("#reports details[open] >> text=Apply")
    page.settle()
    assert page.text(".cm-line >> nth=7") == after
    assert [code for _, code in page.reports()] == ["JAM401", "JAM502"]
    page.page.keyboard.press("Control+z")
    page.settle()
    assert page.text(".cm-line >> nth=7") == before
    page.page.click("text=Fix that may change what the code does")
    page.page.click("#reports details[open] >> text=Apply")
    page.settle()
    assert [code for _, code in page.reports()] == ["JAM501", "JAM502"]


def test_our_failure(page: Playground) -> None:
    """An error of this plugin is shown with a button that copies it, and one can go on."""
    page.page.route("**/python.zip", lambda route: route.fulfill(body="broken"))
    page.open()
    assert "zip" in page.text("#failure pre")
    page.page.click("text=Copy the error")
    page.page.wait_for_selector("text=Copied")
    assert "Traceback" in page.page.evaluate("navigator.clipboard.readText()")
    page.page.unroute("**/python.zip")
    page.page.click("text=Try again")
    page.page.wait_for_selector("#reports .code")
    assert page.page.is_hidden("#failure")
