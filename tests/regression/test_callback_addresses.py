"""A zero byte in a callback's address, or in its body, once was an error of ours."""

from datetime import timedelta
from typing import Any, cast

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar
from litestar.di import Provide

from adapters.inbound.http.errors import HANDLERS
from adapters.inbound.http.request_id import RequestIds
from adapters.inbound.http.webhooks import WebhookController
from application.fulfilment.receive_lab_callback import ReceiveLabCallback
from application.payments.receive_payment_event import ReceivePaymentEvent
from tests.contract.persistence import Persistence
from tests.unit.checkout.shop import Shop


def browsing(shop: Shop) -> AsyncClient:
    def callbacks() -> ReceiveLabCallback:
        return shop.receive_callback

    def events() -> ReceivePaymentEvent:
        return shop.receive

    app = Litestar(
        [WebhookController],
        dependencies={
            "receive_lab_callback": Provide(callbacks, sync_to_thread=False),
            "receive_payment_event": Provide(events, sync_to_thread=False),
        },
        exception_handlers=HANDLERS,
        middleware=[RequestIds],
    )
    return AsyncClient(transport=ASGITransport(cast(Any, app)), base_url="http://shop.example")


@pytest.mark.parametrize("token", ["%00", "abc%00def", "%0a", "%e2%80%a8"])
async def test_an_address_that_no_text_can_be_is_not_there(
    persistence: Persistence, token: str
) -> None:
    async with browsing(Shop(persistence)) as client:
        answer = await client.post(f"/api/webhooks/prodigi/{token}", content=b"{}")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "body",
    [b'{"id":"\\u0000","type":"a"}', b'{"type":"\\u0000"}', b'{"id":"\\ud800"}', b"[" * 100_000],
    ids=["id", "type", "surrogate", "depth"],
)
async def test_a_body_of_any_kind_makes_us_look_at_the_lab(
    persistence: Persistence, body: bytes
) -> None:
    shop = Shop(persistence)
    checkout = await shop.check_out()
    intent = f"pi_{checkout.order.id}"
    shop.gateway.money_arrives(checkout.session.session_id or "", payment_intent_id=intent)
    await shop.deliver("checkout.session.completed", checkout.session.session_id or "")
    await shop.work()
    [first, _] = await shop.parts(checkout.order.id)
    async with browsing(shop) as client:
        answer = await client.post(f"/api/webhooks/prodigi/{first.callback_token}", content=body)
    assert answer.status_code == 202
    shop.clock.advance(timedelta(minutes=1))
    await shop.work()
    [looked, _] = await shop.parts(checkout.order.id)
    assert looked.checked_at != first.checked_at
