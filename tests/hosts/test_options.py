"""What users may configure, and what they read when they get it wrong."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flake8.exceptions import ExecutionError

from flake8_fakeasync import Session, Settings, SettingsError
from flake8_fakeasync.catalog.sources import DATA
from flake8_fakeasync.options import settings_from
from flake8_fakeasync.plugin import Plugin
from flake8_fakeasync.validation import PRESETS

_NOTHING = dict.fromkeys(
    (
        "enable",
        "disable",
        "client",
        "preset",
        "src",
        "catalog",
        "blocking",
        "nonblocking",
        "depth",
        "cache",
        "baseline",
        "dispatch",
        "reports",
        "follow",
        "python",
    ),
    "",
)


def settings(**chosen: object) -> Settings:
    """Return the settings that come of these options."""
    values = {f"fakeasync_{name}": value for name, value in {**_NOTHING, **chosen}.items()}
    return settings_from(argparse.Namespace(**values))


def test_nothing_chosen() -> None:
    """The defaults of the options are the defaults of the settings."""
    assert settings() == Settings()


@pytest.mark.parametrize(
    "value", ["JAM0,JAM000", "JAM0, JAM000", "\nJAM0\nJAM000\n", ["JAM0", "JAM000"], "JAM0 JAM000"]
)
def test_lists_in_every_spelling(value: object) -> None:
    """Commas, lines and lists, which pyproject.toml has, mean the same."""
    assert settings(enable=value).enable == ("JAM0", "JAM000")


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"enable": "W605"}, "--fakeasync-enable: unknown rule code 'W605'"),
        ({"enable": "JAM"}, None),
        ({"enable": "ALL"}, None),
        ({"disable": "JAM1O1"}, "--fakeasync-disable: unknown rule code 'JAM1O1'; did you mean JAM101?"),
        (
            {"enable": "blocking-http-cal"},
            "--fakeasync-enable: unknown rule code 'blocking-http-cal'; did you mean blocking-http-call?",
        ),
        ({"enable": 3}, "--fakeasync-enable: expected a list of words, got 3"),
        ({"enable": ["JAM", 3]}, "--fakeasync-enable: expected a list of words, got ['JAM', 3]"),
        (
            {"client": "htpx"},
            "--fakeasync-client: expected one of auto, httpx, httpx2, aiohttp, got 'htpx'; did you mean httpx?",
        ),
        ({"client": "aiohttp"}, None),
        (
            {"src": ["nowhere"]},
            (
                "--fakeasync-src: folder 'nowhere' does not exist; "
                "in a config file write './nowhere' for a path relative to that file"
            ),
        ),
        (
            {"src": ["no*"]},
            (
                "--fakeasync-src: no folder matches 'no*'; "
                "in a config file write './no*' for a path relative to that file"
            ),
        ),
        (
            {"catalog": ["none.toml"]},
            (
                "--fakeasync-catalog: file 'none.toml' does not exist; "
                "in a config file write './none.toml' for a path relative to that file"
            ),
        ),
        (
            {"blocking": "fetch"},
            "--fakeasync-blocking: expected pkg.mod.function or pkg.mod.function -> replacement, got 'fetch'",
        ),
        ({"depth": "deep"}, "--fakeasync-depth: expected an integer of 1 or more, got 'deep'"),
        ({"depth": "0"}, "--fakeasync-depth: expected an integer of 1 or more, got '0'"),
        ({"depth": "3"}, None),
        ({"dispatch": "all"}, None),
        ({"dispatch": "some"}, "--fakeasync-dispatch: expected any or all, got 'some'"),
        ({"reports": "all"}, None),
        ({"reports": "some"}, "--fakeasync-reports: expected worthwhile or all, got 'some'"),
        ({"cache": "./kept"}, None),
        ({"cache": __file__}, f"--fakeasync-cache: {__file__!r} is not a directory"),
        ({"cache": 3}, "--fakeasync-cache: expected a string, got 3"),
        ({"nonblocking": "a.b -> c"}, "--fakeasync-nonblocking: expected pkg.mod.function, got 'a.b -> c'"),
    ],
)
def test_refusals(chosen: dict[str, object], message: str | None) -> None:
    """A refusal names the option, the value and what was probably meant."""
    if message is None:
        assert settings(**chosen) != Settings()
        return
    with pytest.raises(ExecutionError) as refusal:
        settings(**chosen)
    assert str(refusal.value) == message


@pytest.mark.parametrize("text", ["jam303", "JAM303", "module-client-never-closed", "Module-Client-Never-Closed"])
def test_codes_in_every_spelling(text: str) -> None:
    """A code is known in any case, a rule by its name as well."""
    assert settings(enable=text).enable == ("JAM303",)
    assert settings(enable="all").enable == ("ALL",)


@pytest.mark.parametrize(
    ("chosen", "setting"),
    [
        ({"client": "bar"}, "client"),
        ({"catalog": ("none.toml",)}, "catalog"),
        ({"src": ("nowhere",)}, "src"),
        ({"enable": "JAM101"}, "enable"),
        ({"depth": 0}, "depth"),
    ],
)
def test_mistakes_through_the_api(chosen: dict[str, Any], setting: str) -> None:
    """A mistake in the settings is said where they are made."""
    with pytest.raises(SettingsError) as error:
        Settings(**chosen)
    assert error.value.setting == setting


def test_a_catalog_that_is_wrong_through_the_api(tmp_path: Path) -> None:
    """So is one in a catalog, before any file is judged."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("rots = []\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"wrong\.toml"):
        Session(Settings(catalog=(str(wrong),)))


