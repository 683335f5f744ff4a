"""`fakeasync catalog`: what it reads, what it writes, and what it says to bad input."""

from __future__ import annotations

import io
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from flake8_fakeasync.cli import main

_CLIENT = "import requests\n\n\nclass Client:\n    def get(self, key):\n        return requests.get(key)\n"
_METADATA = "Metadata-Version: 2.1\nName: acme-sdk\nVersion: 1.2\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _wheel(*files: tuple[str, str], name: str = "acme_sdk-1.2-py3-none-any.whl") -> str:
    with zipfile.ZipFile(name, "w") as archive:
        for path, text in (*files, ("acme_sdk-1.2.dist-info/METADATA", _METADATA)):
            archive.writestr(path, text)
    return name


def _installed(*files: tuple[str, str]) -> None:
    """Install a distribution into a virtual environment `env`."""
    site = Path("env/lib/python3.12/site-packages")
    every = (*files, ("acme_sdk-1.2.dist-info/METADATA", _METADATA))
    record = "".join(f"{path},,\n" for path, _ in every)
    for path, text in (*every, ("acme_sdk-1.2.dist-info/RECORD", record)):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)


def test_a_wheel(capsys: pytest.CaptureFixture[str]) -> None:
    """The file has a header with its origin, and the call path of what blocks; it is a valid catalog file."""
    wheel = _wheel(("acme/__init__.py", _CLIENT))
    assert main(["catalog", "derive", wheel, "--output", "acme.toml"]) == 0
    text = Path("acme.toml").read_text()
    assert "# Derived from the source of acme-sdk 1.2: " in text
    assert 'command = "fakeasync catalog derive acme-sdk==1.2"' in text
    assert "# Client.get() -> requests.get() at acme/__init__.py:6" in text
    Path("app.py").write_text("import acme\n\n\nasync def main(client: acme.Client):\n    client.get('')\n")
    assert main(["check", "app.py", "--format=concise", "--fakeasync-catalog=./acme.toml"]) == 1
    assert "blocks on network I/O: acme.Client.get()" in capsys.readouterr().out


