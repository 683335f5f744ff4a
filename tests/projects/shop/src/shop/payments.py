from . import settings
from .http import JsonClient
from .retrying import again


class Payments(JsonClient):
    base = settings.PAYMENTS

    @again(3)
    def charge(self, order: str) -> str:
        return self._http.post(f"{self.base}/{order}").text

    async def charge_later(self, order: str) -> str:
        if not self.healthy:
            return ""
        return self.charge(order)
