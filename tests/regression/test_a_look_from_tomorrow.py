"""A worker whose clock was ahead noted its look at a print in the future: until that day had come,
nobody looked again, and what a lost callback would have told was not found.
"""

from datetime import timedelta

from application.fulfilment.poll_dropships import PollDropships
from domain.fulfilment.status import DropshipStatus
from domain.operations.job import JobKind, NewJob
from tests.unit.checkout.shop import Shop

AHEAD = timedelta(days=30)


async def test_a_print_is_looked_at_again_when_the_clock_is_right() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    parts = await shop.parts(checkout.order.id)
    async with shop.begin() as work:
        for part in parts:
            known = await work.dropships.lock(part.id)
            # As a worker notes it whose clock is ahead.
            await work.dropships.save(
                known.seen(known.status, (), None, at=shop.clock.now() + AHEAD)
            )
        await work.commit()
    for part in parts:
        shop.lab.advance(part.provider_order_id or "", DropshipStatus.IN_PRODUCTION)
    shop.clock.advance(timedelta(hours=1))
    async with shop.begin() as work:
        await work.jobs.add([NewJob(kind=JobKind.POLL_DROPSHIPS, dedupe_key="poll")])
        await work.commit()
    lease = await shop.persistence.queue.claim_overdue(timedelta())
    assert lease is not None
    poll = PollDropships(
        begin=shop.begin,
        clock=shop.clock,
        interval=timedelta(minutes=15),
        failed_for=timedelta(days=30),
    )
    await poll(lease)
    await shop.work()
    assert {part.status for part in await shop.parts(checkout.order.id)} == {
        DropshipStatus.IN_PRODUCTION
    }
