"""A refund that Stripe did not answer, in an outage or for want of a right, and nobody was told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.outbound.memory.planned_trouble import PlannedTrouble
from application.checkout.checkout import Checkout
from application.reconciliation.picture_of import picture_of
from application.shared.outcomes import Rejected, Unavailable
from domain.operations.job import JobKind
from domain.reconciliation.why_gone import why_gone
from tests.unit.checkout.shop import Shop
from tests.unit.payments.refunding import arrived, refunded, wish

NO_RIGHT = Unavailable("stripe", "PermissionError")


async def late_refund(shop: Shop) -> Checkout:
    checkout = await arrived(shop)
    await refunded(shop, wish(checkout.order.id, 500))
    for _ in range(5000):
        shop.gateway.trouble.before_effect(NO_RIGHT)
    await shop.work()
    shop.clock.advance(timedelta(minutes=50))
    await shop.work()
    assert shop.attention == []
    await shop.work(hours=48)
    assert await open_reasons(shop, checkout) == ["refund_late"]
    shop.gateway.trouble = PlannedTrouble()
    return checkout


async def open_reasons(shop: Shop, checkout: Checkout) -> list[str]:
    async with shop.begin(reading=True) as work:
        return list(await work.attention.open_reasons(checkout.order.id))


async def test_staff_are_told_and_it_is_made_all_the_same() -> None:
    shop = Shop()
    checkout = await late_refund(shop)
    await shop.work(hours=1)
    assert len(shop.gateway.refunds) == 1
    assert await open_reasons(shop, checkout) == []


async def test_a_refusal_is_told_in_its_place() -> None:
    shop = Shop()
    checkout = await late_refund(shop)
    shop.gateway.trouble.before_effect(Rejected("stripe", "charge_disputed"))
    await shop.work(hours=1)
    assert await open_reasons(shop, checkout) == ["refund_refused"]


async def test_an_item_whose_words_were_erased_stays_open_while_it_waits() -> None:
    shop = Shop()
    checkout = await late_refund(shop)
    async with shop.begin() as work:
        [item] = await work.attention_list.lock_open_of(checkout.order.id)
        picture = await picture_of(work, await work.orders.lock(checkout.order.id))
    assert why_gone(replace(item, details={}), picture) is None


async def test_a_worker_that_was_too_slow_tells_nobody_of_what_was_made() -> None:
    shop = Shop()
    checkout = await arrived(shop)
    await refunded(shop, wish(checkout.order.id, 500))
    shop.clock.advance(timedelta(hours=2))
    [job] = shop.jobs(JobKind.MAKE_REFUND)
    lease = await shop.persistence.queue.claim(job.id)
    assert lease is not None
    slow = shop.run.handlers[JobKind.MAKE_REFUND]
    real = shop.gateway.refund

    async def overtaken(body: bytes, key: str) -> object:
        setattr(shop.gateway, "refund", real)  # noqa: B010 - a method for one instance
        shop.clock.advance(timedelta(hours=1))
        await shop.work()
        raise NO_RIGHT

    setattr(shop.gateway, "refund", overtaken)  # noqa: B010
    with pytest.raises(Unavailable):
        await slow(lease)
    assert len(shop.gateway.refunds) == 1
    assert await open_reasons(shop, checkout) == []
