"""What is derived from the source of a library: what blocks whenever it is used, and what only sometimes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derive.deriving import catalog_of, class_named
from flake8_fakeasync.derive.changes import changes

if TYPE_CHECKING:
    from pathlib import Path


def test_names_members_and_chains(tmp_path: Path) -> None:
    """Names are those of all modules that export a class; what leads to another class says which."""
    found = catalog_of(
        tmp_path,
        init="from acme._client import Client\n",
        _client="""
        import requests


        class Client:
            def __init__(self, url):
                self.url = url
                self.orders = Orders(self)

            def _send(self, path):
                return requests.get(self.url + path)

            def status(self):
                return self._send("/status")

            @property
            def version(self):
                return self._send("/version").text

            def pages(self):
                while True:
                    yield self._send("/page")

            def order(self, number) -> "Order":
                return Order(self, number)


        class Orders:
            def __init__(self, client: Client):
                self._client = client

            def find(self, number):
                return self._client._send(f"/{number}")


        class Order:
            def __init__(self, client: Client, number):
                self._client = client
                self._client._send(number)
        """,
    )
    assert found["roots"] == ["acme"]
    assert found["derived"]["date"] == "2026-11-26"
    client = class_named(found, "acme.Client")
    assert client["names"] == ["acme.Client", "acme._client.Client"]
    assert client["blocks"] == ["status", "order"]
    assert client["property-blocks"] == ["version"]
    assert client["iterates"] == ["pages"]
    assert client["returns"] == {"orders": "acme._client.Orders", "order": "acme._client.Order"}
    assert class_named(found, "acme._client.Orders")["blocks"] == ["find"]
    assert class_named(found, "acme._client.Order")["connects"] == "always"
    assert "connects" not in client


@pytest.mark.parametrize(
    ("body", "effect"),
    [
        ("return requests.get(url)", "blocks"),
        ("if not url:\n        return None\n    return requests.get(url)", "blocks"),
        ("if cache:\n        return cache\n    return requests.get(url)", "sometimes"),
        ("if url == '':\n        raise ValueError\n    return requests.get(url)", "blocks"),
        ("if cache is None:\n        cache = requests.get(url)\n    return cache", "sometimes"),
        ("return requests.get(url) if cache is None else cache", "sometimes"),
        ("return requests.get(url) if cache is None else requests.post(url)", "blocks"),
        ("return cache or requests.get(url)", "sometimes"),
        (
            "for _ in range(3):\n        try:\n            return requests.get(url)\n        except OSError: pass",
            "blocks",
        ),
        ("for each in url:\n        requests.get(each)", "blocks"),
        ("for each in HOOKS:\n        requests.get(each)", "sometimes"),
        ("try:\n        return HOOKS[url]\n    except LookupError:\n        return requests.get(url)", "sometimes"),
        ("while True:\n        if requests.get(url):\n            break", "blocks"),
        ("return [requests.get(each) for each in url]", "blocks"),
        ("return lambda: requests.get(url)", ""),
        ("raise NotImplementedError", ""),
        ("with LOCK:\n        return requests.get(url)", "blocks"),
        (
            "match cache:\n        case None:\n            return requests.get(url)\n        case _: return cache",
            "sometimes",
        ),
        ("return [step for step in (1, 2) if requests.get(url)]", "sometimes"),
    ],
)  # fmt: skip
def test_a_condition(tmp_path: Path, body: str, effect: str) -> None:
    """What is reached under a condition blocks only sometimes; errors, empty arguments and retries are none."""
    text = "import requests\nimport threading\n\nHOOKS = {}\nLOCK = threading.Lock()\n"
    text += "\n\ndef known():\n    requests.get('')\n"
    text += f"\n\ndef call(url, cache=None):\n    {body}\n"
    found = catalog_of(tmp_path, init=text)
    effects = {name: each["effect"] for each in found["function"] for name in each["names"]}
    assert effects["acme.known"] == "blocks"
    assert effects.get("acme.call", "") == effect


def test_a_constant_decides(tmp_path: Path) -> None:
    """A branch that the caller's arguments exclude is none; who leaves it open blocks only sometimes."""
    found = catalog_of(
        tmp_path,
        init="""
        import requests


        def request(url, lazy=False):
            if lazy:
                return None
            return requests.get(url)


        def now(url):
            return request(url, lazy=False)


        def either(url, lazy):
            return request(url, lazy=lazy)
        """,
    )
    effects = {name: each["effect"] for each in found["function"] for name in each["names"]}
    assert effects == {"acme.request": "sometimes", "acme.now": "blocks", "acme.either": "sometimes"}


def test_sometimes_is_not_reported(tmp_path: Path) -> None:
    """A catalog file may say that something blocks under a condition: then nothing is reported."""
    from flake8_fakeasync import Session, Settings

    file = tmp_path / "acme.toml"
    file.write_text(
        'roots = ["acme"]\nkind = "network"\n'
        '[[class]]\nnames = ["acme.Client"]\nblocks = ["*"]\nsometimes = ["login"]\n'
    )
    text = "import acme\n\n\nasync def main(client: acme.Client):\n    client.login()\n    client.get()\n"
    with Session(Settings(catalog=(str(file),))) as session:
        assert [each.line for each in session.check_text(text, str(tmp_path / "app.py"))] == [6]


def test_sockets(tmp_path: Path) -> None:
    """Methods of sockets block, unless the library tells a socket not to."""
    text = "import socket\n\n\ndef ask(host):\n    s = socket.socket()\n    s.sendall(b'?')\n    return s.recv(9)\n"
    assert [each["names"] for each in catalog_of(tmp_path, init=text)["function"]] == [["acme.ask"]]
    quiet = text.replace("s.sendall", "s.setblocking(False)\n    s.sendall")
    assert "function" not in catalog_of(tmp_path, init=quiet)


def test_patterns_name_the_exceptions(tmp_path: Path) -> None:
    """Where most members block, one pattern stands for them, and what it would match besides is named."""
    methods = "".join(f"    def get_{n}(self):\n        return requests.get('')\n\n" for n in range(20))
    text = "import requests\n\n\nclass Client:\n    def __init__(self):\n        self.name = ''\n\n"
    text += f"{methods}    def url(self):\n        return ''\n"
    client = class_named(catalog_of(tmp_path, init=text), "acme.Client")
    assert client["blocks"] == ["*"]
    assert client["pure"] == ["url", "name"]


def test_changes() -> None:
    """A name that appears, disappears or changes is said; what does not block in either is no change."""
    before = {
        "roots": ["acme"],
        "kind": "network",
        "class": [
            {"names": ["acme.Client"], "blocks": ["get", "put"], "pure": ["url"]},
            {"names": ["acme.Old"], "blocks": ["get"]},
        ],
    }
    after = {
        "roots": ["acme"],
        "kind": "network",
        "class": [{"names": ["acme.Client"], "blocks": ["get", "post"], "sometimes": ["put"]}],
        "function": [{"names": ["acme.load"], "effect": "blocks"}],
    }
    assert changes(before, before) == []
    assert changes(before, after) == [
        "acme.Client.post: blocks, was nothing",
        "acme.Client.put: sometimes, was blocks",
        "acme.Old: no longer there",
        "acme.load(): blocks, was nothing",
    ]
