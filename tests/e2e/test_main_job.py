"""From a picture to a delivered order over HTTP, on real servers, on good days and on bad ones."""

import asyncio
import io
from pathlib import Path

from adapters.inbound.demo.answers import Order
from adapters.inbound.demo.looking import look_until
from adapters.inbound.demo.plain_view import PlainView
from adapters.inbound.demo.progress import Progress
from adapters.inbound.demo.purchase import buy
from adapters.inbound.supervisor.stack import Stack
from tests.e2e.shopper import Shopper, faults
from tests.e2e.stripe_events import completed_event, signed

DEADLINE_S = 40.0
LAB_ORDERS = {"method": "POST", "path": "/v4.0/orders"}


def is_with_the_lab(order: Order) -> bool:
    return len(order.prints) == 2 and all(each.provider_order_id for each in order.prints)


async def test_a_picture_becomes_a_delivered_order(
    shopper: Shopper, picture: bytes, tmp_path: Path
) -> None:
    shown = io.StringIO()
    async with asyncio.timeout(DEADLINE_S):
        receipt = await buy(
            shopper.customer,
            Progress(PlainView(shown)),
            name="evening.jpg",
            content=picture,
            preview=tmp_path / "preview.jpg",
            lab_control=f"{shopper.lab}/_control",
        )
        await shopper.expect_everything_once(receipt.order)
    assert receipt.order.payment_status == "succeeded"
    parcels = [parcel for each in receipt.order.prints for parcel in each.shipments]
    assert len(parcels) >= 2
    assert all(parcel.tracking_number for parcel in parcels)
    assert "Follow the order" in shown.getvalue()
    assert (tmp_path / "preview.jpg").read_bytes().startswith(b"\xff\xd8\xff")


async def test_a_worker_killed_after_the_lab_acted_repeats_nothing(
    stack: Stack, shopper: Shopper, picture: bytes
) -> None:
    slow_answer = {"match": LAB_ORDERS, "fault": "latency", "when": "after", "seconds": 30}
    async with asyncio.timeout(DEADLINE_S):
        checkout = await shopper.check_out_two_prints(picture)
        async with faults(shopper.http, shopper.lab, slow_answer):
            await shopper.pay(checkout)
            # The prints exist at the lab, and nobody here has been told so yet.
            await look_until(lambda: shopper.at_the_lab(checkout), lambda made: len(made) == 2)
            unaware = await shopper.order(checkout)
            assert all(each.provider_order_id is None for each in unaware.prints)
            stack.kill("worker")
        order = await shopper.delivered(checkout)
        await shopper.expect_everything_once(order)
        assert all(each.posts.times_posted > 1 for each in await shopper.at_the_lab(checkout))


async def test_a_webhook_sent_a_hundred_times_at_once_pays_once(
    stack: Stack, shopper: Shopper, picture: bytes
) -> None:
    async with asyncio.timeout(DEADLINE_S):
        checkout = await shopper.check_out_two_prints(picture)
        async with faults(shopper.http, shopper.stripe, {"webhook": "drop"}):
            await shopper.pay(checkout)
            body = await completed_event(shopper.http, stack, checkout)
        headers = signed(body, stack)
        answers = await asyncio.gather(
            *(
                shopper.http.post("/api/webhooks/stripe", content=body, headers=headers)
                for _ in range(100)
            )
        )
        assert {answer.status_code for answer in answers} == {200}
        order = await shopper.delivered(checkout)
        await shopper.expect_everything_once(order)
        assert len(order.prints) == 2


async def test_an_order_is_delivered_while_the_broker_is_away(
    stack: Stack, shopper: Shopper, picture: bytes
) -> None:
    async with asyncio.timeout(DEADLINE_S):
        checkout = await shopper.check_out_two_prints(picture)
        stack.kill("valkey")
        await stack.stop_one("valkey")
        try:
            await shopper.pay(checkout)
            await shopper.until(checkout, is_with_the_lab)
        finally:
            await stack.start_one("valkey")
        await shopper.expect_everything_once(await shopper.delivered(checkout))


async def test_an_error_after_the_lab_acted_prints_nothing_twice(
    shopper: Shopper, picture: bytes
) -> None:
    failing = {"match": LAB_ORDERS, "fault": "status_500_after", "times": 3}
    async with asyncio.timeout(DEADLINE_S):
        checkout = await shopper.check_out_two_prints(picture)
        async with faults(shopper.http, shopper.lab, failing):
            await shopper.pay(checkout)
            order = await shopper.delivered(checkout)
        await shopper.expect_everything_once(order)
        posts = [each.posts.times_posted for each in await shopper.at_the_lab(checkout)]
        assert sum(posts) >= 5
