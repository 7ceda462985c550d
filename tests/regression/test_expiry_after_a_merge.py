"""A cart stays while money may still come for a guest's cart that was merged into it."""

from dataclasses import replace
from datetime import timedelta

from adapters.outbound.memory.clock import MemoryClock
from domain.checkout.session import CheckoutSession
from domain.orders.status import OrderStatus
from tests.contract.merging_counter import Counter
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON

# A time when no other test had carts: all of them share one database.
LONG_AGO = NOON - timedelta(days=12_000)
LATER = LONG_AGO + timedelta(days=1)


async def expire(persistence: Persistence) -> int:
    async with persistence.begin() as work:
        expired = await work.idle_carts.expire(LATER, LATER, 100)
        await work.commit()
    return expired


async def test_a_page_of_the_guests_keeps_the_users_cart(persistence: Persistence) -> None:
    counter = Counter(persistence, clock=MemoryClock(LONG_AGO))
    bought = await counter.put(counter.guest, await counter.framed(counter.guest))
    order = await counter.order_of(bought, status=OrderStatus.CANCELLED)
    session = CheckoutSession(
        order_id=order.id,
        idempotency_key=f"checkout-{order.id}",
        request_body=b"{}",
        created_at=LONG_AGO,
        expires_at=LONG_AGO + timedelta(hours=1),
        session_id=f"cs_{order.id}",
    )
    async with persistence.begin() as work:
        await work.sessions.add(session)
        await work.commit()
    await counter.merge()
    assert await expire(persistence) == 0
    async with persistence.begin() as work:
        await work.sessions.save(replace(session, settled_at=LATER))
        await work.commit()
    assert await expire(persistence) == 1
