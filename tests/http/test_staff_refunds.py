"""Staff refund an order over HTTP, and the provider's simulator has it once."""

from typing import Any
from uuid import uuid4

import asyncpg
import httpx

from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import Buyer
from tests.http.customer import new_customer
from tests.http.faults import seen
from tests.http.paying import checked_out, is_paid, order, pay
from tests.http.problems import problem

PATIENCE_S = 40.0
REFUND = {"reason": "requested_by_customer", "note": "The frame came scratched."}


async def test_a_refund_is_made_once_and_never_more_than_is_left(
    http: httpx.AsyncClient,
    outside: httpx.AsyncClient,
    stack: Stack,
    database: asyncpg.Connection,
    buyer: Buyer,
    line_id: str,
) -> None:
    staff = await new_customer(http, database, "staff")
    checkout = await checked_out(buyer)
    path = f"/api/admin/orders/{checkout['orderId']}/refund"
    problem(await staff.ask("POST", path, json=REFUND), 409, "order_not_paid")
    problem(await buyer.ask("POST", path, json=REFUND), 401, "login_required")
    await pay(outside, stack, checkout)
    await seen(lambda: order(buyer, checkout), is_paid, PATIENCE_S)

    key = {"Idempotency-Key": str(uuid4())}
    first = await staff.ask("POST", path, key, json={**REFUND, "amount": 500})
    assert first.status_code == 202, first.text
    assert first.json()["production"] == "continues"
    again = await staff.ask("POST", path, key, json={**REFUND, "amount": 500})
    assert again.json() == first.json()
    left = first.json()["left"]["amount"]
    refused = await staff.ask("POST", path, json={**REFUND, "amount": left + 1})
    problem(refused, 409, "refund_too_large", "amount")
    assert refused.json()["facts"] == {"left": left}
    problem(
        await staff.ask("POST", path, json={**REFUND, "amount": 0}), 422, "refund_amount_invalid"
    )
    problem(await staff.ask("POST", path, json={"reason": "because"}), 400, "request_invalid")
    nobody = f"/api/admin/orders/{uuid4()}/refund"
    problem(await staff.ask("POST", nobody, json=REFUND), 404, "order_not_found")

    partly = await seen(lambda: order(buyer, checkout), is_partly_refunded, PATIENCE_S)
    assert partly["status"] != "refunded"
    rest = await staff.ask("POST", path, json=REFUND)
    assert rest.json()["amount"]["amount"] == left
    over = await seen(lambda: order(buyer, checkout), is_over, PATIENCE_S)
    assert over["paymentStatus"] == "refunded"
    assert not over["needsAttention"]


def is_partly_refunded(order: dict[str, Any]) -> bool:
    return bool(order["paymentStatus"] == "partially_refunded")


def is_over(order: dict[str, Any]) -> bool:
    return bool(order["status"] == "refunded")
