"""SARIF 2.1.0: what code scanning services and viewers read, with call paths as code flows."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flake8_fakeasync import rules
from flake8_fakeasync.cli.report import relative, source_line
from flake8_fakeasync.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.cli.report import Report
    from flake8_fakeasync.diagnostics import Fix, Frame, Violation
    from flake8_fakeasync.rule import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LINK = re.compile(r"\((https://[^)\s]+)\)")
_ROOT = "SRCROOT"


def render(report: Report, *, colors: bool) -> Iterator[str]:
    """Yield a log with one run."""
    del colors
    known = rules.rules()
    places = {rule.code: number for number, rule in enumerate(known)}
    notes = [{"level": "error", "message": {"text": problem}} for problem in report.problems]
    run = {
        "tool": {"driver": {"name": "flake8-fakeasync", "version": __version__, "rules": list(map(_rule, known))}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "the folder in which the command ran"}}},
        "invocations": [{"executionSuccessful": not notes, "toolExecutionNotifications": notes}],
        "results": [_result(found, places, fingerprint) for found, fingerprint in report.fingerprints()],
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    page = rule.page.strip()
    links = _LINK.findall(page.partition("## See also")[2])
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": f"{rule.summary}."},
        "fullDescription": {"text": f"{rule.summary}."},
        "help": {"text": page, "markdown": page},
        **({"helpUri": links[0]} if links else {}),
        "defaultConfiguration": {"enabled": rule.default, "level": "error" if rule.code == "JAM000" else "warning"},
        "properties": {"precision": "high" if rule.default else "medium", "tags": ["async", "performance"]},
    }


def _result(found: Violation, places: dict[str, int], fingerprint: str) -> dict[str, Any]:
    message = {"text": found.message}
    region: dict[str, Any] = {"startLine": found.line, "startColumn": found.column + 1}
    if (found.end_line, found.end_column) > (found.line, found.column):
        region |= {"endLine": found.end_line, "endColumn": found.end_column + 1}
    if text := source_line(found.path, found.line):
        region["snippet"] = {"text": text}
    start: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(found.path), "region": region}}
    if name := found.fields.get("qualname"):
        start["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "function"}]
    result: dict[str, Any] = {
        "ruleId": found.rule.code,
        "ruleIndex": places[found.rule.code],
        "level": "error" if found.rule.code == "JAM000" else "note" if found.pedantic else "warning",
        "message": message,
        "properties": {"weight": found.weight, **({"pedantic": found.pedantic} if found.pedantic else {})},
        "locations": [start],
        "partialFingerprints": {"fakeasync/v1": fingerprint},
    }
    if found.fixes:
        result["fixes"] = [_fix(fix, found.path) for fix in found.fixes]
    if found.frames:
        steps = [_frame(frame, found) for frame in found.frames]
        flow = [{"location": {**start, "message": message}}, *({"location": step} for step in steps)]
        result["codeFlows"] = [{"threadFlows": [{"locations": flow}]}]
        result["relatedLocations"] = [{"id": number, **step} for number, step in enumerate(steps, 1)]
    return result


def _fix(fix: Fix, path: str) -> dict[str, Any]:
    """Return a fix; its properties say whether it is safe."""
    replacements = [
        {
            "deletedRegion": {
                "startLine": edit.start[0],
                "startColumn": edit.start[1] + 1,
                "endLine": edit.end[0],
                "endColumn": edit.end[1] + 1,
            },
            "insertedContent": {"text": edit.text},
        }
        for edit in sorted(fix.edits)
    ]
    return {
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": _artifact(path), "replacements": replacements}],
        "properties": {"applicability": fix.applicability},
    }


def _frame(frame: Frame, found: Violation) -> dict[str, Any]:
    is_last = frame is found.frames[-1]
    text = f"{frame.function}() calls {found.fields['culprit']}" if is_last else f"in {frame.function}()"
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(frame.file or found.path),
            "region": {"startLine": frame.line},
        },
        "logicalLocations": [{"fullyQualifiedName": frame.function, "kind": "function"}],
        "message": {"text": text},
    }


def _artifact(path: str) -> dict[str, str]:
    """Return where a file is: below the folder in which the command ran, or anywhere on this machine."""
    shown = relative(path)
    if shown.startswith("/") or re.match(r"[A-Za-z]:", shown):
        return {"uri": f"file:///{quote(shown.lstrip('/'))}"}
    return {"uri": quote(shown), "uriBaseId": _ROOT}
