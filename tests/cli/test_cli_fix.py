"""`fakeasync fix`: what it writes, what it leaves alone, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.fixing import fix, write
from flake8_fakeasync.cli import main
from flake8_fakeasync.fixes import fixer

_OK = "import httpx\n\n\ndef told(r: httpx.Response):  # ä\n    return r.ok,  r.reason  # both\n"
_FIXED = "import httpx\n\n\ndef told(r: httpx.Response):  # ä\n    return not r.is_error,  r.reason_phrase  # both\n"

_REPEATED = "taken back: the result is not valid Python: keyword argument repeated: follow_redirects"


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test in a project of its own."""
    monkeypatch.chdir(tmp_path)
    write("setup.cfg", "")


def test_fixed_once(capsys: pytest.CaptureFixture[str]) -> None:
    """The edits are made and told; a second run has nothing to do."""
    write("app.py", _OK)
    assert fix(capsys, "app.py") == [
        "app.py:5: JAM502 fixed: use not response.is_error",
        "app.py:5: JAM502 fixed: use .reason_phrase",
        "2 fixed in 1 file",
    ]
    assert Path("app.py").read_text(encoding="utf-8") == _FIXED
    assert fix(capsys, "app.py") == ["0 fixed in 0 files"]
    assert Path("app.py").read_text(encoding="utf-8") == _FIXED


def test_diff(capsys: pytest.CaptureFixture[str]) -> None:
    """A diff is printed and nothing is written; the status says that there is something to do."""
    write("app.py", _OK[:-1])
    assert fix(capsys, "--diff", "app.py", status=1)[-5:] == [
        " def told(r: httpx.Response):  # ä",
        "-    return r.ok,  r.reason  # both",
        "\\ No newline at end of file",
        "+    return not r.is_error,  r.reason_phrase  # both",
        "\\ No newline at end of file",
    ]
    assert Path("app.py").read_text(encoding="utf-8") == _OK[:-1]
    write("app.py", _FIXED)
    assert fix(capsys, "--diff", "app.py") == []


