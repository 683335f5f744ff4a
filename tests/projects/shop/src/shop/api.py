import asyncio

from fastapi import APIRouter, Depends

from shop import session, users
from shop.dependencies import Shop, User, checkout
from shop.http import opened

router = APIRouter()


@router.get("/sync/{article}")
def in_a_thread(article: str, shop: Shop):
    return shop.warehouse.has(article)


@router.post("/orders/{article}")
async def order(article: str, shop: Shop, user: User):
    if shop.payments.healthy:
        return await shop.order(article)
    return session().get("https://shop.example/closed").text


@router.get("/orders")
async def orders(shop=Depends(checkout)):
    with opened() as http:
        http.get("https://shop.example/orders")
    return shop.warehouse.stock.left("all")


@router.get("/login/{name}")
async def login(name: str):
    asyncio.get_running_loop().call_soon(users.find, name)
    return await users.login(name)
