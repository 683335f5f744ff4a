"""What the catalog answers, and what it says of bad files."""

from __future__ import annotations

import pytest

from flake8_fakeasync.catalog import Catalog, CatalogError, Class, Function, load
from flake8_fakeasync.catalog.sources import DATA, FOLDERS, Source, shipped


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """Return the catalog as it is shipped."""
    return load()


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("requests.api.get", "requests.get"),
        ("httpx2._client.AsyncClient", "httpx2.AsyncClient"),
        ("httpx._client.Client.get", "httpx.Client.get"),
        ("requests.packages.urllib3.exceptions.HTTPError", "urllib3.exceptions.HTTPError"),
        ("somebody.elses.name", "somebody.elses.name"),
        ("requests", "requests"),
    ],
)
def test_names_in_any_spelling(catalog: Catalog, name: str, canonical: str) -> None:
    """Implementation paths and re-exports come back as users write them."""
    assert catalog.canonical(name) == canonical


def test_function(catalog: Catalog) -> None:
    """A function says what calling it does and what to use instead."""
    found = catalog.function("requests.api.get")
    assert found is not None
    assert (found.name, found.effect, found.returns) == ("requests.get", "blocks", "requests.Response")
    assert (found.kind, found.library, found.instead) == ("http", "requests", "httpx.AsyncClient")
    assert catalog.function("requests.Session") is None


def test_members_of_a_family_drift(catalog: Catalog) -> None:
    """What `only` says holds for these roots alone."""
    httpx, httpx2 = catalog.cls("httpx.AsyncClient"), catalog.cls("httpx2.AsyncClient")
    assert httpx is not None
    assert httpx2 is not None
    assert httpx.member("query") is None
    query = httpx2.member("query")
    assert query is not None
    assert (query.effect, query.returns) == ("coroutine", "httpx2.Response")
    assert httpx2.member("get") is not None


def test_members_are_inherited(catalog: Catalog) -> None:
    """A class has the members of its catalogued bases, and its own before theirs."""
    oauth, futures = (
        catalog.cls("requests_oauthlib.OAuth2Session"),
        catalog.cls("requests_futures.sessions.FuturesSession"),
    )
    assert oauth is not None
    assert futures is not None
    got, fetched, submitted = oauth.member("get"), oauth.member("fetch_token"), futures.member("get")
    assert got is not None
    assert fetched is not None
    assert submitted is not None
    assert (got.effect, fetched.effect, submitted.effect) == ("blocks", "blocks", "pure")


@pytest.mark.parametrize(
    ("owner", "path", "effect", "instead"),
    [
        ("openai.OpenAI", "chat.completions.create", "blocks", None),
        ("openai.OpenAI", "close", "pure", None),
        ("google.genai.Client", "models.generate_content", "blocks", "aio.models.generate_content"),
        ("google.genai.Client", "aio.models.generate_content", "coroutine", None),
        ("stripe.StripeClient", "v1.customers.create", "blocks", "v1.customers.create_async"),
        ("web3.Web3", "eth.block_number", "property-blocks", None),
        ("redis.Redis", "hgetall", "blocks", None),
        ("redis.Redis", "pipeline", "pure", None),
        ("aiohttp.ClientSession", "get", "context", None),
    ],
)
def test_paths_below_an_instance(catalog: Catalog, owner: str, path: str, effect: str, instead: str | None) -> None:
    """Exact names win over patterns; twins on the same object are spelled out."""
    known = catalog.cls(owner)
    assert known is not None
    member = known.member(path)
    assert member is not None
    assert (member.effect, member.instead) == (effect, instead)


def test_offloaders(catalog: Catalog) -> None:
    """An offloader is found by its name or by that of a method of anything."""
    found = catalog.offloader("fastapi.concurrency.run_in_threadpool")
    assert found is not None
    assert (found.name, found.callable) == ("starlette.concurrency.run_in_threadpool", 0)
    assert catalog.offloader("asyncio.sleep") is None
    method = catalog.offloader_methods()["run_in_executor"]
    assert (method.callable, method.keyword, method.executor) == (1, "func", 0)


