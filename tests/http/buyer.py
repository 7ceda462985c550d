"""A buyer as an HTTP client: each method is one request, and answers with the response."""

import secrets
from dataclasses import dataclass, field
from typing import Any

import httpx

ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "townOrCity": "London",
    "postalOrZipCode": "SW1Y 4JH",
    "countryCode": "GB",
}
FRAME = {"frameSize": "8x10", "frameStyle": "classic", "frameMaterial": "black"}


@dataclass(slots=True, kw_only=True)
class Buyer:
    """Everything here is owned by `token`; `email` is where the mails go."""

    http: httpx.AsyncClient
    token: str
    email: str = field(default_factory=lambda: f"b-{secrets.token_hex(4)}@passepartout.example")

    async def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, **content: Any
    ) -> httpx.Response:
        bearer = {"Authorization": f"Bearer {self.token}"}
        return await self.http.request(
            method, path, headers={**bearer, **(headers or {})}, **content
        )

    async def upload(self, data: bytes, *, declared: str = "image/jpeg") -> httpx.Response:
        file = {"file": ("picture.jpg", data, declared)}
        return await self.ask("POST", "/api/user-images", files=file)

    async def make_product(self, image_id: str, **frame: str) -> httpx.Response:
        body = {"imageId": image_id, **FRAME, **frame}
        return await self.ask("POST", "/api/products", json=body)

    async def add(
        self, product_id: str, quantity: object = 1, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        body = {"productId": product_id, "quantity": quantity}
        return await self.ask("POST", "/api/cart", headers, json=body)

    async def change(
        self, line_id: str, quantity: object, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        path = f"/api/cart/items/{line_id}"
        return await self.ask("PATCH", path, headers, json={"quantity": quantity})

    async def cart(self) -> dict[str, Any]:
        answer = await self.ask("GET", "/api/cart")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def quote(self, country: object = "GB") -> httpx.Response:
        return await self.ask("POST", "/api/shipping/quotes", json={"countryCode": country})

    async def check_out(
        self,
        address: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        **changed: Any,
    ) -> httpx.Response:
        body = {
            "email": self.email,
            "address": {**ADDRESS, **(address or {})},
            "shippingMethod": "Budget",
            **changed,
        }
        return await self.ask("POST", "/api/checkout/create-session", headers, json=body)

    async def orders(self) -> list[dict[str, Any]]:
        answer = await self.ask("GET", "/api/orders")
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found


async def new_buyer(http: httpx.AsyncClient) -> Buyer:
    answer = await http.post("/api/auth/guest")
    assert answer.status_code == 201, answer.text
    return Buyer(http=http, token=answer.json()["token"])
