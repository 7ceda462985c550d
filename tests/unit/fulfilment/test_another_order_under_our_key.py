"""What the lab has under our key is not what we meant: the order is held, and nothing goes on."""

from application.shared.outcomes import AnotherThere
from domain.fulfilment.status import DropshipStatus
from tests.unit.checkout.shop import Shop
from tests.unit.fulfilment.test_submit_dropship import paid_but_not_submitted

THERE: dict[str, object] = {"providerOrderId": "ord_1", "differs": "recipient"}


async def test_an_order_with_something_else_under_its_key_is_held() -> None:
    shop = Shop()
    order = await paid_but_not_submitted(shop)
    shop.lab.trouble.before_effect(AnotherThere("prodigi", "another", facts=THERE))
    await shop.work(hours=12)
    assert (await shop.order(order.id)).held_because == "lab_order_differs"
    statuses = sorted(part.status for part in await shop.parts(order.id))
    assert statuses == [DropshipStatus.FAILED, DropshipStatus.PENDING]
    assert list(shop.lab.orders) == []
    [item] = shop.attention
    assert (item.reason, item.details["differs"]) == ("lab_order_differs", "recipient")
    assert "order_held" in [entry.event for entry in await shop.timeline(order.id)]


async def test_a_hold_that_is_there_already_stays() -> None:
    shop = Shop()
    order = await paid_but_not_submitted(shop)
    first = (await shop.parts(order.id))[0]
    async with shop.begin() as work:
        await work.dropships.save(first.begin_submitting())
        await work.orders.save(order.hold("disputed"))
        await work.commit()
    shop.lab.trouble.before_effect(AnotherThere("prodigi", "another", facts=THERE))
    await shop.work(hours=12)
    assert (await shop.order(order.id)).held_because == "disputed"
    assert [item.reason for item in shop.attention] == ["lab_order_differs"]
