"""A print that was made before the lab's answer came once left its order unfinished for ever."""

from application.shared.outcomes import OutcomeUnknown
from domain.fulfilment.status import DropshipStatus
from domain.orders.status import OrderStatus
from tests.unit.checkout.shop import Shop


async def asked_again_after(status: DropshipStatus, tracking: str | None) -> Shop:
    """What the lab did with all of an order before it was asked a second time."""
    shop = Shop()
    checkout = await shop.check_out()
    for _ in checkout.order.lines:
        shop.lab.trouble.after_effect(OutcomeUnknown("memory lab", "The answer was lost."))
    await shop.pay(checkout)
    await shop.work()
    assert {part.provider_order_id for part in await shop.parts(checkout.order.id)} == {None}
    for made in shop.lab.orders:
        shop.lab.advance(made.report.provider_order_id, status, tracking)
    await shop.work(hours=6)
    assert len(shop.lab.orders) == len(checkout.order.lines)
    return shop


async def test_its_order_is_delivered_and_its_buyer_hears_of_it() -> None:
    shop = await asked_again_after(DropshipStatus.COMPLETE, "TRACK")
    assert [order.status for order in shop.orders] == [OrderStatus.DELIVERED]
    told = [mail.template.value for mail in shop.mails]
    assert told[0] == "order_confirmed"
    assert told[-2:] == ["order_shipped", "order_delivered"]


async def test_staff_hear_of_what_was_cancelled_there() -> None:
    shop = await asked_again_after(DropshipStatus.CANCELLED, None)
    assert {item.reason for item in shop.attention} == {"cancelled_at_lab"}
    assert len(shop.attention) == len(shop.lab.orders)
