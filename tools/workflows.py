"""Check what `.github` holds: workflows, issue forms and Dependabot's configuration, without a network."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parent.parent
_GITHUB = ROOT / ".github"
_SCRIPTS = Path(sysconfig.get_path("scripts"))
# Which files are valid under which schema.
_SCHEMAS = {
    "vendor.github-workflows": "workflows/*.yml",
    "vendor.github-issue-forms": "ISSUE_TEMPLATE/[0-9]*.yml",
    "vendor.github-issue-config": "ISSUE_TEMPLATE/config.yml",
    "vendor.dependabot": "dependabot.yml",
}


def main() -> int:
    """Run the linters and return 1 if one of them finds something, else 0."""
    commands = [[str(_SCRIPTS / "zizmor"), "--offline", "--quiet", "--persona=pedantic", str(_GITHUB)]]
    for schema, pattern in _SCHEMAS.items():
        files = sorted(map(str, _GITHUB.glob(pattern)))
        commands.append([sys.executable, "-m", "check_jsonschema", "--quiet", "--builtin-schema", schema, *files])
    codes = [subprocess.run(command, check=False).returncode for command in commands]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
