"""The linter itself failed on this file.

## What it reports

A defect of flake8-fakeasync. The rest of the run goes on: other plugins and other files keep
their results, only this file was not judged. The report stands on line 1.

## Why is this bad?

What the file does wrong stays unseen.

## Bad

Nothing in your code is to blame, so there is no example.

## Good

Nothing to change.

## How to fix

Run `flake8 -v` on the file: the log holds the traceback. Please report it with the smallest file
that shows it. Until it is fixed, `extend-ignore = JAM000` hides the report.

## When not to use it

Do not switch it off for good: you would not learn that files are skipped.

## Known missed alarms

None.

## See also

- [flake8: selecting and ignoring violations](https://flake8.pycqa.org/en/latest/user/violations.html)
"""

from flake8_fakeasync.rule import Rule

rule = Rule(
    code="JAM000",
    name="internal-error",
    message="internal error ({error}), this file was not judged; see the log of flake8 -v and report it",
    since="0.1.0",
)
