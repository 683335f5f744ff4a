"""Every rule can be imported first: a recalled report imports its rule before anything else."""

from __future__ import annotations

import subprocess
import sys

_CODE = """
import importlib, sys
from flake8_fakeasync.codes import modules
for name in list(modules().values()):
    for known in [known for known in sys.modules if known.startswith("flake8_fakeasync")]:
        del sys.modules[known]
    try:
        importlib.import_module(f"flake8_fakeasync.rules.{name}")
    except ImportError as error:
        print(name, error)
"""


def test_any_rule_first() -> None:
    """No circle of imports depends on where one comes in."""
    done = subprocess.run((sys.executable, "-c", _CODE), capture_output=True, text=True, check=True)
    assert done.stdout == ""
