"""A design is ordered, paid, produced and ordered again over HTTP; the cart stays as it is."""

from typing import Any

import httpx
import pytest

from adapters.inbound.demo.picture import painted_picture
from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import ADDRESS, Buyer, new_buyer
from tests.http.designing import a_draft, finalize
from tests.http.faults import seen
from tests.http.paying import order, pay
from tests.http.problems import problem

PATIENCE_S = 60.0
WIDTH, HEIGHT = 1600, 2000


@pytest.fixture
async def design_id(buyer: Buyer) -> str:
    """Final; its render may not be made yet."""
    uploaded = await buyer.upload(painted_picture(WIDTH, HEIGHT))
    draft = await a_draft(buyer, uploaded.json()["id"])
    final = await finalize(buyer, draft["id"])
    assert final.is_success, final.text
    return str(draft["id"])


def wish(buyer: Buyer, **item: Any) -> dict[str, Any]:
    return {
        "items": [{"quantity": 1, **item}],
        "email": buyer.email,
        "address": ADDRESS,
        "shippingMethod": "Budget",
    }


async def placed(buyer: Buyer, design_id: str) -> dict[str, Any]:
    answer = await buyer.ask("POST", "/api/orders", json=wish(buyer, designId=design_id))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_design_is_bought_without_a_cart_produced_and_bought_again(
    buyer: Buyer, design_id: str, outside: httpx.AsyncClient, stack: Stack
) -> None:
    draft = await placed(buyer, design_id)
    assert (draft["status"], draft["items"][0]["designId"]) == ("draft", design_id)
    pages = [await buyer.ask("POST", f"/api/orders/{draft['id']}/checkout") for _ in range(2)]
    assert [page.status_code for page in pages] == [201, 201]
    assert len({page.json()["sessionId"] for page in pages}) == 1
    checkout = pages[0].json()
    await pay(outside, stack, checkout)
    delivered = await seen(
        lambda: order(buyer, checkout), lambda found: found["status"] == "delivered", PATIENCE_S
    )
    assert delivered["needsAttention"] is False
    changed = await buyer.ask("PATCH", f"/api/designs/{design_id}", json={"paper": "#000000"})
    problem(changed, 409, "design_frozen")
    path = f"/api/orders/{draft['id']}/reorder"
    key = {"Idempotency-Key": "once more"}
    again = [await buyer.ask("POST", path, key, json={}) for _ in range(2)]
    assert [answer.status_code for answer in again] == [201, 201], again[0].text
    assert again[0].json() == again[1].json()
    second = again[0].json()
    assert second["unavailable"] == []
    assert second["order"]["items"][0]["designId"] != design_id
    assert second["order"]["totals"] == draft["totals"]
    reused = await buyer.ask("POST", path, key, json={"expectedTotal": 1})
    problem(reused, 422, "idempotency_key_reused")
    assert (await buyer.cart())["items"] == []


async def test_what_was_given_up_is_not_paid_but_ordered_again(
    buyer: Buyer, design_id: str
) -> None:
    draft = await placed(buyer, design_id)
    await buyer.ask("POST", f"/api/orders/{draft['id']}/checkout")
    given_up = await buyer.ask("POST", f"/api/checkout/{draft['id']}/cancel")
    assert given_up.json()["status"] == "cancelled"
    page = await buyer.ask("POST", f"/api/orders/{draft['id']}/checkout")
    problem(page, 409, "order_not_payable")
    again = await buyer.ask("POST", f"/api/orders/{draft['id']}/reorder", json={})
    assert again.status_code == 201, again.text


async def test_a_design_is_a_product_once_and_a_choice_is_one_thing(
    buyer: Buyer, design_id: str
) -> None:
    first = await buyer.ask("POST", "/api/products", json={"designId": design_id})
    second = await buyer.ask("POST", "/api/products", json={"designId": design_id})
    assert [first.status_code, second.status_code] == [201, 200], first.text
    made = first.json()
    assert (made["id"], made["designId"]) == (second.json()["id"], design_id)
    assert made["title"].startswith("Your design: ")
    shown = await buyer.ask("GET", f"/api/products/{made['id']}")
    assert shown.json() == made
    assert (await buyer.add(made["id"])).is_success
    [line] = (await buyer.cart())["items"]
    assert line["title"] == made["title"]
    for body in ({}, {"designId": design_id, "imageId": made["imageId"]}, {"frameSize": "8x10"}):
        refused = await buyer.ask("POST", "/api/products", json=body)
        problem(refused, 422, "product_choice_unclear")
    neither = await buyer.ask("POST", "/api/orders", json=wish(buyer))
    problem(neither, 422, "product_choice_unclear", "items")


async def test_only_a_final_design_is_sold(buyer: Buyer) -> None:
    uploaded = await buyer.upload(painted_picture(WIDTH, HEIGHT))
    draft = (await a_draft(buyer, uploaded.json()["id"]))["id"]
    product = await buyer.ask("POST", "/api/products", json={"designId": draft})
    problem(product, 409, "design_not_final")
    ordered = await buyer.ask("POST", "/api/orders", json=wish(buyer, designId=draft))
    problem(ordered, 409, "design_not_final")


async def test_an_order_is_placed_by_the_rules_of_a_checkout(
    buyer: Buyer, design_id: str, http: httpx.AsyncClient
) -> None:
    good = wish(buyer, designId=design_id)
    for change, status, code in (
        ({"email": "nobody"}, 422, "email_invalid"),
        ({"shippingMethod": "Pigeon"}, 422, "shipping_method_not_offered"),
        ({"expectedTotal": 1}, 409, "total_changed"),
        ({"items": []}, 400, "request_invalid"),
        ({"total": 1}, 400, "request_invalid"),
    ):
        refused = await buyer.ask("POST", "/api/orders", json=good | change)
        assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text
    stranger = await new_buyer(http)
    draft = await placed(buyer, design_id)
    for path in ("checkout", "reorder"):
        answer = await stranger.ask("POST", f"/api/orders/{draft['id']}/{path}", json={})
        problem(answer, 404, "order_not_found")
