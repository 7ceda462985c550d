"""A buyer reads who changed their carts, from where, and what differed; nobody else does."""

import pytest

from tests.http.buyer import Buyer
from tests.http.problems import problem

DEVICE = {"X-Device-Id": "kitchen-tablet", "X-Request-Id": "request-of-mine-1"}


async def test_a_history_tells_of_every_change_newest_first(
    buyer: Buyer, product_id: str, line_id: str
) -> None:
    assert (await buyer.change(line_id, 5, DEVICE)).status_code == 200
    assert (await buyer.ask("DELETE", f"/api/cart/items/{line_id}")).status_code == 200
    cart = await buyer.cart()
    page = (await buyer.ask("GET", "/api/cart/history")).json()
    assert page["pagination"] == {"page": 1, "limit": 20, "hasMore": False}
    assert [each["action"] for each in page["items"]] == ["removed", "changed", "added"]
    assert [each["version"] for each in page["items"]] == [3, 2, 1]
    changed = page["items"][1]
    assert changed["cartId"] == cart["id"]
    assert (changed["actor"], changed["device"]) == ("guest", "kitchen-tablet")
    assert changed["requestId"] == "request-of-mine-1"
    assert changed["differences"] == [
        {"lineId": line_id, "productId": product_id, "before": 2, "after": 5}
    ]


async def test_a_history_comes_in_pages(buyer: Buyer, product_id: str) -> None:
    for _ in range(5):
        await buyer.add(product_id)
    seen = []
    for page in (1, 2, 3):
        answer = await buyer.ask("GET", f"/api/cart/history?page={page}&limit=2")
        seen += [each["version"] for each in answer.json()["items"]]
        assert answer.json()["pagination"]["hasMore"] == (page < 3)
    assert seen == [5, 4, 3, 2, 1]


async def test_a_refused_change_leaves_no_entry(buyer: Buyer, line_id: str) -> None:
    problem(await buyer.change(line_id, 1000), 422, "quantity_not_allowed")
    items = (await buyer.ask("GET", "/api/cart/history")).json()["items"]
    assert [each["action"] for each in items] == ["added"]


async def test_a_strangers_history_is_empty(stranger: Buyer, line_id: str) -> None:
    assert (await stranger.ask("GET", "/api/cart/history")).json()["items"] == []


@pytest.mark.parametrize("query", ["page=0", "limit=0", "limit=101", "page=x"])
async def test_what_is_no_page_is_malformed(buyer: Buyer, query: str) -> None:
    problem(await buyer.ask("GET", f"/api/cart/history?{query}"), 400, "request_invalid")
