"""Names in the catalog of frameworks are looked for in the releases that they were read in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import framework_names

if TYPE_CHECKING:
    from pathlib import Path

SERVER = """
class Events:
    def append(self, hook): ...


class Server:
    started = Events()

    def tool(self, function): ...


server = Server()
"""
CATALOG = """
roots = ["acme"]
kind = "framework"
read = ["acme 1.0", "Python 3.14"]

[[class]]
names = ["acme.Server", "acme.Service"]

[[entry]]
runs = "loop"
what = "tool"
decorators = ["acme.Server.tool", "acme.Server.tools", "acme.*.task", "*.later"]
calls = ["acme.Server.started.append", "acme.server.tool", "acme.srv.tool"]
"""


def test_what_no_release_has_is_named(tmp_path: Path) -> None:
    """Classes, methods and what objects have; patterns are not looked for."""
    (tmp_path / "acme-1.0" / "acme").mkdir(parents=True)
    (tmp_path / "acme-1.0" / "acme" / "__init__.py").write_text(SERVER, encoding="utf-8")
    (tmp_path / "acme.toml").write_text(CATALOG, encoding="utf-8")
    missing = ["acme.Service", "acme.Server.tools", "acme.srv.tool"]
    expected = [f"{name} is in none of the releases" for name in missing]
    assert framework_names.problems(tmp_path / "acme.toml", tmp_path) == expected


def test_a_package_may_have_a_module_setup(tmp_path: Path) -> None:
    """It is no sdist for that."""
    from flake8_fakeasync.derive.packages import opened

    (tmp_path / "acme").mkdir()
    for name in ("__init__.py", "setup.py"):
        (tmp_path / "acme" / name).touch()
    with opened(str(tmp_path)) as package:
        assert [dotted for dotted, _ in package.modules()] == ["acme", "acme.setup"]
