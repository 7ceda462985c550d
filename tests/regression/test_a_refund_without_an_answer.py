"""A refund that Stripe did not answer, in an outage or for want of a right, and nobody was told."""

from datetime import timedelta

from adapters.outbound.memory.planned_trouble import PlannedTrouble
from application.shared.outcomes import Unavailable
from tests.unit.checkout.shop import Shop
from tests.unit.payments.refunding import arrived, refunded, wish


async def test_staff_are_told_and_it_is_made_all_the_same() -> None:
    shop = Shop()
    checkout = await arrived(shop)
    await refunded(shop, wish(checkout.order.id, 500))
    for _ in range(5000):
        shop.gateway.trouble.before_effect(Unavailable("stripe", "PermissionError"))
    await shop.work()
    shop.clock.advance(timedelta(minutes=50))
    await shop.work()
    assert shop.attention == []
    await shop.work(hours=48)
    assert [item.reason for item in shop.attention] == ["refund_late"]
    shop.gateway.trouble = PlannedTrouble()
    await shop.work(hours=1)
    assert len(shop.gateway.refunds) == 1
    async with shop.begin() as work:
        [refund] = await work.refunds.of_order(checkout.order.id)
        item = await work.attention_list.find(f"refund_late:{refund.idempotency_key}")
    assert item is not None
    assert not item.is_open
