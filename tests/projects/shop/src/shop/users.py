from shop import tokens


def find(name: str, *, check: bool = True) -> str:
    return name if not check else f"{name}:{tokens.token(name)}"


async def login(name: str) -> str:
    return find(name)
