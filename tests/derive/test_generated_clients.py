"""Clients that a generator wrote."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from derive.deriving import catalog_of, class_named
from flake8_fakeasync.cli.commands.catalog import derived

if TYPE_CHECKING:
    from pathlib import Path


def test_generated_clients_wait_unless_told_otherwise(tmp_path: Path) -> None:
    """With `async_req` a thread of the client makes the request; without it the caller waits."""
    from flake8_fakeasync import Session, Settings

    (tmp_path / "source").mkdir()
    found = catalog_of(
        tmp_path / "source",
        init="""
        from acme.client import ApiClient


        class PetsApi:
            def __init__(self, client=None):
                self.client = client or ApiClient()

            def list_pets(self, **kwargs):
                kwargs["_return_http_data_only"] = True
                if kwargs.get("async_req"):
                    return self.list_pets_with_http_info(**kwargs)
                else:
                    (data) = self.list_pets_with_http_info(**kwargs)
                    return data

            def list_pets_with_http_info(self, **kwargs):
                return self.client.call("/pets", async_req=kwargs.get("async_req"))
        """,
        client="""
        import requests
        from multiprocessing.pool import ThreadPool


        class ApiClient:
            def __init__(self):
                self.pool = ThreadPool()

            def call(self, path, async_req=None):
                if not async_req:
                    return self.request(path)
                return self.pool.apply_async(self.request, (path,))

            def request(self, path):
                return requests.get(path)
        """,
    )
    assert class_named(found, "acme.PetsApi")["deferring"] == ["async_req"]
    file = tmp_path / "acme.toml"
    _, text, _ = derived(str(tmp_path / "source"), date="2026-11-26")
    file.write_text(text)
    code = """\
    import acme


    async def main(api: acme.PetsApi):
        api.list_pets(limit=3)
        api.list_pets(async_req=True).get()
        api.list_pets_with_http_info()
    """
    with Session(Settings(catalog=(str(file),), disable=("JAM131",))) as session:
        reports = session.check_text(textwrap.dedent(code), str(tmp_path / "app.py"))
    assert [each.line for each in reports] == [5, 7]
