"""A queue of operations goes in as one request, and tells of each what came of it."""

import asyncio
import secrets
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.http.buyer import Buyer
from tests.http.problems import problem


async def send(
    buyer: Buyer, *operations: dict[str, Any], mode: str = "best_effort", **headers: str
) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = {"mode": mode, "operations": list(operations)}
    return await buyer.ask("POST", "/api/cart/batch", named, json=body)


def add(product_id: str, quantity: int = 1, id_: str = "") -> dict[str, Any]:
    return {
        "id": id_ or f"op-{secrets.token_hex(4)}",
        "type": "add",
        "productId": product_id,
        "quantity": quantity,
    }


def told(answer: httpx.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 200, answer.text
    return [(each["status"], each.get("code", "")) for each in answer.json()["results"]]


async def test_each_operation_has_its_result_and_the_cart_its_etag(
    buyer: Buyer, product_id: str, line_id: str
) -> None:
    answer = await send(
        buyer,
        add(product_id, 3),
        add(str(uuid4())),
        {"id": "b", "type": "set_quantity", "lineId": line_id, "quantity": 100},
        {"id": "c", "type": "set_quantity", "lineId": str(uuid4()), "quantity": 1},
        {"id": "d", "type": "remove", "lineId": str(uuid4())},
        {"id": "e", "type": "add", "quantity": 1},
        {"id": "d", "type": "clear"},
    )
    assert told(answer) == [
        ("applied", ""),
        ("refused", "product_not_found"),
        ("refused", "quantity_not_allowed"),
        ("refused", "cart_line_not_found"),
        ("applied", ""),
        ("refused", "operation_invalid"),
        ("refused", "operation_id_reused"),
    ]
    assert answer.json()["results"][0]["lineId"] == line_id
    assert answer.json()["cart"] == await buyer.cart()
    assert answer.json()["cart"]["items"][0]["quantity"] == 5
    assert answer.headers["ETag"] == (await buyer.ask("GET", "/api/cart")).headers["ETag"]


async def test_a_queue_may_be_sent_again_and_again(buyer: Buyer, product_id: str) -> None:
    queue = [
        add(product_id, 2),
        add(str(uuid4())),
        {"id": "b", "type": "set_quantity", "productId": product_id, "quantity": 7},
        add(product_id, 1),
    ]
    first = await send(buyer, *queue)
    for again in (await send(buyer, *queue), await send(buyer, *queue[:2], *queue[2:])):
        assert told(again) == told(first)
        assert all(each["repeated"] for each in again.json()["results"])
        assert again.json()["cart"] == first.json()["cart"]
    assert (await buyer.cart())["items"][0]["quantity"] == 8


async def test_replays_at_once_count_once(buyer: Buyer, product_id: str) -> None:
    queue = [add(product_id, 1) for _ in range(20)]
    answers = await asyncio.gather(*(send(buyer, *queue) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert (await buyer.cart())["items"][0]["quantity"] == 20


async def test_a_refused_atomic_batch_tells_all_and_changes_nothing(
    buyer: Buyer, product_id: str, line_id: str
) -> None:
    before = await buyer.cart()
    queue = [add(product_id, 1, "first"), add(product_id, 99, "second"), add(product_id, 1)]
    answer = await send(buyer, *queue, mode="atomic")
    facts = problem(answer, 409, "batch_refused")["facts"]
    assert [each["status"] for each in facts["results"]] == [
        "not_applied",
        "refused",
        "not_applied",
    ]
    assert facts["results"][1]["code"] == "quantity_not_allowed"
    assert facts["cart"] == before == await buyer.cart()
    assert answer.headers["ETag"] == (await buyer.ask("GET", "/api/cart")).headers["ETag"]
    # Nothing of it is remembered: the same ids may come again with what is right.
    right = await send(buyer, add(product_id, 4, "first"), add(product_id, 9, "second"))
    assert told(right) == [("applied", "")] * 2


async def test_the_same_key_gets_the_same_answer(buyer: Buyer, product_id: str) -> None:
    key = {"Idempotency_Key": secrets.token_hex(8)}
    queue = [add(product_id, 2)]
    first = await send(buyer, *queue, **key)
    assert (await buyer.add(product_id, 1)).status_code == 200
    again = await send(buyer, *queue, **key)
    assert again.json() == first.json()
    problem(await send(buyer, add(product_id), **key), 422, "idempotency_key_reused")


async def test_a_stale_batch_gets_the_cart_as_it_is(
    buyer: Buyer, product_id: str, line_id: str
) -> None:
    answer = await send(buyer, add(product_id), If_Match='"0"')
    facts = problem(answer, 412, "cart_changed")["facts"]
    assert facts["cart"] == await buyer.cart()
    problem(await send(buyer, add(product_id), If_Match="x"), 422, "etag_invalid", "If-Match")


async def test_a_batch_takes_one_to_a_hundred_operations(buyer: Buyer, product_id: str) -> None:
    problem(await send(buyer), 422, "batch_is_empty", "operations")
    full = [add(product_id, 0) for _ in range(100)]
    assert told(await send(buyer, *full)) == [("refused", "quantity_not_allowed")] * 100
    facts = problem(await send(buyer, *full, add(product_id)), 422, "batch_too_large")["facts"]
    assert facts["maximum"] == 100


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "clear"},
        {"id": "", "type": "clear"},
        {"id": "x" * 65, "type": "clear"},
        {"id": "a b", "type": "clear"},
        {"id": "a\n", "type": "clear"},
        {"id": "ä", "type": "clear"},
        {"id": 7, "type": "clear"},
        {"id": "a"},
        {"id": "a", "type": "empty"},
        {"id": "a", "type": "add", "productId": "7"},
        {"id": "a", "type": "set_quantity", "quantity": "seven"},
        {"id": "a", "type": "set_quantity", "quantity": 10**30},
        {"id": "a", "type": "add", "price": 1},
    ],
    ids=str,
)
async def test_what_is_no_operation_is_malformed(
    buyer: Buyer, line_id: str, wrong: dict[str, Any]
) -> None:
    before = await buyer.cart()
    problem(await send(buyer, {"id": "fine", "type": "clear"}, wrong), 400, "request_invalid")
    assert await buyer.cart() == before


async def test_what_is_no_mode_is_malformed(buyer: Buyer, product_id: str) -> None:
    problem(await send(buyer, add(product_id), mode="hopeful"), 400, "request_invalid", "mode")


async def test_a_strangers_queue_touches_only_the_strangers_cart(
    buyer: Buyer, stranger: Buyer, product_id: str, line_id: str
) -> None:
    before = await buyer.cart()
    answer = await send(
        stranger,
        add(product_id),
        {"id": "a", "type": "set_quantity", "lineId": line_id, "quantity": 9},
        {"id": "b", "type": "remove", "lineId": line_id},
    )
    assert told(answer) == [
        ("refused", "product_not_found"),
        ("refused", "cart_line_not_found"),
        ("applied", ""),
    ]
    assert await buyer.cart() == before
