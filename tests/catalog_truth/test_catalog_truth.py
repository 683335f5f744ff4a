"""Every name in the catalog exists in the library it speaks of, and does what the catalog says."""

from __future__ import annotations

import importlib.metadata
import inspect
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from catalog_truth import library
from flake8_fakeasync.analysis.project.requirements import requirement
from flake8_fakeasync.catalog import load

if TYPE_CHECKING:
    from collections.abc import Iterator

# What the records were checked against. Other libraries were not installable beside these or need
# a server to say anything: selenium, playwright, MySQLdb, requests_html. The sources of chromadb,
# google-generativeai, litellm and together were read instead.
VERSIONS = {
    "aiofiles": "25.1.0",
    "aiohttp": "3.14.5",
    "anthropic": "2.12.0",
    "anyio": "4.16.0",
    "asgiref": "3.13.0",
    "asyncer": "0.0.18",
    "azure-cosmos": "4.17.1",
    "azure-keyvault-secrets": "4.12.0",
    "azure-search-documents": "12.0.0",
    "azure-servicebus": "7.15.0",
    "boto3": "1.44.5",
    "clickhouse-connect": "1.12.0",
    "cohere": "7.3.1",
    "curl_cffi": "0.16.3",
    "dnspython": "2.9.2",
    "docker": "7.2.0",
    "elasticsearch": "9.5.1",
    "fastapi": "0.165.0",
    "firecrawl-py": "4.55.0",
    "google-cloud-firestore": "2.34.1",
    "google-cloud-pubsub": "2.44.0",
    "google-cloud-secret-manager": "2.32.0",
    "groq": "1.7.0",
    "gspread": "6.2.1",
    "httplib2": "0.32.1",
    "httpx": "0.28.1",
    "httpx2": "2.16.2",
    "httpxyz": "0.42.1",
    "huggingface_hub": "2.4.0",
    "hvac": "2.4.0",
    "kafka-python": "3.0.12",
    "ldap3": "2.9.1",
    "minio": "7.2.20",
    "mistralai": "3.7.0",
    "neo4j": "6.4.1",
    "niquests": "3.21.2",
    "notion-client": "3.1.0",
    "ollama": "0.6.3",
    "openai": "3.54.0",
    "opensearch-py": "3.2.0",
    "paho-mqtt": "2.2.0",
    "paramiko": "5.1.0",
    "pika": "1.4.4",
    "pinecone": "10.2.0",
    "praw": "8.0.3",
    "psycopg": "3.3.9",
    "psycopg-pool": "3.3.3",
    "psycopg2-binary": "2.9.13",
    "PyGithub": "2.10.0",
    "PyJWT": "2.15.1",
    "pymongo": "4.20.0",
    "PyMySQL": "1.2.4",
    "python-gitlab": "8.6.0",
    "qdrant-client": "1.20.0",
    "quart": "0.22.0",
    "redis": "8.1.0",
    "replicate": "1.0.7",
    "requests": "2.34.2",
    "requests-oauthlib": "2.0.0",
    "requests-toolbelt": "1.0.0",
    "sendgrid": "6.12.5",
    "slack_sdk": "3.47.0",
    "spotipy": "2.26.0",
    "SQLAlchemy": "2.1.9",
    "sqlmodel": "0.0.50",
    "starlette": "1.10.0",
    "stripe": "16.1.0",
    "tavily-python": "0.8.5",
    "tornado": "6.6.1",
    "trio": "0.35.0",
    "tweepy": "4.17.0",
    "twilio": "9.13.0",
    "urllib3": "2.8.0",
    "websocket-client": "1.9.2",
    "websockets": "17.4",
}

