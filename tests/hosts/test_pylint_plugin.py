"""pylint itself, run with us in it: the same reports as in flake8, switched on and off by pylint's own means."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pylint.lint import Run
from pylint.reporters import CollectingReporter

from flake8_fakeasync import Session, all_rules
from hosts.in_pylint import OURS, pylint, symbols

_APP = """\
import time

import requests


class Store:
    async def read(self, url):
        return requests.get(
            url,
        )

    async def wait(self):
        time.sleep(1)
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file in a folder of its own, where the test runs."""
    monkeypatch.chdir(tmp_path)
    file = Path("app.py")
    file.write_text(_APP, encoding="utf-8")
    return file


def test_ids_and_symbols() -> None:
    """The id of a message is the code of its rule, the symbol is its name; both are there for all rules."""
    reporter = CollectingReporter()
    run = Run([*OURS, "--disable=all", "--enable=fakeasync", __file__], reporter=reporter, exit=False)
    known = {one.msgid: one.symbol for one in run.linter.msgs_store.messages if one.msgid.startswith("W9")}
    assert known == {f"W9{rule.code[3:]}": rule.name for rule in all_rules()}
    assert known["W9101"] == "blocking-http-call"
    families = [checker.msgs for checker in run.linter.get_checkers() if checker.name == "fakeasync"]
    assert sorted("".join({code[2] for code in msgs}) for msgs in families) == list("012345")


def test_a_message(app: Path) -> None:
    """Its place with the end, the function around it, and how sure it is."""
    (message,) = pylint(str(app), "--disable=blocking-local-call")
    assert (message.line, message.column, message.end_line, message.end_column) == (8, 15, 10, 9)
    assert (message.module, message.obj, message.confidence.name) == ("app", "Store.read", "INFERENCE")
    assert message.msg.startswith("async function read() blocks on HTTP: requests.get(); use httpx.AsyncClient")


def test_columns_count_characters(app: Path) -> None:
    """As they do in flake8."""
    app.write_text("import requests\n\n\nasync def f():\n    é = 'é', requests.get('')\n", encoding="utf-8")
    assert [(one.column, one.end_column) for one in pylint(str(app))] == [(13, 29)]


def test_what_is_on(app: Path) -> None:
    """What is off by default is off; pylint's options and comments switch on and off."""
    assert symbols(str(app), only=False) == [(8, "blocking-http-call")]
    both = [(8, "blocking-http-call"), (13, "blocking-local-call")]
    assert symbols(str(app), "--enable=blocking-local-call", only=False) == both
    assert symbols(str(app), "--enable=W9121", "--disable=W9101", only=False) == both[1:]
    app.write_text(f"# pylint: enable=blocking-local-call\n{_APP}", encoding="utf-8")
    assert symbols(str(app), only=False) == [(line + 1, symbol) for line, symbol in both]
    assert symbols(str(app), "--confidence=HIGH", only=False) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import time", "# pylint: disable=blocking-http-call\nimport time"),
        ("requests.get(\n", "requests.get(  # pylint: disable=blocking-http-call\n"),
        ("        return requests", "        # pylint: disable-next=W9101\n        return requests"),
        ("class Store:", "class Store:  # pylint: disable=blocking-http-call"),
        ("read(self, url):", "read(self, url):\n        # pylint: disable=blocking-http-call"),
    ],
    ids=["file", "line", "next line", "class", "function"],
)
def test_comments(app: Path, before: str, after: str) -> None:
    """A comment hides what is in its line, block or file, and is not useless then."""
    app.write_text(_APP.replace(before, after), encoding="utf-8")
    assert symbols(str(app), only=False) == []
    assert not [one for one in pylint(str(app), "--enable=useless-suppression") if one.symbol == "useless-suppression"]


def test_options(app: Path) -> None:
    """They stand in pylint's own files."""
    app.write_text("import slow\n\n\nasync def f():\n    slow.call()\n    slow.fetch()\n", encoding="utf-8")
    Path("pyproject.toml").write_text(
        '[tool.pylint.main]\nload-plugins = ["flake8_fakeasync.pylint_plugin"]\n'
        '[tool.pylint.fakeasync]\nfakeasync-blocking = ["slow.call -> fast.call", "slow.fetch"]\n',
        encoding="utf-8",
    )
    found = pylint(str(app), "--disable=import-error", "--rcfile=pyproject.toml")
    assert [(one.line, one.symbol) for one in found] == [(5, "blocking-network-call"), (6, "blocking-network-call")]
    assert "use fast.call" in found[0].msg
    Path("pylintrc").write_text("[FAKEASYNC]\nfakeasync-blocking = slow.call,\n    slow.fetch\n", encoding="utf-8")
    assert [one.line for one in pylint(str(app), "--rcfile=pylintrc")] == [5, 6]