@pytest.mark.parametrize(
    ("head", "end", "encoding"),
    [
        ("", "\r\n", "utf-8"),
        ("", "\r", "utf-8"),
        ("", "\n", "utf-8-sig"),
        ("# coding: latin-1\n", "\n", "latin-1"),
        ("#!/usr/bin/python\n# -*- coding: cp1252 -*-\n", "\r\n", "cp1252"),
    ],
)
def test_bytes(head: str, end: str, encoding: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Line ends, byte order mark, encoding and mode stay."""
    Path("app.py").write_bytes((head + _OK).replace("\n", end).encode(encoding))
    Path("app.py").chmod(0o755)
    fix(capsys, "app.py")
    assert Path("app.py").read_bytes() == (head + _FIXED).replace("\n", end).encode(encoding)
    assert Path("app.py").stat().st_mode & 0o777 == 0o755


def test_only(capsys: pytest.CaptureFixture[str]) -> None:
    """Codes and families choose what is fixed; a code that does not exist is an error."""
    write("app.py", f"{_OK}\n\nhttpx.get('', allow_redirects=True)\n")
    assert fix(capsys, "--only", "JAM501", "app.py")[-1] == "1 fixed in 1 file"
    assert fix(capsys, "--only", "jam3,JAM50", "app.py")[-1] == "2 fixed in 1 file"
    assert main(["fix", "--only", "JAM5O2", "app.py"]) == 2
    assert capsys.readouterr().err == "fakeasync: error: --only: unknown code 'JAM5O2'; did you mean JAM502?\n"
    assert main(["fix", "-"]) == 2


def test_unsafe(capsys: pytest.CaptureFixture[str]) -> None:
    """Unsafe fixes are counted, and made when asked for."""
    text = "import aiohttp\n\n\ndef told(r: aiohttp.ClientResponse):\n    return r.is_success\n"
    write("app.py", text)
    assert fix(capsys, "app.py") == ["0 fixed in 0 files; 1 more with --unsafe-fixes"]
    assert fix(capsys, "--unsafe-fixes", "app.py")[-1] == "1 fixed in 1 file"
    assert Path("app.py").read_text(encoding="utf-8") == text.replace("is_success", "ok")


def test_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    """What a comment, the configuration or the baseline hides is not touched."""
    write("noqa.py", _OK.replace("# both", "# noqa: JAM502"))
    write("ignored.py", _OK)
    write("old.py", _OK)
    write("setup.cfg", "[flake8]\nper-file-ignores = ignored.py: JAM5\nfakeasync-baseline = known.json\n")
    main(["baseline", "write", "--fakeasync-baseline=known.json", "old.py"])
    capsys.readouterr()
    assert fix(capsys, ".") == ["0 fixed in 0 files"]
    write("old.py", _OK.replace(" # both", "\n").replace(",  r.reason", ",  r.reason, r.ok"))
    assert fix(capsys, ".")[-1] == "1 fixed in 1 file"
    assert Path("old.py").read_text(encoding="utf-8").count("r.ok") == 1


def test_files_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """What is no file of its own, cannot be written or is mixed up stays as it is, and is named."""
    write("app.py", _OK)
    Path("link.py").symlink_to("app.py")
    write("fixed.py", _OK)
    Path("fixed.py").chmod(0o444)
    write("mixed.py", _OK.replace("\n", "\r\n", 1))
    write("broken.py", f"{_OK}def (:\n")
    before = {path: path.read_bytes() for path in Path().glob("*.py") if path.name != "app.py"}
    lines = fix(capsys, "--only=JAM502", *sorted(map(str, before)), status=1)
    assert [line for line in lines if "is_error" not in line][:-1] == [
        "fixed.py:5: JAM502 left alone: the file is read-only",
        "fixed.py:5: JAM502 left alone: the file is read-only",
        "link.py:5: JAM502 left alone: the file is a symbolic link",
        "link.py:5: JAM502 left alone: the file is a symbolic link",
        "mixed.py:5: JAM502 left alone: the file has mixed line ends",
        "mixed.py:5: JAM502 left alone: the file has mixed line ends",
    ]
    assert {path: path.read_bytes() for path in before} == before


def test_changed_meanwhile(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that somebody saves while it is checked keeps what they saved."""
    run = fixer.Fixer.run

    def saved(*arguments: object) -> object:
        outcomes = run(*arguments)  # type: ignore[arg-type]
        write("app.py", "# saved\n")
        return outcomes

    monkeypatch.setattr(fixer.Fixer, "run", saved)
    write("app.py", _OK)
    lines = fix(capsys, "app.py", status=1)
    assert lines[0] == "app.py:5: JAM502 left alone: the file has changed since it was checked"
    assert lines[-1] == "0 fixed in 0 files; 2 left alone"
    assert Path("app.py").read_text(encoding="utf-8") == "# saved\n"


def test_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    """An edit that adds a report, here or in a file that rests on this one, is taken back; others stay."""
    write(
        "low.py",
        "import httpx\n\n\ndef client():\n    return httpx.ClientSession()\n\n\ndef f(r: httpx.Response):\n    r.ok\n",
    )
    write("app.py", "import low\n\n\nasync def main():\n    print(low.client().get('').ok)\n")
    lines = fix(capsys, ".", status=1)
    assert lines[0] == "low.py:9: JAM502 fixed: use not response.is_error"
    assert lines[1].startswith("low.py:5: JAM508 left alone: taken back: ./app.py: JAM")
    assert "httpx.ClientSession()" in Path("low.py").read_text(encoding="utf-8")


def test_many(capsys: pytest.CaptureFixture[str]) -> None:
    """Of many edits at once, those that do not compile are found and taken back."""
    calls = "".join(f"    httpx.get('{number}', allow_redirects=True)\n" for number in range(40))
    write("app.py", f"import httpx\n\n\ndef all():\n{calls}    httpx.get('', allow_redirects=1, follow_redirects=1)\n")
    lines = fix(capsys, "app.py", status=1)
    assert lines[40:] == [
        f"app.py:45: JAM501 left alone: {_REPEATED}",
        "40 fixed in 1 file; 1 left alone",
    ]


def test_several_texts(capsys: pytest.CaptureFixture[str]) -> None:
    """Where there are several right texts, none is made, and all are named."""
    text = (
        "import httpx, requests\n\n\nasync def told(client: httpx.AsyncClient):\n    try:\n"
        "        return (await client.get('')).json()\n    except requests.RequestException:\n        return None\n"
    )
    write("app.py", text)
    assert fix(capsys, "--unsafe-fixes", "--only=JAM4", "app.py") == [
        "app.py:7: JAM401 for you to decide: catch httpx.HTTPError; or catch httpx.HTTPError, ValueError",
        "0 fixed in 0 files; 1 for you to decide",
    ]
    assert Path("app.py").read_text(encoding="utf-8") == text


def test_places_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """What stands in an f-string, or on a line with several statements, is named, as is a file that is no Python."""
    text = "import httpx\n\n\ndef told(r: httpx.Response):\n    print(f'{r.ok}')\n    print(1); print(r.ok)\n"
    write("app.py", text)
    write("broken.py", "def (:\n")
    assert main(["fix", "."]) == 1
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        "app.py:5: JAM502 left alone: inside an f-string",
        "app.py:6: JAM502 left alone: on a line with several statements (;)",
        "0 fixed in 0 files; 2 left alone",
    ]
    assert captured.err == "fakeasync: ./broken.py:1: syntax error: invalid syntax\n"
    assert Path("app.py").read_text(encoding="utf-8") == text