# Where the library says it in a way that cannot be seen from outside.
UNSEEN = {
    "asgiref.sync.async_to_sync": "a function that makes instances of the class",
    "asgiref.sync.sync_to_async": "a function that makes instances of the class",
    "boto3.resources.base.ServiceResource": "members are made when a client is",
    "firecrawl.Firecrawl": "methods are attributes of instances",
    "gitlab.Gitlab": "graphql came with version 5",
    "mistralai.client.Mistral": "mistralai.Mistral is its name in version 1",
    "notion_client.Client": "search is an attribute of instances",
    "primp.AsyncClient": "compiled: its methods return awaitables",
    "threading.Condition": "acquire is an attribute of instances",
    "threading.Lock": "a function until Python 3.13",
    "threading.RLock": "a function until Python 3.14",
    "urllib3.contrib.socks.SOCKSProxyManager": "needs PySocks",
}
CATALOG = load()
ROOTS = sorted(CATALOG.roots_of(("http", "network", "local", "dispatch", "wait", "offload", "quiet", "framework")))
_MOSTLY_COROUTINES = ("redis.asyncio.Redis", "valkey.asyncio.Valkey")
HERE = list(filter(library.is_there, ROOTS))
_PROJECT = Path(__file__).parent.parent.parent / "pyproject.toml"


def _claims() -> dict[str, list[tuple[str, Iterator[str]]]]:
    """Return by root every record's name, with a generator of what is wrong with it."""
    claims: dict[str, list[tuple[str, Iterator[str]]]] = {root: [] for root in ROOTS}
    every = (
        *((record.name, library.function(record)) for record in CATALOG.functions()),
        *((record.name, library.class_(record)) for record in CATALOG.classes()),
        *((record.name, library.offloader(record)) for record in CATALOG.offloaders()),
        *((record.name, library.exception(record)) for record in CATALOG.exceptions()),
        *((record.owner, library.idiom(record)) for record in CATALOG.idioms()),
    )
    for name, problems in every:
        claims[name.partition(".")[0]].append((name, problems))
    return claims


CLAIMS = _claims()


@pytest.mark.parametrize("root", [root for root in HERE if CLAIMS[root]])
@pytest.mark.filterwarnings("ignore")
def test_library_is_as_the_catalog_says(root: str) -> None:
    """What is said of an installed library holds."""
    there = [(name, problems) for name, problems in CLAIMS[root] if library.installed(name)]
    if not there:
        pytest.skip(f"what is installed under {root} is something else")
    wrong = [problem for name, problems in there if name not in UNSEEN for problem in problems]
    assert wrong == [], f"checked against {_versions(root)}"


def test_libraries_of_the_tests() -> None:
    """What the tests install is checked."""
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))
    wanted = {requirement(each)[0] for each in project["dependency-groups"]["libraries"]}
    checked = importlib.metadata.packages_distributions()
    assert wanted <= {requirement(each)[0] for root in HERE for each in checked.get(root, ())}


def test_libraries_that_are_not_here() -> None:
    """One line tells which libraries of the catalog nothing was checked of."""
    missing = [root for root in ROOTS if root not in HERE]
    if missing:
        pytest.skip(f"{len(missing)} libraries are not installed: {', '.join(missing)}")


def _versions(root: str) -> str:
    names = importlib.metadata.packages_distributions().get(root, [])
    return ", ".join(f"{name} {VERSIONS.get(name, 'of unknown version')}" for name in names)


@pytest.mark.parametrize("name", [name for name in _MOSTLY_COROUTINES if library.is_there(name)])
def test_other_methods_are_coroutines(name: str) -> None:
    """Of a client all of whose methods are coroutines but for a list, the list is complete."""
    cls, real = load().cls(name), library.resolve(name)
    assert cls is not None
    wrong = []
    for method, value in inspect.getmembers(real, inspect.isfunction):
        result = str(inspect.signature(value).return_annotation)
        gives_awaitable = inspect.iscoroutinefunction(value) or "Awaitable" in result or "Coroutine" in result
        known = cls.member(method)
        if not method.startswith("_") and not gives_awaitable and known is not None and known.effect == "coroutine":
            wrong.append(method)
    assert wrong == []
