"""What users may configure, and what they read when they get it wrong."""

from __future__ import annotations

import argparse

import pytest
from flake8.exceptions import ExecutionError

from flake8_fakeasync import Settings
from flake8_fakeasync.catalog.sources import DATA
from flake8_fakeasync.options import settings_from
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


def test_functions_of_the_user() -> None:
    """A replacement may hold spaces; stars stand for any part of a name."""
    chosen = settings(blocking="a.b,\nc.*  ->  await d.e()", nonblocking=["a.*_async", "*.x"])
    assert chosen.blocking == ("a.b", "c.* -> await d.e()")
    assert chosen.nonblocking == ("a.*_async", "*.x")


def test_a_preset_that_does_not_exist() -> None:
    """The message names the option, the word and what it may have been."""
    with pytest.raises(ExecutionError, match=r"^--fakeasync-preset: .*'homeasistant'; did you mean homeassistant\?$"):
        settings(preset="homeasistant")


def test_presets_are_files() -> None:
    """Each name stands for a file of the catalog."""
    assert settings(preset=", ".join(PRESETS)).preset == PRESETS
    assert tuple(sorted(path.stem for path in DATA.glob("presets/*.toml"))) == PRESETS
