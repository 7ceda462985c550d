"""The same Idempotency-Key with the same body counts once and gets the same answer."""

import asyncio
import secrets

import pytest

from tests.http.buyer import Buyer
from tests.http.problems import problem


def fresh_key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(8)}


async def test_an_addition_that_is_sent_again_counts_once(buyer: Buyer, product_id: str) -> None:
    key = fresh_key()
    first = await buyer.add(product_id, 3, key)
    assert first.status_code == 200
    assert (await buyer.add(product_id, 1)).json()["items"][0]["quantity"] == 4
    again = await buyer.add(product_id, 3, key)
    assert again.json() == first.json()
    assert again.headers["ETag"] == first.headers["ETag"]
    assert (await buyer.cart())["items"][0]["quantity"] == 4


async def test_rapid_clicks_with_one_key_count_once(buyer: Buyer, product_id: str) -> None:
    key = fresh_key()
    answers = await asyncio.gather(*(buyer.add(product_id, 1, key) for _ in range(10)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert 200 in {answer.status_code for answer in answers}
    assert (await buyer.cart())["items"][0]["quantity"] == 1


async def test_a_key_with_another_body_is_refused(
    buyer: Buyer, product_id: str, line_id: str
) -> None:
    key = fresh_key()
    assert (await buyer.change(line_id, 5, key)).status_code == 200
    before = await buyer.cart()
    problem(await buyer.change(line_id, 6, key), 422, "idempotency_key_reused")
    problem(await buyer.add(product_id, 5, key), 422, "idempotency_key_reused")
    removal = await buyer.ask("DELETE", f"/api/cart/items/{line_id}", key)
    problem(removal, 422, "idempotency_key_reused")
    problem(await buyer.check_out(headers=key), 422, "idempotency_key_reused")
    assert await buyer.cart() == before
    assert await buyer.orders() == []


async def test_a_key_that_was_refused_may_be_used_again(buyer: Buyer, product_id: str) -> None:
    key = fresh_key()
    problem(await buyer.add(product_id, 0, key), 422, "quantity_not_allowed")
    assert (await buyer.add(product_id, 2, key)).status_code == 200


@pytest.mark.parametrize("key", ["", "x" * 201, "na\xefve", "tab\there"])
async def test_a_key_that_is_none_is_refused(buyer: Buyer, product_id: str, key: str) -> None:
    headers = {
        b"Authorization": f"Bearer {buyer.token}".encode(),
        b"Idempotency-Key": key.encode("latin-1"),
    }
    body = {"productId": product_id, "quantity": 1}
    answer = await buyer.http.post("/api/cart", json=body, headers=headers)
    problem(answer, 400, "idempotency_key_invalid")
    assert (await buyer.cart())["items"] == []


async def test_keys_of_two_buyers_never_meet(
    buyer: Buyer, stranger: Buyer, product_id: str, picture: bytes
) -> None:
    key = fresh_key()
    mine = (await buyer.add(product_id, 1, key)).json()
    image = (await stranger.upload(picture)).json()["id"]
    theirs = (await stranger.make_product(image)).json()["id"]
    answer = await stranger.add(theirs, 1, key)
    assert answer.status_code == 200
    assert answer.json()["id"] != mine["id"]


async def test_a_checkout_that_is_sent_again_is_the_same_order(
    buyer: Buyer, product_id: str, line_id: str
) -> None:
    key = fresh_key()
    first = await buyer.check_out(headers=key)
    assert first.status_code == 201, first.text
    assert (await buyer.add(product_id, 1)).status_code == 200
    again = await buyer.check_out(headers=key)
    assert again.json() == first.json()
    problem(
        await buyer.check_out(headers=key, shippingMethod="Express"), 422, "idempotency_key_reused"
    )
    assert len(await buyer.orders()) == 1


async def test_a_picture_that_is_sent_again_is_the_same_picture(
    buyer: Buyer, picture: bytes
) -> None:
    key = fresh_key()
    bodies = [
        await buyer.ask("POST", "/api/user-images", key, files={"file": ("a.jpg", picture)})
        for _ in range(2)
    ]
    assert bodies[0].json()["id"] == bodies[1].json()["id"]
    other = {"file": ("b.jpg", picture + b"\0")}
    answer = await buyer.ask("POST", "/api/user-images", key, files=other)
    problem(answer, 422, "idempotency_key_reused")
