"""What is derived of classes: their async twins, how they are closed and entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.deriving import catalog_of, class_named

if TYPE_CHECKING:
    from pathlib import Path


def test_twins(tmp_path: Path) -> None:
    """A twin is proposed by its name, and is one only if it has coroutines for what blocks."""
    found = catalog_of(
        tmp_path,
        init="""
        import httpx
        import requests


        class Client:
            def get(self, key):
                return requests.get(key)


        class AsyncClient:
            async def get(self, key):
                async with httpx.AsyncClient() as client:
                    return await client.get(key)


        class Store:
            def get(self, key):
                return requests.get(key)


        class AsyncStore:
            def get(self, key):
                return key


        class Both:
            def get(self, key):
                return requests.get(key)

            async def aget(self, key):
                return key


        def load(key):
            return requests.get(key)


        async def load_async(key):
            return key


        class Transport:
            def send(self, key):
                return requests.get(key)

            async def send_async(self, key):
                "Overridden where that is possible."
                raise NotImplementedError
        """,
    )
    assert class_named(found, "acme.Client")["instead"] == "acme.AsyncClient"
    assert class_named(found, "acme.AsyncClient")["coroutine"] == ["get"]
    assert "instead" not in class_named(found, "acme.Store")
    assert class_named(found, "acme.Both")["twin"] == "a{name}"
    (function,) = found["function"]
    assert function["instead"] == "{name}_async"
    assert {"twin", "twins"}.isdisjoint(class_named(found, "acme.Transport"))


def test_twins_on_the_other_side(tmp_path: Path) -> None:
    """What says in its name, or in that of its module, that it is the sync side has its twin on the async side."""
    sync = """
        import requests


        class Files:
            def get(self, key):
                return requests.get(key)


        class BlockingStore:
            def get(self, key):
                return requests.get(key)


        class SyncBucket:
            def get(self, key):
                return requests.get(key)


        def sync_detailed(key):
            return requests.get(key)
        """
    awaited = """
        class Files:
            async def get(self, key): ...


        class AsyncStore:
            async def get(self, key): ...


        class AsyncBucket:
            async def get(self, key): ...


        async def asyncio_detailed(key): ...
        """
    found = catalog_of(tmp_path, sandbox_sync=sync, sandbox_async=awaited)
    twins = {name: each.get("instead") for each in found["class"] for name in each["names"]}
    assert twins["acme.sandbox_sync.Files"] == "acme.sandbox_async.Files"
    assert twins["acme.sandbox_sync.BlockingStore"] == "acme.sandbox_async.AsyncStore"
    assert twins["acme.sandbox_sync.SyncBucket"] == "acme.sandbox_async.AsyncBucket"
    (function,) = (each for each in found["function"] if each["effect"] == "blocks")
    assert function["instead"] == "acme.sandbox_async.asyncio_detailed"


def test_close_and_enter(tmp_path: Path) -> None:
    """How async classes are closed and entered; what a context manager does when it is entered."""
    found = catalog_of(
        tmp_path,
        init="""
        from contextlib import contextmanager

        import requests


        class AsyncClient:
            async def __aenter__(self):
                return self

            async def __aexit__(self, *args):
                await self.aclose()

            async def aclose(self):
                pass


        @contextmanager
        def lease(name):
            yield requests.post(name)
        """,
    )
    client = class_named(found, "acme.AsyncClient")
    assert (client["async"], client["close"], client["enter"]) == (True, ["aclose"], "async")
    assert found["function"][0]["effect"] == "enters"


def test_an_abstract_client(tmp_path: Path) -> None:
    """An abstract method stands for its implementations, all of which have to block."""
    text = """
    import abc

    import requests


    class Transport(abc.ABC):
        @abc.abstractmethod
        def send(self, url): ...


    class Http(Transport):
        def send(self, url):
            return requests.get(url)


    def ask(transport: Transport):
        return transport.send("/")
    """
    found = catalog_of(tmp_path, init=text)
    assert [each["names"] for each in found["function"]] == [["acme.ask"]]
    more = text + "\n\n    class Memory(Transport):\n        def send(self, url):\n            return url\n"
    found = catalog_of(tmp_path, init=more)
    assert [each["effect"] for each in found.get("function", ())] in ([], ["sometimes"])


def test_class_methods_are_functions(tmp_path: Path) -> None:
    """What is called on the class has a record of a function, under each name of the class."""
    found = catalog_of(
        tmp_path,
        init="from acme.mail import Mail\n",
        mail="""
        import requests


        class Mail:
            @classmethod
            def send(cls, text):
                return requests.post("https://mail.example", data=text)
        """,
    )
    (function,) = found["function"]
    assert function["modules"] == ["acme.Mail", "acme.mail.Mail"]
    assert function["names"] == ["send"]


def test_methods_by_assignment(tmp_path: Path) -> None:
    """A function that is given to a class gets the object; a class that `type()` makes has what the call says."""
    found = catalog_of(
        tmp_path,
        init="from acme.client import Client, Made\n",
        client="""
        import functools

        import requests

        from acme.parts import parts


        class Client:
            def _send(self, path):
                return requests.get(path)


        def counted(function):
            @functools.wraps(function)
            def wrapper(*args, **kwargs):
                args[0].calls = 1
                return function(*args, **kwargs)

            return wrapper


        Client.parts = counted(parts)
        Client.pages = parts
        Made = type("Made", (), {"ping": lambda self: requests.head("https://shop.example")})
        """,
        parts="""
        def parts(client, page):
            return client._send(f"/parts/{page}")
        """,
    )
    assert class_named(found, "acme.Client")["blocks"] == ["parts", "pages"]
    assert class_named(found, "acme.Made")["blocks"] == ["ping"]


def test_an_iterator_over_nothing(tmp_path: Path) -> None:
    """What a function returns is gone through with I/O, but for the case in which there is nothing to go through."""
    found = catalog_of(
        tmp_path,
        init="""
        import itertools

        import requests


        class Search:
            def results(self, limit):
                if limit < 1:
                    return iter(())
                return itertools.islice(self._pages(), limit)

            def cached(self, limit):
                if limit < 1:
                    return iter(self.kept)
                return itertools.islice(self._pages(), limit)

            def _pages(self):
                while page := requests.get("https://shop.example").json():
                    yield from page
        """,
    )
    assert class_named(found, "acme.Search")["iterates"] == ["results"]


def test_inherited_methods_run_what_their_class_has(tmp_path: Path) -> None:
    """A method that is inherited calls what the class below says, not what other classes below its base say."""
    found = catalog_of(
        tmp_path,
        init="""
        import requests


        class Store:
            def drop(self, key): ...

            def drop_all(self):
                self.drop("*")


        class Remote(Store):
            def drop(self, key):
                requests.delete(key)


        class Local(Store):
            def drop(self, key):
                key.upper()
        """,
    )
    assert class_named(found, "acme.Remote")["blocks"] == ["drop", "drop_all"]
    assert [each["names"] for each in found["class"]] == [["acme.Remote"]]


def test_only_a_keyword_of_that_name_defers(tmp_path: Path) -> None:
    """A module that has a longer word has not the keyword with which generated clients return at once."""
    found = catalog_of(
        tmp_path,
        init="""
        import requests


        class Client:
            def get(self, key):
                return requests.get(key)

            async def _async_request(self, key): ...
        """,
    )
    assert "deferring" not in class_named(found, "acme.Client")


def test_the_first_path_is_one_that_offers_the_class(tmp_path: Path) -> None:
    """What a module imports for its own use is a longer way to say the same, however short its name is."""
    found = catalog_of(
        tmp_path,
        run="from acme.predictions import Predictions, create",
        predictions="""
        import requests


        class Predictions:
            def get(self, key):
                return requests.get(key)


        def create(key):
            return requests.post(key)
        """,
    )
    assert class_named(found, "acme.predictions.Predictions")["names"][0] == "acme.predictions.Predictions"
    assert found["function"][0]["modules"][0] == "acme.predictions"
