"""python-lsp-server, driven over stdio by a language client."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

_EDITOR = Path(__file__).parent / "editor.py"
_USAGE = Path(__file__).parent.parent.parent / "docs" / "usage.md"
_SETTINGS = re.findall(r"(?ms)^```json\n(.+?)^```", _USAGE.read_text(encoding="utf-8"))
_SYNC = "import requests\n\n\nasync def fetch(url):\n    return requests.get(url)\n"
_ASYNC = "import httpx\n\n\nasync def fetch(client: httpx.AsyncClient, url):\n    return await client.get(url)\n"
_HELPED = "from client import ask\n\n\nasync def fetch(url):\n    return ask(url)\n"
_CLIENT = "import {} as http\n\n\ndef ask(url):\n    return http.get(url)\n"


def diagnostics(tools: Path, path: str, folder: Path, buffers: list[object]) -> list[list[dict[str, object]]]:
    """Return our part of what the server publishes for each buffer of ``app.py``; none of them is saved."""
    settings = next(block for block in _SETTINGS if "pylsp" in block)
    (folder / "app.py").write_text("", encoding="utf-8")
    done = subprocess.run(
        [tools / "python", _EDITOR, "pylsp", "app.py", settings],
        input=json.dumps(buffers),
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return [[one for one in answer if one["code"].startswith("JAM")] for answer in json.loads(done.stdout)]


def test_buffer_that_is_not_saved(tools: Path, path: str, tmp_path: Path) -> None:
    """Code, line and message follow what is typed."""
    opened, repaired, broken = diagnostics(tools, path, tmp_path, [_SYNC, _ASYNC, "\n\n" + _SYNC])
    assert [(one["code"], one["line"], one["column"], one["source"]) for one in opened] == [("JAM101", 5, 12, "flake8")]
    assert "function fetch() blocks on HTTP: requests.get(); use httpx.AsyncClient" in str(opened[0]["message"])
    assert repaired == []
    assert [(one["code"], one["line"]) for one in broken] == [("JAM101", 7)]


def test_neighbour_that_changes(tools: Path, path: str, tmp_path: Path) -> None:
    """What is saved in another file counts at the next change."""
    libraries = ["requests", "math", "requests"]
    neighbours: list[object] = [{"client.py": _CLIENT.format(library)} for library in libraries]
    answers = diagnostics(tools, path, tmp_path, [_HELPED, *neighbours])
    assert [[one["code"] for one in answer] for answer in answers] == [[], ["JAM102"], [], ["JAM102"]]
