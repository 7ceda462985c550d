"""Merging carts as requests, for tests to look at the answers."""

from typing import Any

import httpx

from tests.http.buyer import Buyer


async def merge(customer: Buyer, guest_token: str | None, **more: Any) -> httpx.Response:
    body = {"guestToken": guest_token, **more}
    return await customer.ask("POST", "/api/cart/merge", json=body)


async def undo(customer: Buyer, merge_id: str) -> httpx.Response:
    return await customer.ask("POST", f"/api/cart/merges/{merge_id}/undo")


async def merged(customer: Buyer, guest_token: str, **more: Any) -> dict[str, Any]:
    answer = await merge(customer, guest_token, **more)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def with_product(buyer: Buyer, picture: bytes, quantity: int) -> str:
    """The id of a product of that picture, of which so many pieces are in the buyer's cart."""
    image_id = (await buyer.upload(picture)).json()["id"]
    product_id = str((await buyer.make_product(image_id)).json()["id"])
    assert (await buyer.add(product_id, quantity)).status_code == 200
    return product_id


def counted(cart: dict[str, Any]) -> dict[str, int]:
    return {item["productId"]: item["quantity"] for item in cart["items"]}
