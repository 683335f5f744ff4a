"""Run from anywhere: imports the shop and a module beside it."""

import asyncio

from shop import Checkout
from shop.stock import Stock
from show import show


async def main() -> None:
    left = Stock().left("bread")
    show(left, Checkout)


if __name__ == "__main__":
    asyncio.run(main())
