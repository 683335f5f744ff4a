from __future__ import annotations

import httpx

from shop.settings import STOCK


class Stock:
    def __init__(self, client: httpx.Client | None = None):
        self._client = client

    @property
    def client(self) -> httpx.Client:
        if self._client is None:
            self._client = httpx.Client(base_url=STOCK)
        return self._client

    def left(self, article: str) -> int:
        return self.client.get(f"/{article}").json()["left"]

    def all_left(self, articles: list[str]):
        for article in articles:
            yield article, self.left(article)

    async def sold_out(self, articles: list[str]) -> list[str]:
        return [article for article, left in self.all_left(articles) if not left]

    async def reserve(self, article: str) -> None:
        self.client.post(f"/{article}/reserve")
