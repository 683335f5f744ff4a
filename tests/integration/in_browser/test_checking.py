"""The playground checks what is typed, follows calls through files, and shows and makes fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from browser import FIRST, HELPER, MIGRATED

if TYPE_CHECKING:
    from browser import Playground

_BLOCKS = "import requests\n\n\nasync def main(url):\n    return requests.get(url)\n"


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
    page.choose(FIRST)
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
    page.choose(HELPER)
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
    page.choose(HELPER)
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


def test_not_python(page: Playground) -> None:
    """Where and why a file does not parse is said and shown."""
    page.choose(FIRST)
    page.write("x = 1\ndef f(:\n    pass\n")
    assert "1 file not parsed" in page.text("#status")
    assert page.text("#reports li p") == "This file is not checked: invalid syntax (line 2)"
    assert page.underlined() == [":"]


def test_much_code(page: Playground) -> None:
    """While two megabytes are checked one can type, and what was typed is checked in the end."""
    page.choose(FIRST)
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
    page.choose(MIGRATED)
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
