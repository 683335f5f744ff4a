"""The catalog files that are derived from the source of libraries: pinned, and never in the way of what we wrote."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema

import catalog_keys
import derive_catalog
from flake8_fakeasync import Session, Settings
from flake8_fakeasync.catalog import Catalog, load
from flake8_fakeasync.catalog.keys import HEADER, RECORDS
from flake8_fakeasync.catalog.sources import DATA, shipped

_FILES = sorted((DATA / "derived").glob("*.toml"))
_SCHEMA = Path(__file__).parent.parent.parent / "docs" / "catalog.schema.json"


def test_each_is_pinned() -> None:
    """The header of a file says which release it comes from: the one that is pinned."""
    pins = tomllib.loads(derive_catalog.PINS.read_text(encoding="utf-8"))["distributions"]
    found = [tomllib.loads(path.read_text(encoding="utf-8"))["derived"] for path in _FILES]
    assert sorted(f"{each['package']}=={each['version']}" for each in found) == sorted(pins)
    assert [each["package"] for each in found] == [path.stem for path in _FILES]


def test_what_we_wrote_comes_first() -> None:
    """No library has a derived file besides one of ours, and no two files have the same name."""
    ours = [path for folder in ("libraries", "frameworks") for path in DATA.glob(f"{folder}/*.toml")]
    written = {root for path in ours for root in tomllib.loads(path.read_text(encoding="utf-8"))["roots"]}
    derived = {root for path in _FILES for root in tomllib.loads(path.read_text(encoding="utf-8"))["roots"]}
    assert not written & derived
    assert not {path.name for path in ours} & {path.name for path in _FILES}


def test_only_what_is_asked_for_is_read() -> None:
    """Loading the catalog reads no derived file; asking for a name reads the one that has it."""
    shipped.cache_clear()
    sources = shipped()
    derived = [source for source in sources if source.file in {path.name for path in _FILES}]
    catalog = Catalog(sources)
    assert len(derived) == len(_FILES)
    assert catalog.cls("coinbase.wallet.client.Client") is not None
    assert [source.file for source in derived if source.is_read] == ["coinbase.toml"]


def test_a_file_reads_the_libraries_that_it_calls(tmp_path: Path) -> None:
    """A run over a file reads what we know of the library that it calls, and what is for all; not of others."""
    own = str(tmp_path / "kept")  # nothing has been read for it
    text = "import coinbase\nimport requests\n\nasync def f():\n    return requests.get('https://example.org')\n"
    with Session(Settings(cache=own)) as session:
        assert len(session.check_text(text, "alone.py")) == 1
    read = {source.file for source in shipped(own) if source.is_read}
    assert read == {"offloader_methods.toml", "requests.toml", "requests_exceptions.toml"}


def test_django_raises() -> None:
    """Its ORM raises on the event loop; what else blocks in Django blocks."""
    catalog = load()
    assert catalog.outcome("django.db.models.QuerySet.first()") == "raises SynchronousOnlyOperation"
    assert catalog.outcome("django.core.mail.send_mail()") == ""
    assert catalog.outcome("requests.get()") == ""


def test_every_key_is_explained() -> None:
    """The table of keys has all of the header, of functions and of classes, but for those of our own files."""
    ours = {
        "framework",
        "read",
        "transparent",
        "own",
        "applications",
        "hook",
        "preset",
        "page",
        "client",
        "client_library",
        "enable",
        "trusted",
    }
    known = HEADER.keys() | RECORDS["function"].keys() | RECORDS["class"].keys()
    assert known - ours == catalog_keys.MEANINGS.keys()


def test_the_json_schema_takes_our_files() -> None:
    """Editors find no mistake in files that we ship, and find an unknown key."""
    schema = json.loads(
        (Path(__file__).parent.parent.parent / "docs" / "catalog.schema.json").read_text(encoding="utf-8")
    )
    validator = jsonschema.Draft7Validator(schema)
    for path in (*_FILES, *DATA.glob("libraries/*.toml"), *DATA.glob("frameworks/*.toml")):
        assert not list(validator.iter_errors(tomllib.loads(path.read_text(encoding="utf-8")))), path.name
    wrong = {"roots": ["acme"], "kind": "network", "class": [{"names": ["acme.Client"], "block": ["get"]}]}
    assert [error.message for error in validator.iter_errors(wrong)] == [
        "Additional properties are not allowed ('block' was unexpected)"
    ]
