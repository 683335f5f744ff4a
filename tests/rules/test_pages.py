"""Every rule keeps to the form that readers, editors and flake8 rely on."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

import docs
from flake8_fakeasync import Rule, __version__, all_rules
from mdtest import examples

_ROOT = Path(__file__).parent.parent.parent
_HEADINGS = [
    "What it reports",
    "Why is this bad?",
    "Bad",
    "Good",
    "How to fix",
    "Fix",
    "When not to use it",
    "Known missed alarms",
    "See also",
]
_CODE_AND_NAME = re.compile(r"JAM\d{3}"), re.compile(r"[a-z]+(-[a-z]+)*")

each_rule = pytest.mark.parametrize("rule", all_rules(), ids=str)


def module_of(rule: Rule) -> Path:
    """Return the file that a rule has to be in."""
    name = f"{rule.code.lower()}_{rule.name.replace('-', '_')}.py"
    return _ROOT / "flake8_fakeasync" / "rules" / name


def test_codes_and_names_are_unique() -> None:
    """A code or a name means one rule."""
    rules = all_rules()
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)


@each_rule
def test_code_and_name(rule: Rule) -> None:
    """flake8 accepts the code, and the file is named after code and name."""
    code, name = _CODE_AND_NAME
    assert code.fullmatch(rule.code)
    assert name.fullmatch(rule.name)
    assert module_of(rule).exists()


@each_rule
def test_message(rule: Rule) -> None:
    """One line that every editor and every service can show and parse."""
    assert rule.message.isascii()
    assert "%" not in rule.message
    assert "\n" not in rule.message
    assert not rule.message.endswith(".")
    assert not rule.message.startswith("{") or rule.message.startswith(("{subject} ", "{problem}: "))
    assert all(name for _, name, _, _ in string.Formatter().parse(rule.message) if name is not None)


@each_rule
def test_headings(rule: Rule) -> None:
    """Every page has the same headings in the same order."""
    headings = re.findall(r"(?m)^## (.+)$", rule.page)
    assert headings == [heading for heading in _HEADINGS if heading != "Fix" or rule.fix]
    assert rule.page[0] != "\n"
    assert 0 < len(rule.summary) < 90


@pytest.mark.parametrize("rule", [rule for rule in all_rules() if rule.code != "JAM000"], ids=str)
def test_bad_and_good(rule: Rule) -> None:
    """Every page shows code that is reported and code that is not, but for that of defects of ours."""
    shown = {heading for example in examples(module_of(rule)) for heading in example.headings}
    assert {"Bad", "Good"} <= shown


@each_rule
def test_fix(rule: Rule) -> None:
    """A page shows what fixes change, of each class that the rule has."""
    projects = [project for one in examples(module_of(rule)) if "Fix" in one.headings for project in one.projects]
    shown = {block.language.split()[-1] for project in projects for block in project.diffs if block.text}
    assert shown == {"diff" if one == "safe" else one for one in rule.fix}


@each_rule
def test_since(rule: Rule) -> None:
    """The version that brought a rule is in the changelog."""
    changelog = (_ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## {rule.since}" in changelog


def test_version() -> None:
    """The package, its metadata and the top of the changelog name one version."""
    changelog = (_ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    top = re.search(r"(?m)^## (\S+)", changelog)
    assert top
    assert __version__ == project["version"] == top[1]


def test_generated_pages_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    """What is committed is what ``make docs`` writes."""
    assert docs.main(["--check"]) == 0, capsys.readouterr().out
