"""What no webhook and no callback ever tells is known within one interval, by the clock."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from adapters.inbound.demo.answers import Checkout, Order
from adapters.inbound.supervisor.stack import Stack
from adapters.settings import Settings
from tests.e2e.shopper import Shopper, faults
from tests.running_shop import TIME_FACTOR

DEADLINE_S = 60.0
# For the relay to write the job down and ring for it, and for the worker to do it.
SLACK_S = 1.5
NOT_TOLD = {"webhook": "drop"}
# A parcel is under way for 120 s at factor 1: longer, even so, than a poll and its slack.
SLOWER = 20.0
ANNOUNCED_AS = {
    "print_shipped": "shipments.shipment#Complete",
    "print_complete": "stage.changed#Complete",
}


@asynccontextmanager
async def slower_lab(shopper: Shopper) -> AsyncIterator[None]:
    address = f"{shopper.lab}/_control/time-factor"
    (await shopper.http.put(address, json={"factor": SLOWER})).raise_for_status()
    try:
        yield
    finally:
        (await shopper.http.put(address, json={"factor": TIME_FACTOR})).raise_for_status()


def moment(order: Order, event: str, line_id: str = "") -> float:
    """When it was written into the timeline, which has it once."""
    [entry] = [
        each
        for each in order.timeline
        if each.event == event and each.data.get("lineId", "") == line_id
    ]
    return entry.at.timestamp()


async def happened(shopper: Shopper, order: Order) -> dict[tuple[str, str], float]:
    """When the lab did what it never told, by our event and line."""
    answer = await shopper.http.get(f"{shopper.lab}/_control/callbacks")
    announced = answer.raise_for_status().json()["callbacks"]
    lines = {each.provider_order_id: each.line_id for each in order.prints}
    found = {}
    for event, change in ANNOUNCED_AS.items():
        for each in announced:
            if each["orderId"] in lines and each["type"].endswith(change):
                assert each["state"] == "dropped"
                at = datetime.fromisoformat(each["time"]).timestamp()
                found[event, lines[each["orderId"]]] = at
    return found


async def paid_unheard(shopper: Shopper, checkout: Checkout) -> tuple[float, Order]:
    """When the buyer paid, and the order as soon as the shop knew."""
    async with faults(shopper.http, shopper.stripe, NOT_TOLD):
        paid_at = time.time()
        await shopper.pay(checkout)
        order = await shopper.until(checkout, lambda order: order.payment_status == "succeeded")
    return paid_at, order


async def test_a_paid_order_is_found_within_one_reconcile_interval(
    stack: Stack, shopper: Shopper, picture: bytes
) -> None:
    interval_s = Settings.from_environment(stack.environment).reconcile_payments_interval_s
    async with asyncio.timeout(DEADLINE_S):
        # More than once, because a payment may fall anywhere into an interval.
        for _ in range(3):
            checkout = await shopper.check_out_two_prints(picture)
            paid_at, order = await paid_unheard(shopper, checkout)
            assert moment(order, "paid") - paid_at < interval_s + SLACK_S
            await shopper.expect_everything_once(await shopper.delivered(checkout))


async def test_a_lost_callback_is_made_up_for_within_one_poll(
    stack: Stack, shopper: Shopper, picture: bytes
) -> None:
    interval_s = Settings.from_environment(stack.environment).dropship_poll_interval_s
    async with asyncio.timeout(DEADLINE_S):
        checkout = await shopper.check_out_two_prints(picture)
        async with slower_lab(shopper), faults(shopper.http, shopper.lab, NOT_TOLD):
            await shopper.pay(checkout)
            order = await shopper.delivered(checkout)
        await shopper.expect_everything_once(order)
        untold = await happened(shopper, order)
    assert {event for event, _ in untold} == set(ANNOUNCED_AS)
    waits = {
        (event, line_id): round(moment(order, event, line_id) - at, 2)
        for (event, line_id), at in untold.items()
    }
    assert all(wait_s < interval_s + SLACK_S for wait_s in waits.values()), waits
