"""Services are given what they need."""

from dataclasses import dataclass, field

from shop import mail
from shop.payments import Payments
from shop.stock import Stock


@dataclass
class Warehouse:
    stock: Stock = field(default_factory=Stock)

    def has(self, article: str) -> bool:
        return self.stock.left(article) > 0


class Checkout:
    def __init__(self, warehouse: Warehouse, payments: "Payments"):
        self.warehouse = warehouse
        self.payments = payments

    async def order(self, article: str) -> str:
        if not self.warehouse.has(article):
            return "sold out"
        receipt = self.payments.charge(article)
        mail.flush()
        return receipt

    async def order_many(self, articles: list[str]) -> list[str]:
        return [await self.order(article) for article in articles]
