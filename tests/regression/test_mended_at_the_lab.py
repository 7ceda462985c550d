"""A print that failed at the lab and was mended there was once never asked about again."""

from datetime import timedelta

from application.fulfilment.poll_dropships import PollDropships
from domain.fulfilment.status import DropshipStatus
from domain.operations.job import JobKind, NewJob
from tests.unit.checkout.shop import Shop

EVERY = timedelta(minutes=15)


async def polled(shop: Shop) -> None:
    shop.run.handlers[JobKind.POLL_DROPSHIPS] = PollDropships(  # type: ignore[index]
        begin=shop.begin, clock=shop.clock, interval=EVERY, failed_for=timedelta(days=30)
    )
    shop.clock.advance(2 * EVERY)
    async with shop.begin() as work:
        poll = NewJob(kind=JobKind.POLL_DROPSHIPS, dedupe_key=f"poll:{shop.at()}")
        await work.jobs.add([poll])
        await work.commit()
    await shop.work()


async def test_a_poll_finds_that_it_was_made_after_all_and_its_item_is_not_told_again() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    await shop.work()
    first = (await shop.parts(checkout.order.id))[0]
    assert first.provider_order_id is not None
    shop.lab.advance(first.provider_order_id, DropshipStatus.FAILED, problem="No picture.")
    await polled(shop)
    failed = (await shop.parts(checkout.order.id))[0]
    assert failed.status is DropshipStatus.FAILED
    async with shop.begin() as work:
        [item] = await work.attention_list.of_order(checkout.order.id)
        assert (item.reason, item.is_open) == ("lab_problem", True)
    shop.lab.advance(first.provider_order_id, DropshipStatus.COMPLETE)
    await polled(shop)
    mended = (await shop.parts(checkout.order.id))[0]
    assert mended.status is DropshipStatus.COMPLETE
    assert mended.problem is None
