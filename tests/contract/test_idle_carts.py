"""Carts that nobody comes back to expire; one in use, or with money on its way, stays."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from adapters.outbound.memory.clock import MemoryClock
from application.carts.expire_carts import ExpireCarts
from domain.carts.cart import CartLineNotFound
from domain.carts.history import CartAction
from domain.carts.status import CartStatus
from domain.checkout.session import CheckoutSession
from domain.identity.owner import Owner
from domain.operations.job import JobKind, NewJob
from domain.operations.reply import Request
from domain.orders.status import OrderStatus
from tests.contract.cart_till import CartTill, adding
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON, framed
from tests.contract.sample_order import an_order

# A time when no other test had carts: all of them share one database.
LONG_AGO = NOON - timedelta(days=9_000)
LATER = LONG_AGO + timedelta(days=91)
MONTHS = timedelta(days=90)


@pytest.fixture(autouse=True)
async def nobody_was_here(persistence: Persistence) -> None:
    """Carts that came back to life in a test before are out of the way."""
    async with persistence.begin() as work:
        await work.idle_carts.expire(LATER + MONTHS, LATER + MONTHS, 1_000)
        await work.commit()


async def an_idle_cart(persistence: Persistence) -> tuple[CartTill, UUID]:
    till = CartTill(begin=persistence.begin, owner=Owner(uuid4()), clock=MemoryClock(LONG_AGO))
    cart = await till.add((await framed(persistence, till.owner.id)).id, 2)
    return till, cart.id


async def expire(persistence: Persistence, limit: int = 100) -> int:
    async with persistence.begin() as work:
        expired = await work.idle_carts.expire(LATER - MONTHS, LATER, limit)
        await work.commit()
    return expired


async def status(persistence: Persistence, cart_id: UUID) -> CartStatus:
    async with persistence.begin(reading=True) as work:
        found = await work.carts.read_any(cart_id)
    assert found is not None
    return found.kept


async def test_an_idle_cart_expires_and_staff_still_see_its_lines(
    persistence: Persistence,
) -> None:
    till, cart_id = await an_idle_cart(persistence)
    assert await expire(persistence) == 1
    assert (await till.read()).lines == ()
    async with persistence.begin(reading=True) as work:
        assert await work.carts.read(till.owner.id) is None
        found = await work.carts.read_any(cart_id)
        [noted, _] = await work.cart_history.of_cart(cart_id, 1, 10)
    assert found is not None
    assert found.kept is CartStatus.EXPIRED
    assert [line.quantity for line in found.cart.lines] == [2]
    entry = noted.entry
    assert (entry.action, entry.origin.actor, entry.at) == (CartAction.EXPIRED, "system", LATER)
    assert entry.version == found.cart.version == 2
    assert await expire(persistence) == 0


async def test_who_comes_back_gets_a_new_cart(persistence: Persistence) -> None:
    till, cart_id = await an_idle_cart(persistence)
    old_line = (await till.read()).lines[0]
    await expire(persistence)
    with pytest.raises(CartLineNotFound):
        await till.change(old_line.id, 3)
    new = await till.add(old_line.product.id)
    assert new.id != cart_id
    assert [line.quantity for line in new.lines] == [1]
    assert await status(persistence, cart_id) is CartStatus.EXPIRED


async def test_a_cart_that_was_touched_lately_stays(persistence: Persistence) -> None:
    till, cart_id = await an_idle_cart(persistence)
    till.clock.advance(timedelta(days=2))
    await till.batch(adding("a", (await till.read()).lines[0].product.id))
    assert await expire(persistence) == 0
    assert await status(persistence, cart_id) is CartStatus.ACTIVE


@pytest.mark.parametrize(
    "order_status", [OrderStatus.DRAFT, OrderStatus.AWAITING_PAYMENT, OrderStatus.PAYMENT_FAILED]
)
async def test_a_cart_with_an_open_order_stays(
    persistence: Persistence, order_status: OrderStatus
) -> None:
    till, cart_id = await an_idle_cart(persistence)
    order = replace(an_order(), owner_id=till.owner.id, cart_id=cart_id, status=order_status)
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.commit()
    assert await expire(persistence) == 0
    assert await status(persistence, cart_id) is CartStatus.ACTIVE
    async with persistence.begin() as work:
        await work.orders.save(replace(order, status=OrderStatus.CANCELLED))
        await work.commit()
    assert await expire(persistence) == 1


async def test_a_cart_stays_until_the_last_word_on_its_payment(persistence: Persistence) -> None:
    """Money may still arrive for an order that was superseded, until its page has ended."""
    till, cart_id = await an_idle_cart(persistence)
    order = replace(
        an_order(), owner_id=till.owner.id, cart_id=cart_id, status=OrderStatus.CANCELLED
    )
    session = CheckoutSession(
        order_id=order.id,
        idempotency_key=f"checkout-{order.id}",
        request_body=b"{}",
        created_at=LONG_AGO,
        expires_at=LONG_AGO + timedelta(hours=1),
        session_id=f"cs_{order.id}",
    )
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.sessions.add(session)
        await work.commit()
    assert await expire(persistence) == 0
    async with persistence.begin() as work:
        await work.sessions.save(replace(session, settled_at=LATER))
        await work.commit()
    assert await expire(persistence) == 1
    assert await status(persistence, cart_id) is CartStatus.EXPIRED


async def test_only_so_many_expire_at_once_the_oldest_first(persistence: Persistence) -> None:
    carts = []
    for day in range(3):
        till, cart_id = await an_idle_cart(persistence)
        till.clock.advance(timedelta(hours=day))
        await till.add((await till.read()).lines[0].product.id)
        carts.append(cart_id)
    assert await expire(persistence, limit=2) == 2
    assert [(await status(persistence, each)).value for each in carts] == [
        "expired",
        "expired",
        "active",
    ]
    assert await expire(persistence, limit=2) == 1


async def test_a_cart_somebody_is_at_is_left_alone(persistence: Persistence) -> None:
    """On PostgreSQL the lock is skipped; in memory the buyer is waited for, and was quicker."""
    till, cart_id = await an_idle_cart(persistence)
    product_id = (await till.read()).lines[0].product.id
    till.clock.at = LATER
    added, expired = await asyncio.gather(till.add(product_id), expire(persistence))
    now = await till.read()
    if expired:
        # The buyer came second, and began anew; nothing was put into what is gone.
        assert (now.id, now.lines[0].quantity) == (added.id, 1)
        assert added.id != cart_id
    else:
        assert (now.id, now.lines[0].quantity) == (cart_id, 3)


async def test_additions_and_expiry_at_once_lose_nothing(persistence: Persistence) -> None:
    for _ in range(10):
        till, _ = await an_idle_cart(persistence)
        product_id = (await till.read()).lines[0].product.id
        till.clock.at = LATER
        *_, expired = await asyncio.gather(
            *(till.add(product_id) for _ in range(4)), expire(persistence)
        )
        now = await till.read()
        assert sum(line.quantity for line in now.lines) == (4 if expired else 6)


async def test_the_job_expires_forgets_and_finishes(persistence: Persistence) -> None:
    carts = [(await an_idle_cart(persistence))[1] for _ in range(5)]
    owner_id, request = uuid4(), Request(owner_id=uuid4(), key="click", fingerprint="body")
    till = CartTill(begin=persistence.begin, owner=Owner(owner_id), clock=MemoryClock(LONG_AGO))
    await till.batch(adding("op", uuid4()))
    key = f"expire-carts:{uuid4()}"
    async with persistence.begin() as work:
        await work.jobs.add([NewJob(kind=JobKind.EXPIRE_CARTS, dedupe_key=key)])
        await work.replies.recall(request, str)
        await work.replies.keep(request, "answer")
        await work.commit()
    lease = await persistence.queue.claim(await persistence.job_id(key))
    assert lease is not None
    job = ExpireCarts(
        begin=persistence.begin,
        clock=MemoryClock(LATER),
        expires_after=MONTHS,
        operations_kept=timedelta(days=30),
        replies_kept=timedelta(days=7),
        batch=2,
    )
    await job(lease)
    assert {await status(persistence, each) for each in carts} == {CartStatus.EXPIRED}
    async with persistence.begin(reading=True) as work:
        assert await work.operations.known(owner_id, ["op"]) == {}
        # It was given just now, and a client may still ask for it again.
        assert await work.replies.find(request, str) == "answer"
    assert await persistence.queue.claim(lease.job_id) is None