@pytest.mark.parametrize(
    ("name", "library", "twin"),
    [
        ("requests.exceptions.HTTPError", "httpx2", "httpx2.HTTPStatusError"),
        ("requests.Timeout", "aiohttp", "TimeoutError"),
        ("requests.JSONDecodeError", "httpx", "json.JSONDecodeError"),
        ("httpx.ReadError", "httpx2", "httpx2.ReadError"),
        ("httpx2.SSEError", "httpx2", "httpx2.SSEError"),
        ("httpx2.SSEError", "httpx", "httpx.TransportError"),
        ("requests.exceptions.RetryError", "httpx", None),
    ],
)
def test_twins(catalog: Catalog, name: str, library: str, twin: str | None) -> None:
    """Exceptions name their counterpart in other libraries, ready to print."""
    entry = catalog.exception(name)
    assert entry is not None
    assert entry.twin(library) == twin


def test_gaps(catalog: Catalog) -> None:
    """An exception says what its counterpart leaves out."""
    entry = catalog.exception("requests.RequestException")
    assert entry is not None
    assert "InvalidURL" in (entry.gap("httpx2") or "")
    assert entry.gap("urllib3") is None
    assert catalog.exception("requests.get") is None


def test_idioms(catalog: Catalog) -> None:
    """Idioms are asked for by owner, method and name; owners are known in any spelling."""
    keyword = catalog.keyword("httpx2._client.AsyncClient", "get", "allow_redirects")
    assert keyword is not None
    assert (keyword.owner, keyword.replacement) == ("httpx2.AsyncClient", "follow_redirects=")
    assert catalog.keyword("httpx", "get", "verify") is None
    assert catalog.missing("httpx.Response", "ok") is not None
    assert catalog.missing("httpx.Response", "text") is None
    assert catalog.ignored("httpx.Client", "verify") is not None
    assert catalog.change("httpx.Client", "get", "params") is not None
    assert catalog.change("aiohttp.ClientResponse", None, "text") is not None


def test_links(catalog: Catalog) -> None:
    """Anchors are given where they are known, pages elsewhere."""
    assert catalog.link("httpx", "redirects") == "https://www.python-httpx.org/compatibility/#redirects"
    assert catalog.link("httpx2", "redirects") == "https://pydantic.dev/docs/httpx2/guides/compatibility/"
    assert catalog.link("httpxyz", "redirects") == catalog.link("httpx", "redirects")
    with pytest.raises(CatalogError, match="no section 'nowhere'"):
        catalog.link("httpx", "nowhere")
    for idiom in catalog.idioms():
        assert idiom.anchor is None or catalog.link("httpx", idiom.anchor)


def test_roots(catalog: Catalog) -> None:
    """Roots are those of the kinds that are on by default."""
    assert {"requests", "httpx2", "redis"} <= catalog.roots
    assert "time" not in catalog.roots
    assert "time" in catalog.roots_of(["local"])


def test_what_is_returned_is_known(catalog: Catalog) -> None:
    """Every class that something is said to return is in the catalog, but for a few plain ones."""
    returned = {record.returns for record in catalog.functions()}
    for owner in catalog.classes():
        returned |= {member.returns for member in owner.members.values()}
    unknown = {name for name in returned if name and catalog.cls(name) is None}
    assert {name.rpartition(".")[2] for name in unknown} <= {"Cookies", "Future"}


def test_heads_are_those_of_the_files() -> None:
    """What is told of a shipped file before it is read is what stands in it; an alias is where its name is."""
    known = {source.path: source.head.to_json() for source in shipped()}
    paths = [path for folder in FOLDERS for path in (DATA / folder).glob("*.toml")]
    assert known == {path: Source(path).head.to_json() for path in paths}


def test_what_a_family_uses_instead(catalog: Catalog) -> None:
    """Each library of a family is told to use its own client, by records that name none of their own, too."""
    transport = catalog.cls("httpx2.HTTPTransport")
    assert transport is not None
    assert transport.instead == "httpx2.AsyncClient"
    records: list[Class | Function] = [*catalog.classes(), *catalog.functions()]
    assert [record.name for record in records if "{" in (record.instead or "")] == []
