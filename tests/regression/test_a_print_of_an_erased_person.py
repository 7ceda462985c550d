"""What is frozen after its buyer was erased told the lab an address that no mail server takes.

A print that waits for its file, and a reprint, are frozen late: name and place are there until the
parcel has arrived, but the e-mail address is erased at once.
"""

import json
from dataclasses import replace
from typing import Any

from adapters.outbound.prodigi.order_body import order_body
from domain.orders.order import Order
from domain.shared.erased import ERASED_EMAIL
from tests.contract.ordering import Ordering


def recipient(order: Order) -> dict[str, Any]:
    body = order_body(order, order.lines[0], "key", "https://shop.example", "https://file.example")
    found: dict[str, Any] = json.loads(body)["recipient"]
    return found


async def test_the_lab_is_told_no_address_instead() -> None:
    ordering = Ordering()
    order = await ordering.place(ordering.wish(await ordering.final()))
    assert recipient(order)["email"] == order.email
    erased = recipient(replace(order, email=ERASED_EMAIL))
    assert "email" not in erased
    assert erased["name"] == order.address.name
