"""Write what is generated: pages of rules and catalog, tables in other pages; ``--check`` compares."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import catalog_keys
import catalog_page
import comparison
import derive_catalog
import frameworks_page
import option_table
from families import FAMILIES, Family
from flake8_fakeasync import Rule, all_rules
from flake8_fakeasync.catalog.sources import CONTENTS

ROOT = Path(__file__).parent.parent
_RULES = """# Rules

Codes start with `JAM`: this is code that *jams* the event loop. `fakeasync-enable` and `fakeasync-disable` take single
codes, and prefixes such as `JAM1` for a family. `python -m flake8_fakeasync explain JAM101` prints a page in the
terminal.
"""


def main(arguments: list[str]) -> int:
    """Write what is stale, or name it and return 1."""
    if "--check" not in arguments and _read(CONTENTS) != (contents := derive_catalog.contents()):
        CONTENTS.write_text(contents, encoding="utf-8")  # before pages are made of it
    wanted = _wanted()
    stale = {path: text for path, text in wanted.items() if _read(path) != text}
    surplus = set(_pages()) - set(wanted)
    for path in sorted([*stale, *surplus]):
        print(f"{path.relative_to(ROOT)} is stale: run `make docs`")
    if "--check" in arguments:
        return int(bool(stale or surplus))
    for path, text in stale.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in surplus:
        path.unlink()
    return 0


def _pages() -> list[Path]:
    """Return the pages that are there."""
    return list((ROOT / "docs" / "rules").glob("*.md"))


def _read(path: Path) -> str | None:
    """Return the text of a file, if there is one."""
    return path.read_text(encoding="utf-8") if path.exists() else None


def _wanted() -> dict[Path, str]:
    """Return what each generated file should hold."""
    rules = all_rules()
    folder = ROOT / "docs" / "rules"
    pages = {folder / f"{rule.code}.md": _page(rule) for rule in rules}
    pages |= {folder / f"{each.prefix}.md": _family_page(rules, each) for each in FAMILIES if each.text}
    readme = _filled_page(
        ROOT / "README.md",
        rules=table(rules, "docs/rules/"),
        examples=f"```text\n{_output_for_examples()}```\n",
        options=option_table.table("docs/configuration.md"),
    )
    configuration = _filled_page(
        ROOT / "docs" / "configuration.md", options=option_table.table(""), keys=catalog_keys.table()
    )
    compared = _filled_page(comparison.PAGE, comparison=comparison.table())
    return {
        **pages,
        folder / "index.md": _index(rules),
        ROOT / "docs" / "catalog.md": catalog_page.page(),
        ROOT / "docs" / "catalog.schema.json": catalog_keys.json_schema(),
        CONTENTS: derive_catalog.contents(),
        ROOT / "docs" / "frameworks.md": frameworks_page.page(),
        **_absolute(*next(iter(readme.items()))),
        **configuration,
        **compared,
    }


def _filled_page(path: Path, **parts: str) -> dict[Path, str]:
    """Return a page by its path, with new content in these parts."""
    text = path.read_text(encoding="utf-8")
    for part, content in parts.items():
        text = filled(text, part, f"\n{content}\n" if content.startswith("|") else content)
    return {path: text}


def _absolute(path: Path, text: str) -> dict[Path, str]:
    """Return a page by its path, with links that work wherever it is shown: on PyPI there are no files beside it."""
    base = f"{urls()['Source']}/blob/main/"
    return {path: re.sub(r"\]\((?:https://[^)]*?/blob/main/|(?!https?:|#|mailto:))", f"]({base}", text)}


def urls() -> dict[str, str]:
    """Return the addresses of the project, which are set in pyproject.toml and nowhere else."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, str] = project["urls"]
    return found


def _index(rules: list[Rule]) -> str:
    """Return the page that lists the rules by family."""
    parts = [_RULES]
    for family in FAMILIES:
        more = f" [Which rule speaks when]({family.prefix}.md)." if family.text else ""
        heading = f"## {family.prefix}: {family.heading}"
        parts.append(f"{heading}\n\n{family.about}{more}\n\n{table(_members(rules, family), '')}")
    return "\n".join(parts)


def _family_page(rules: list[Rule], family: Family) -> str:
    """Return the page of a family."""
    head = f"# {family.prefix}: {family.heading}\n\n{family.about}\n\n"
    return f"{head}{family.text}\n{table(_members(rules, family), '')}"


def _members(rules: list[Rule], family: Family) -> list[Rule]:
    """Return the rules of a family."""
    return [rule for rule in rules if rule.code.startswith(family.prefix)]


def _page(rule: Rule) -> str:
    """Return the page of a rule."""
    state = "on by default" if rule.default else f"off by default: `fakeasync-enable = {rule.code}`"
    head = f"# {rule.code} {rule.name}\n\nSince {rule.since}, {state}. Fix: {rule.fixed}.\n\n"
    return f"{head}{rule.page.strip()}\n"


def table(rules: list[Rule], folder: str) -> str:
    """Return a Markdown table of rules whose links lead into a folder."""
    rows = [
        f"| [{rule.code}]({folder}{rule.code}.md) | {rule.name} | {_on(rule)} | {rule.fixed} | {rule.summary} |"
        for rule in rules
    ]
    return "\n".join(["| Code | Name | On | Fix | Finds |", "|---|---|---|---|---|", *rows, ""])


def _on(rule: Rule) -> str:
    return "yes" if rule.default else "no"


def filled(text: str, part: str, content: str) -> str:
    """Return the text with new content between the markers of a part."""
    begin, end = f"<!-- {part}: begin -->\n", f"<!-- {part}: end -->"
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}{content}{end}{after}"


def _output_for_examples() -> str:
    """Return what flake8 prints for the examples."""
    run = subprocess.run(
        [sys.executable, "-m", "flake8", "--select=JAM,E9", "examples/"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    return run.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
