"""A purchase is paid, printed and confirmed once, wherever state is kept and whoever hurries."""

import asyncio
from uuid import uuid4

from domain.checkout.session import CheckoutSession
from domain.fulfilment.status import DropshipStatus
from domain.orders.status import OrderStatus
from tests.contract.persistence import Persistence, until
from tests.contract.sample_goods import SMALL
from tests.unit.checkout.shop import Shop


async def paid_at_the_provider(shop: Shop, session: CheckoutSession) -> str:
    session_id = session.session_id or ""
    shop.gateway.money_arrives(session_id, payment_intent_id=f"pi_{uuid4()}")
    return session_id


async def test_clicks_deliveries_and_workers_all_at_once_make_one_purchase(
    persistence: Persistence,
) -> None:
    shop = Shop(persistence)
    await shop.fill_cart()
    clicks = await asyncio.gather(*(shop.checkout(shop.wish()) for _ in range(10)))
    assert len({click.order.id for click in clicks}) == len(shop.gateway.sessions) == 1
    order = clicks[0].order
    session_id = await paid_at_the_provider(shop, clicks[0].session)
    event_id = f"evt_{uuid4()}"
    admitted = await asyncio.gather(
        *(shop.deliver("checkout.session.completed", session_id, event_id) for _ in range(20)),
        *(shop.deliver("checkout.session.completed", session_id) for _ in range(5)),
    )
    assert sum(admitted) == 6

    async def everything_is_done() -> bool | None:
        await asyncio.gather(*(shop.work() for _ in range(4)))
        parts = await shop.parts(order.id)
        submitted = [part for part in parts if part.status is DropshipStatus.SUBMITTED]
        return True if len(submitted) == 2 and shop.mailer.letters else None

    assert await until(persistence, everything_is_done)
    assert (await shop.order(order.id)).status is OrderStatus.PAID
    # A slow machine may lose a lease and ask the lab again, but never for anything else.
    assert [len(set(made.bodies)) for made in shop.lab.orders] == [1, 1]
    assert len(shop.mailer.letters) == 1
    events = [entry.event for entry in await shop.timeline(order.id)]
    assert events.count("paid") == 1
    assert events.count("submitted_to_lab") == 2
    async with shop.begin(reading=True) as work:
        cart = await work.carts.read(shop.buyer.id)
        assert list(await work.attention.open_reasons(order.id)) == []
        session = await work.sessions.of_order(order.id)
    assert cart is not None
    assert cart.cart.is_empty
    assert session is not None
    assert session.settled_at is not None


async def test_paying_and_checking_out_again_at_once_do_not_wait_in_a_circle(
    persistence: Persistence,
) -> None:
    for _ in range(5):
        shop = Shop(persistence)
        checkout = await shop.check_out()
        session_id = await paid_at_the_provider(shop, checkout.session)
        await shop.deliver("checkout.session.completed", session_id)
        await shop.fill_cart(SMALL)
        await asyncio.gather(shop.work(), shop.checkout(shop.wish()), return_exceptions=True)
        await shop.work()
        assert (await shop.order(checkout.order.id)).status is OrderStatus.PAID
        assert ("handle_stripe_event", "retry") not in shop.journal.fates
