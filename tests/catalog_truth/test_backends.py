"""What the catalog says of the HTTP libraries below packages holds for the packages that the tests have."""

from __future__ import annotations

import importlib
import importlib.util
from importlib.metadata import distributions, requires, version

import pytest

import wheels
from flake8_fakeasync.analysis.project.requirements import requirement
from flake8_fakeasync.analysis.project.versions import bounds
from flake8_fakeasync.catalog.backends import Backend, backend, backends

_NAMES = {each.distribution: each for each in backends()}
_INSTALLED = sorted(_NAMES.keys() & {each.name for each in distributions()})


@pytest.mark.parametrize("name", _NAMES)
def test_releases_cover_all_versions_once(name: str) -> None:
    """No two rows of a package meet, and the last one has no end."""
    rows = [bounds(specifier) for specifier, _ in _NAMES[name].releases]
    assert all(not one.meets(other) for place, one in enumerate(rows) for other in rows[place + 1 :])
    assert rows[-1].meets(bounds(">=999"))


@pytest.mark.parametrize("name", _INSTALLED)
def test_installed_package_asks_for_its_backend(name: str) -> None:
    """The release that is installed requires the library of its row, and has the error of a bad status."""
    package = _NAMES[name]
    installed = version(package.distribution)
    asked = {requirement(each)[0] for each in requires(package.distribution) or () if "extra ==" not in each}
    assert _library(package, installed) in asked
    module, _, error = package.status.rpartition(".")
    assert issubclass(getattr(importlib.import_module(module), error), Exception)


@pytest.mark.slow
@pytest.mark.parametrize("pin", wheels.backends(), ids=str)
def test_released_package_asks_for_its_backend(pin: wheels.Pin) -> None:
    """A wheel of each row requires the library of its row, and the newest has the error of a bad status."""
    package = _NAMES[pin.project]
    number = pin.text.partition("==")[2]
    required = wheels.required(pin, wheels.default_cache())
    asked = {requirement(each)[0] for each in required if "extra ==" not in each}
    assert _library(package, number) in asked
    if bounds(package.releases[-1][0]).meets(bounds(f"=={number}")):
        _, _, error = package.status.rpartition(".")
        files = wheels.python_files(wheels.unpacked(pin, wheels.default_cache()))
        assert any(f"class {error}(" in file.read_text(encoding="utf-8") for file in files)


def test_every_row_has_a_wheel() -> None:
    """What no release is compared with is not said."""
    said = {(package.distribution, library) for package in backends() for _, library in package.releases}
    pins = [pin.text.partition("==")[::2] for pin in wheels.backends()]
    assert {(name, _library(_NAMES[name], number)) for name, number in pins} == said


def test_packages_are_known_by_their_roots() -> None:
    """A package is found by the name that code imports."""
    found = backend("huggingface_hub")
    assert found is not None
    assert [library for _, library in found.releases] == ["requests", "httpx", "httpx2"]
    assert backend("requests") is None


def _library(package: Backend, installed: str) -> str:
    release = bounds(f"=={installed}")
    return next(library for specifier, library in package.releases if bounds(specifier).meets(release))
