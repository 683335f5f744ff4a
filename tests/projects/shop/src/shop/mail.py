import json
from urllib.request import Request, urlopen

from . import settings

queue: list[dict] = []


def send(message: dict) -> bytes:
    request = Request(settings.MAIL, json.dumps(message).encode())
    with urlopen(request) as answer:
        return answer.read()


def flush() -> None:
    list(map(send, queue))
    queue.clear()
