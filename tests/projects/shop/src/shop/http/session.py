"""One session for everybody."""

from contextlib import contextmanager
from functools import lru_cache

import requests


@lru_cache(maxsize=1)
def session():
    one = requests.Session()
    one.headers["User-Agent"] = "shop"
    return one


@contextmanager
def opened():
    with requests.Session() as one:
        yield one
