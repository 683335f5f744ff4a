"""Write what is generated: pages of rules and catalog, tables in other pages; ``--check`` compares."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import catalog_page
import comparison
import frameworks_page
import option_table
from flake8_fakeasync import Rule, all_rules

ROOT = Path(__file__).parent.parent


def main(arguments: list[str]) -> int:
    """Write what is stale, or name it and return 1."""
    stale = {path: text for path, text in _wanted().items() if _read(path) != text}
    surplus = set(_pages()) - set(_wanted())
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
    readme = _filled_page(
        ROOT / "README.md",
        rules=table(rules, "docs/rules/"),
        examples=f"```text\n{_output_for_examples()}```\n",
        options=option_table.table("docs/configuration.md"),
    )
    configuration = _filled_page(ROOT / "docs" / "configuration.md", options=option_table.table(""))
    compared = _filled_page(comparison.PAGE, comparison=comparison.table())
    return {
        **pages,
        folder / "index.md": f"# The rules\n\n{table(rules, '')}",
        ROOT / "docs" / "catalog.md": catalog_page.page(),
        ROOT / "docs" / "frameworks.md": frameworks_page.page(),
        **readme,
        **configuration,
        **compared,
    }


def _filled_page(path: Path, **parts: str) -> dict[Path, str]:
    """Return a page by its path, with new content in these parts."""
    text = path.read_text(encoding="utf-8")
    for part, content in parts.items():
        text = filled(text, part, f"\n{content}\n" if content.startswith("|") else content)
    return {path: text}


def _page(rule: Rule) -> str:
    """Return the page of a rule."""
    state = "on by default" if rule.default else f"off by default: `fakeasync-enable = {rule.code}`"
    head = f"# {rule.code} {rule.name}\n\nSince {rule.since}, {state}.\n\n"
    return f"{head}{rule.page.strip()}\n"


def table(rules: list[Rule], folder: str) -> str:
    """Return a Markdown table of rules whose links lead into a folder."""
    rows = [
        f"| [{rule.code}]({folder}{rule.code}.md) | {rule.name} | {'yes' if rule.default else 'no'} | {rule.summary} |"
        for rule in rules
    ]
    return "\n".join(["| Code | Name | On | Finds |", "|---|---|---|---|", *rows, ""])


def filled(text: str, part: str, content: str) -> str:
    """Return the text with new content between the markers of a part."""
    begin, end = f"<!-- {part}: begin -->\n", f"<!-- {part}: end -->"
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}{content}{end}{after}"


def _output_for_examples() -> str:
    """Return what flake8 prints for the examples."""
    run = subprocess.run(
        [sys.executable, "-m", "flake8", "--select=JAM", "examples/"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    return run.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