def test_preset(app: Path) -> None:
    """It switches on the rules that it speaks of."""
    assert symbols(str(app), "--fakeasync-preset=homeassistant", only=False)[-1] == (13, "blocking-local-call")


def test_baseline(app: Path) -> None:
    """What is accepted is not reported; what a comment hides does not count among it."""
    accepted = '["app.py", "JAM101", "Store.read", "requests.get()", 1]'
    Path("known.json").write_text(f'{{"fakeasync-baseline": 1, "accepted": [{accepted}]}}', encoding="utf-8")
    option = "--fakeasync-baseline=known.json"
    assert symbols(str(app), option, only=False) == []
    hidden = "        requests.get('')  # pylint: disable=blocking-http-call\n"
    app.write_text(_APP.replace("        return requests", f"{hidden}        return requests"), encoding="utf-8")
    assert symbols(str(app), option, only=False) == []


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("src=nowhere", "fakeasync-src: folder 'nowhere' does not exist"),
        ("blocking=fetch", "fakeasync-blocking: expected pkg.mod.function or "),
        ("depth=0", "fakeasync-depth: expected an integer of 1 or more, got 0"),
        ("baseline=none.json", "fakeasync-baseline: cannot read baseline 'none.json': No such file or directory"),
        ("preset=hass", "fakeasync-preset: expected one of homeassistant, langgraph, got 'hass'"),
        ("catalog=app.py", "fakeasync-catalog: app.py: "),
    ],
)
def test_refusals(app: Path, option: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A choice that cannot be ends the run as pylint's own mistakes do."""
    with pytest.raises(SystemExit) as end:
        pylint(str(app), f"--fakeasync-{option}")
    assert end.value.code == 32
    assert capsys.readouterr().err.startswith(f"pylint: error: {message}")


def test_from_an_editor(app: Path) -> None:
    """An editor hands over the text, which is not what the file holds; other files are read from disk."""
    Path("helper.py").write_text("import requests\n\n\ndef ask():\n    requests.get('')\n", encoding="utf-8")
    text = "# é\nimport helper\n\n\nasync def f():\n    helper.ask()\n".encode()
    command = [sys.executable, "-m", "pylint", *OURS, "--disable=all", "--enable=W9102", "--from-stdin", str(app)]
    run = subprocess.run(command, input=text, capture_output=True, check=False)
    assert "app.py:6:4: W9102: async function f() blocks on HTTP: helper.ask() -> " in run.stdout.decode()


def test_asked_once(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All checkers share the answers for a module."""
    asked = []
    check_text = Session.check_text

    def counting(session: Session, text: str, filename: str) -> object:
        asked.append(Path(filename).name)
        return check_text(session, text, filename)

    monkeypatch.setattr(Session, "check_text", counting)
    Path("other.py").write_text(_APP, encoding="utf-8")
    assert len(symbols(str(app), "other.py")) == 4
    assert sorted(asked) == ["app.py", "other.py"]


def test_a_failure_of_ours(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one message, and nothing else is lost."""
    monkeypatch.setattr("flake8_fakeasync.engine.Engine.violations", lambda *_: 1 / 0)
    assert symbols(str(app), only=False) == [(1, "internal-error")]


def test_changed_files(app: Path) -> None:
    """A process that runs pylint again and again sees what has changed on disk."""
    helper = Path("helper.py")
    helper.write_text("def ask():\n    pass\n", encoding="utf-8")
    app.write_text("import helper\n\n\nasync def f():\n    helper.ask()\n", encoding="utf-8")
    assert symbols(str(app)) == []
    helper.write_text("import requests\n\n\ndef ask():\n    requests.get('')\n", encoding="utf-8")
    assert symbols(str(app)) == [(5, "blocking-http-call-through-helper")]
