"""Tokens and users import each other."""

import requests

from shop import users


def token(name: str) -> str:
    user = users.find(name, check=False)
    return requests.post("https://auth.example", json={"user": user}).json()["token"]
