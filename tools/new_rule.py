"""Create the file of a new rule: ``python tools/new_rule.py JAM1 some-bad-pattern``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from flake8_fakeasync import __version__, all_rules

_RULES = Path(__file__).parent.parent / "flake8_fakeasync" / "rules"
_PAGE = '''"""Some code that is wrong, in one sentence.

## What it reports

Say exactly what is reported, and on which line.

## Why is this bad?

Two or three sentences.

## Bad

```python
bad = 1  # {code}
```

## Good

```python
good = 1
```

## How to fix

1. The first step.

## When not to use it

Say who should switch it off.

## Known missed alarms

- What it cannot see.

## See also

- [httpx: requests compatibility](https://www.python-httpx.org/compatibility/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="{code}",
    name="{name}",
    message="what happens: {{culprit}}; what to do instead",
    since="{version}",
)


@rule.on(Call)
def check(call: Call, context: Context) -> Iterator[Violation]:
    """Report what the page says."""
    del call, context  # ask `context` about the call, and yield rule.violation(call, culprit=...)
    yield from ()
'''


def main(family: str, name: str) -> None:
    """Write the file of a rule with the next free code of a family such as ``JAM1``."""
    if not re.fullmatch(r"JAM[1-9]\d?", family) or not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
        sys.exit("a family such as JAM1 or JAM12 and a kebab-case name are expected")
    if name in {rule.name for rule in all_rules()}:
        sys.exit(f"there is a rule {name} already")
    path = _RULES / f"{_next_code(family).lower()}_{name.replace('-', '_')}.py"
    page = _PAGE.format(code=_next_code(family), name=name, version=__version__)
    path.write_text(page, encoding="utf-8")
    print(path)


def _next_code(family: str) -> str:
    """Return the code after the last one of a family."""
    numbers = [int(rule.code[3:]) for rule in all_rules() if rule.code.startswith(family)]
    code = f"JAM{max(numbers) + 1}" if numbers else f"{family:0<5}1"
    if not code.startswith(family):
        sys.exit(f"the family {family} is full")
    return code


if __name__ == "__main__":
    if len(sys.argv) != 3:  # noqa: PLR2004  (the script, a family, a name)
        sys.exit(__doc__)
    main(*sys.argv[1:])
