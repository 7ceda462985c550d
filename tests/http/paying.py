"""From a cart to a paid order, by the simulator's shortcut past the payment page."""

from typing import Any

import httpx

from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import Buyer


async def checked_out(buyer: Buyer) -> dict[str, Any]:
    answer = await buyer.check_out()
    assert answer.status_code == 201, answer.text
    checkout: dict[str, Any] = answer.json()
    return checkout


async def pay(outside: httpx.AsyncClient, stack: Stack, checkout: dict[str, Any]) -> None:
    base = stack.environment["STRIPE_API_BASE"]
    paid = await outside.post(f"{base}/_control/sessions/{checkout['sessionId']}/pay", json={})
    assert paid.status_code == 200, paid.text


async def order(buyer: Buyer, checkout: dict[str, Any]) -> dict[str, Any]:
    answer = await buyer.ask("GET", f"/api/orders/{checkout['orderId']}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def is_paid(order: dict[str, Any]) -> bool:
    return bool(order["paymentStatus"] == "succeeded")


def is_with_the_lab(order: dict[str, Any]) -> bool:
    prints = order["prints"]
    return bool(prints) and all(each["providerOrderId"] for each in prints)