def test_functions_of_the_user() -> None:
    """A replacement may hold spaces; stars stand for any part of a name."""
    chosen = settings(blocking="a.b,\nc.*  ->  await d.e()", nonblocking=["a.*_async", "*.x"])
    assert chosen.blocking == ("a.b", "c.* -> await d.e()")
    assert chosen.nonblocking == ("a.*_async", "*.x")


@pytest.mark.parametrize(
    ("enable", "disable", "code", "default", "on"),
    [
        ((), (), "JAM101", True, True),
        ((), (), "JAM303", False, False),
        (("ALL",), (), "JAM303", False, True),
        ((), ("ALL",), "JAM101", True, False),
        (("JAM1",), ("ALL",), "JAM101", True, True),
        (("JAM1",), ("JAM10",), "JAM101", True, False),
        (("JAM101",), ("JAM10",), "JAM101", False, True),
        (("JAM1",), ("JAM1",), "JAM101", True, False),
        (("ALL",), ("ALL",), "JAM101", True, False),
        (("JAM",), ("ALL",), "JAM303", False, True),
        (("JAM2",), ("JAM4",), "JAM101", True, True),
    ],
)
def test_selection(
    enable: tuple[str, ...],
    disable: tuple[str, ...],
    code: str,
    default: bool,  # noqa: FBT001
    on: bool,  # noqa: FBT001
) -> None:
    """The longest prefix decides; in a tie the rule is off."""
    assert Settings(enable=enable, disable=disable).selects(code, default=default) is on


def flake8(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run flake8 in the current folder."""
    return subprocess.run([sys.executable, "-m", "flake8", *arguments], capture_output=True, check=False, text=True)


@pytest.mark.parametrize(
    "line",
    ["fakeasync-enable = JAM9", "fakeasync_client = trio", "fakeasync-src = ./nowhere"],
)
def test_refusal_in_two_lines(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """flake8 says that there is a problem and which one; it shows no traceback."""
    monkeypatch.chdir(tmp_path)
    Path("setup.cfg").write_text(f"[flake8]\n{line}\n", encoding="utf-8")
    run = flake8(".")
    assert run.returncode == 1
    assert len((run.stdout + run.stderr).splitlines()) == 2
    assert "--fakeasync-" in run.stdout + run.stderr


def test_a_bad_catalogue_is_refused_in_two_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """flake8 names the option, the file, the record and the key, before it looks at any file."""
    monkeypatch.chdir(tmp_path)
    Path("setup.cfg").write_text("[flake8]\nfakeasync-catalog = ./acme.toml\n", encoding="utf-8")
    Path("acme.toml").write_text(
        'roots = ["acme"]\nkind = "http"\n[[class]]\nnames = ["acme.C"]\nblock = []\n', encoding="utf-8"
    )
    run = flake8(".")
    assert run.returncode == 1
    said = (run.stdout + run.stderr).splitlines()
    assert said[1:] == ["--fakeasync-catalog: acme.toml: [[class]] 1: unknown key 'block'; did you mean 'blocks'?"]


def test_paths_of_a_configuration_are_relative_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """flake8 may run in a folder below."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "below").mkdir()
    (tmp_path / "setup.cfg").write_text("[flake8]\nfakeasync-src = ./lib\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "below")
    assert flake8(".").returncode == 0


def test_options_are_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor lints again and again, with other options, in one process."""
    from flake8.main.application import Application

    monkeypatch.setattr(Plugin, "session", Session())
    Application().initialize(["--isolated", "--fakeasync-enable=ALL"])
    assert Plugin.session.settings == Settings(enable=("ALL",))
    Application().initialize(["--isolated"])
    assert Plugin.session.settings == Settings()


def test_a_preset_that_does_not_exist() -> None:
    """The message names the option, the word and what it may have been."""
    with pytest.raises(ExecutionError, match=r"^--fakeasync-preset: .*'homeasistant'; did you mean homeassistant\?$"):
        settings(preset="homeasistant")


def test_presets_are_files() -> None:
    """Each name stands for a file of the catalog."""
    assert settings(preset=", ".join(PRESETS)).preset == PRESETS
    assert tuple(sorted(path.stem for path in DATA.glob("presets/*.toml"))) == PRESETS


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--select=JAM303"], "flake8-fakeasync: --select does not switch JAM303 on; add --fakeasync-enable=JAM303\n"),
        (
            ["--select=E,JAM12,JAM406"],
            "flake8-fakeasync: --select does not switch JAM12,JAM406 on; add --fakeasync-enable=JAM12,JAM406\n",
        ),
        (["--select=JAM303", "--fakeasync-enable=JAM303"], ""),
        (["--select=JAM", "--extend-select=JAM101"], ""),
    ],
)
def test_selected_but_off(arguments: list[str], said: str, tmp_path: Path) -> None:
    """To select a rule that is off does nothing, so flake8 says what does; once for all files and processes."""
    for name in ("one.py", "two.py"):
        (tmp_path / name).write_text("x = 1\n", encoding="utf-8")
    command = [sys.executable, "-m", "flake8", "--isolated", "-j2", *arguments, "one.py", "two.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)
    assert (run.stdout, run.stderr) == ("", said)
