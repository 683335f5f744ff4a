"""Settings as a library is given them: mistakes, and which rules they select."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from flake8_fakeasync import Session, Settings, SettingsError

if TYPE_CHECKING:
    from pathlib import Path


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
