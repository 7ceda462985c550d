"""A buyer asks whether their cart is well; what is put right is told once."""

from uuid import UUID

import asyncpg

from tests.http.buyer import Buyer

CHECKS = [
    "quantities_within_limits",
    "products_belong_to_owner",
    "one_line_per_product",
    "one_currency",
    "open_order_is_open",
    "history_reaches_version",
    "amounts_add_up",
]


async def test_a_cart_in_use_is_well(buyer: Buyer, line_id: str) -> None:
    for _ in range(2):
        health = (await buyer.ask("GET", "/api/cart/health")).json()
        assert (health["ok"], health["version"]) == (True, 1)
        assert [check["check"] for check in health["checks"]] == CHECKS
        assert all(check["ok"] and check["found"] == [] for check in health["checks"])


async def test_a_buyer_without_a_cart_is_well(buyer: Buyer) -> None:
    assert (await buyer.ask("GET", "/api/cart/health")).json()["ok"]


async def test_a_cart_under_payment_is_well(buyer: Buyer, line_id: str) -> None:
    assert (await buyer.check_out()).status_code == 201
    assert (await buyer.ask("GET", "/api/cart/health")).json()["ok"]


async def test_more_pieces_than_are_allowed_today_are_lowered_and_told(
    buyer: Buyer, product_id: str, line_id: str, database: asyncpg.Connection
) -> None:
    await database.execute("UPDATE cart_lines SET quantity = 150 WHERE id = $1", UUID(line_id))
    [issue] = (await buyer.cart())["items"][0]["issues"]
    assert issue == {"code": "quantity_not_allowed", "maximum": 99}
    health = (await buyer.ask("GET", "/api/cart/health")).json()
    assert not health["ok"]
    [found] = [check for check in health["checks"] if not check["ok"]]
    assert found["repaired"] == [
        {"lineId": line_id, "productId": product_id, "old": 150, "new": 99}
    ]
    cart = await buyer.cart()
    assert (cart["items"][0]["quantity"], cart["items"][0]["issues"]) == (99, [])
    assert cart["version"] == health["version"] == 2
    [entry, _] = (await buyer.ask("GET", "/api/cart/history")).json()["items"]
    assert (entry["action"], entry["actor"]) == ("repaired", "system")
    assert entry["differences"][0] == {
        "lineId": line_id,
        "productId": product_id,
        "before": 150,
        "after": 99,
    }
    again = (await buyer.ask("GET", "/api/cart/health")).json()
    assert (again["ok"], again["version"]) == (True, 2)
