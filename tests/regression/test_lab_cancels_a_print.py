"""A print that the lab cancelled of its own accord once vanished without anybody being told."""

from domain.fulfilment.status import DropshipStatus
from domain.operations.job import JobKind, NewJob
from tests.unit.checkout.shop import Shop


async def looked_at_again(shop: Shop, dropship_id: str, turn: int) -> None:
    async with shop.begin() as work:
        job = NewJob(
            kind=JobKind.FOLLOW_DROPSHIP,
            dedupe_key=f"look-{turn}:{dropship_id}",
            payload={"dropship_id": dropship_id},
        )
        await work.jobs.add([job])
        await work.commit()
    await shop.work()


async def test_staff_is_told_once_that_a_paid_print_is_not_made() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    lost, made = await shop.parts(checkout.order.id)
    shop.lab.advance(lost.provider_order_id or "", DropshipStatus.CANCELLED)
    shop.lab.advance(made.provider_order_id or "", DropshipStatus.COMPLETE, tracking_number="RM1")
    for turn in range(2):
        for part in (lost, made):
            await looked_at_again(shop, str(part.id), turn)
    [item] = shop.attention
    assert (item.reason, item.order_id) == ("cancelled_at_lab", checkout.order.id)
    assert item.details["dropshipId"] == str(lost.id)