def test_an_sdist_and_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    """An sdist has its packages below its own name, perhaps in `src`; a folder may be a package."""
    with tarfile.open("acme_sdk-1.2.tar.gz", "w:gz") as archive:
        files = {
            "PKG-INFO": _METADATA,
            "setup.py": "raise SystemExit",
            "src/acme/__init__.py": _CLIENT,
            "tests/test_acme.py": "",
        }
        for path, text in files.items():
            member = tarfile.TarInfo(f"acme_sdk-1.2/{path}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    assert main(["catalog", "derive", "acme_sdk-1.2.tar.gz"]) == 0
    assert 'names = ["acme.Client"]' in capsys.readouterr().out
    Path("lib/acme").mkdir(parents=True)
    Path("lib/acme/__init__.py").write_text(_CLIENT)
    assert main(["catalog", "derive", "lib/acme"]) == 0
    assert 'names = ["acme.Client"]' in capsys.readouterr().out


def test_installed_code_is_read_and_not_imported(capsys: pytest.CaptureFixture[str]) -> None:
    """A distribution in another environment is found by its metadata."""
    _installed(("acme/__init__.py", f"raise SystemExit('imported')\n{_CLIENT}"), ("acme/client.py", _CLIENT))
    assert main(["catalog", "derive", "acme-sdk==1.2", "--python=env"]) == 0
    assert 'names = ["acme.client.Client"]' in capsys.readouterr().out
    assert "acme" not in sys.modules


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["acme-sdk==2.0", "--python=env"], "'acme-sdk==2.0' is not installed in 'env': the version there is 1.2"),
        (
            ["no-such-thing", "--python=env"],
            "'no-such-thing' is not installed in 'env', and is no file; give a name, a wheel, an sdist or a folder",
        ),
        (["acme-sdk", "--python=nowhere"], "'nowhere' is not a virtual environment: it has no site-packages"),
        (
            ["no-such-thing"],
            (
                "'no-such-thing' is not installed here, and is no file; "
                "give a name, a wheel, an sdist or a folder, or --python VENV"
            ),
        ),
        ([""], "'' is no name of a distribution"),
        (["missing.whl"], "'missing.whl' does not exist"),
        (["empty"], "'empty' has no Python files"),
        (["notes.txt"], "'notes.txt' is neither a wheel nor an sdist"),
        (["empty", "empty"], "several packages need --output with a folder: each has a file of its own"),
    ],
)  # fmt: skip
def test_what_is_not_there(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake of the user is one line, and nothing is written."""
    _installed(("acme/__init__.py", _CLIENT))
    Path("empty").mkdir()
    Path("notes.txt").touch()
    assert main(["catalog", "derive", *arguments]) == 2
    assert capsys.readouterr().err == f"fakeasync: error: {message}\n"


@pytest.mark.parametrize("path", ["../outside.py", "/outside.py", "acme/../../outside.py", "C:\\outside.py"])
def test_paths_that_lead_outside(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An archive that would write elsewhere is refused as a whole."""
    wheel = _wheel(("acme/__init__.py", _CLIENT), (path, "x = 1"))
    assert main(["catalog", "derive", wheel, "--output", "acme.toml"]) == 2
    assert capsys.readouterr().err == f"fakeasync: error: '{wheel}' has a path that leads outside: {path!r}\n"
    assert not Path("acme.toml").exists()


def test_a_damaged_archive(capsys: pytest.CaptureFixture[str]) -> None:
    """An archive that is none, or is cut off, is said to be unreadable."""
    for name, reason in (
        ("acme.whl", "File is not a zip file"),
        ("acme.tar.gz", "file could not be opened successfully"),
    ):
        Path(name).write_bytes(b"PK\x03\x04 and no more")
        assert main(["catalog", "derive", name]) == 2
        assert capsys.readouterr().err == f"fakeasync: error: '{name}' cannot be read: {reason}\n"


def test_a_wheel_that_is_too_large(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The number of files, and their sizes, are bounded."""
    monkeypatch.setattr("flake8_fakeasync.derive.archives.MOST_FILES", 1)
    wheel = _wheel(("acme/__init__.py", _CLIENT), ("acme/more.py", ""))
    assert main(["catalog", "derive", wheel]) == 2
    assert "is too large: it has more than 1 Python files" in capsys.readouterr().err


def test_a_module_that_cannot_be_parsed(capsys: pytest.CaptureFixture[str]) -> None:
    """It is left out and named; the others count."""
    wheel = _wheel(("acme/__init__.py", _CLIENT), ("acme/old.py", "print 'old'\n"))
    assert main(["catalog", "derive", wheel]) == 0
    shown = capsys.readouterr()
    assert shown.err == "fakeasync: acme-sdk: acme.old cannot be parsed and is left out\n"
    assert "# Not read, as it cannot be parsed: acme.old" in shown.out


def test_nothing_blocks(capsys: pytest.CaptureFixture[str]) -> None:
    """A package without public names, or without I/O, is said to have none."""
    wheel = _wheel(("acme/__init__.py", "def add(one, other): return one + other\n"))
    assert main(["catalog", "derive", wheel]) == 0
    assert (
        capsys.readouterr().err == "fakeasync: acme-sdk: no public function is known to block whenever it is called\n"
    )
    wheel = _wheel(("acme/_inner.py", _CLIENT))
    assert main(["catalog", "derive", wheel]) == 0
    assert capsys.readouterr().err == "fakeasync: acme-sdk: it has no public names\n"


def test_check_says_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    """A file and the library as it is now are compared name by name."""
    assert main(["catalog", "derive", _wheel(("acme/__init__.py", _CLIENT)), "--output", "acme.toml"]) == 0
    wheel = _wheel(("acme/__init__.py", _CLIENT), name="same.whl")
    assert main(["catalog", "derive", wheel, "--check", "acme.toml"]) == 0
    wheel = _wheel(("acme/__init__.py", _CLIENT.replace("def get", "def fetch")), name="new.whl")
    assert main(["catalog", "derive", wheel, "--check", "acme.toml"]) == 1
    assert capsys.readouterr().out == "acme.Client.fetch: blocks, was nothing\nacme.Client.get: nothing, was blocks\n"


def test_names_that_do_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    """Names that the installed library does not have, and patterns that match nothing, are said."""
    _installed(("acme/__init__.py", f"{_CLIENT}\n\ndef load():\n    pass\n"))
    Path("acme.toml").write_text(
        """roots = ["acme"]
kind = "network"
[[function]]
names = ["acme.load", "acme.laod"]
effect = "blocks"
[[class]]
names = ["acme.Client", "acme.core.Client"]
blocks = ["get", "gett", "put_*"]
"""
    )
    assert main(["catalog", "check", "acme.toml", "--python=env"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "acme.toml: acme.laod: acme-sdk 1.2 has no such name; did you mean acme.load?",
        "acme.toml: acme.core.Client: acme-sdk 1.2 has no such name; did you mean acme.Client?",
        "acme.toml: acme.Client.gett: acme-sdk 1.2 has no such member; did you mean get?",
        "acme.toml: acme.Client.put_*: matches nothing in acme-sdk 1.2",
    ]
    Path("other.toml").write_text('roots = ["other"]\nkind = "network"\n')
    assert main(["catalog", "check", "other.toml", "--python=env"]) == 2
    assert capsys.readouterr().err == "fakeasync: error: 'other' is not installed in 'env'\n"
