"""flake8-fakeasync itself failed on this file.

## What it reports

A bug in flake8-fakeasync: it raised an exception while it analysed this file. Other files and other plugins
keep their results; only this file has not been checked. The report is on line 1.

## Why is this bad?

Problems in the file are not reported.

## Bad

There is no example: your code is not at fault.

## Good

Nothing to change.

## How to fix

Run `flake8 -v` on the file: the log contains the traceback. Please report it together with the smallest file
that reproduces it. Until it is fixed, `extend-ignore = JAM000` hides the report.

## When not to use it

Do not ignore it permanently: you would not notice that files are skipped.

## Known missed alarms

None.

## See also

- [flake8: selecting and ignoring violations](https://flake8.pycqa.org/en/latest/user/violations.html)
"""

from flake8_fakeasync.rule import Rule

rule = Rule(
    code="JAM000",
    name="internal-error",
    message="internal error ({culprit}): this file was not checked; run flake8 -v for the traceback and report it",
    since="0.1.0",
)
