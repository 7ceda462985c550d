"""A problem that the lab still told of a shipped print opened and closed its item every round."""

from domain.fulfilment.status import DropshipStatus
from tests.regression.test_mended_at_the_lab import polled
from tests.unit.checkout.shop import Shop


async def test_nobody_is_told_of_it() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    for part in await shop.parts(checkout.order.id):
        sent = part.provider_order_id or ""
        shop.lab.advance(sent, DropshipStatus.SHIPPED, tracking_number="T", problem="A warning.")
    await polled(shop)
    assert {part.status for part in await shop.parts(checkout.order.id)} == {DropshipStatus.SHIPPED}
    assert shop.attention == []
