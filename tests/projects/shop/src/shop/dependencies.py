"""Sync dependencies run in a thread of the framework: nothing here blocks the loop."""

from typing import Annotated

from fastapi import Depends

from shop.payments import Payments
from shop.services import Checkout, Warehouse
from shop.tokens import token


def payments() -> Payments:
    return Payments()


def user(name: str) -> str:
    return token(name)


def checkout(paying: Annotated[Payments, Depends(payments)]):
    return Checkout(Warehouse(), paying)


Shop = Annotated[Checkout, Depends(checkout)]
User = Annotated[str, Depends(user)]
