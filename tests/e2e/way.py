"""A buyer of many devices: what they do on their way, as requests with their answers checked."""

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import httpx

from adapters.inbound.demo.picture import painted_picture
from tests.http.buyer import Buyer
from tests.http.customer import Customer, log_in
from tests.http.faults import seen
from tests.http.mail_reader import MailReader
from tests.http.problems import problem
from tests.http.signing_up import CONFIRM, confirm, sign_up

EXPORT = "/api/profiles/export"
PATIENCE_S = 40.0
SUM = {"strategy": "sum"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What a buyer does with an account, and what must be true whenever it is done."""

    http: httpx.AsyncClient
    email: str

    async def fill(self, guest: Buyer, size: tuple[int, int], **quantities: int) -> dict[str, int]:
        """A picture in frames of these materials, and so many pieces of each in the cart."""
        uploaded = await guest.upload(painted_picture(*size))
        products = {}
        for material, quantity in quantities.items():
            made = await guest.make_product(uploaded.json()["id"], frameMaterial=material)
            assert (await guest.add(made.json()["id"], quantity)).status_code == 200
            products[made.json()["id"]] = quantity
        return products

    async def become_customer(self) -> None:
        assert (await sign_up(self.http, self.email)).status_code == 202
        # There is no session before the address is confirmed.
        problem(await log_in(self.http, self.email), 401, "login_failed")
        token = await MailReader(self.http).token(self.email, CONFIRM)
        assert (await confirm(self.http, token)).status_code == 200

    async def log_in(self, guest: Buyer | None = None) -> tuple[Customer, str | None]:
        """On that guest's device, and what became of the guest's cart."""
        brought: dict[str, Any] = {"guestToken": guest.token, "merge": SUM} if guest else {}
        answer = await log_in(self.http, self.email, **brought)
        device = Customer(http=self.http, token="", email=self.email, user_id="", refresh_token="")
        device.take(answer)
        merge = answer.json()["merge"]
        return device, merge and merge["status"]

    async def refresh(self, device: Customer) -> str:
        """The refresh token that is used up by it."""
        old = device.refresh_token
        device.take(await self._refreshed(old))
        assert device.refresh_token != old
        return old

    async def cannot_refresh(self, token: str, code: str) -> None:
        problem(await self._refreshed(token), 401, code)

    async def _refreshed(self, token: str) -> httpx.Response:
        return await self.http.post("/api/auth/refresh", json={"refreshToken": token})

    async def export(self, device: Customer) -> dict[str, Any]:
        """Everything in the file, and the link to it."""
        assert (await device.ask("POST", EXPORT)).status_code == 202

        async def look() -> dict[str, Any]:
            told: dict[str, Any] = (await device.ask("GET", EXPORT)).json()
            return told

        told = await seen(look, lambda told: bool(told["status"] == "completed"), PATIENCE_S)
        file = await self.http.get(told["url"])
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            found = {
                name.removesuffix(".json"): json.loads(archive.read(name))
                for name in archive.namelist()
                if name.endswith(".json")
            }
        return {**found, "link": told["url"]}
