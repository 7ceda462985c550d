"""Every queue leases a job to one worker at a time, and never loses it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from application.operations.ports import LeaseLost
from domain.operations.job import JobKind, Lease, NewJob
from tests.contract.persistence import Persistence, until
from tests.contract.sample_order import an_order
from tests.contract.test_jobs import a_job, added, leased

AT_ONCE = timedelta()
LONG = timedelta(hours=1)


async def claimed_again(persistence: Persistence, lease: Lease) -> Lease:
    return await until(persistence, lambda: persistence.queue.claim(lease.job_id))


async def test_of_many_workers_at_once_one_gets_the_job(persistence: Persistence) -> None:
    job = a_job()
    await added(persistence, job)
    job_id = await persistence.job_id(job.dedupe_key)
    leases = await asyncio.gather(*(persistence.queue.claim(job_id) for _ in range(20)))
    assert sum(lease is not None for lease in leases) == 1


async def test_an_unknown_job_is_nobodys(persistence: Persistence) -> None:
    assert await persistence.queue.claim(uuid4()) is None


async def test_a_lease_that_ran_out_is_free_and_the_old_holder_is_shut_out(
    persistence: Persistence,
) -> None:
    first = await leased(persistence, a_job())
    second = await claimed_again(persistence, first)
    assert (second.attempt, second.token != first.token) == (2, True)
    assert not await persistence.queue.renew(first)
    with pytest.raises(LeaseLost):
        async with persistence.begin() as work:
            await work.jobs.finish(first)
    await persistence.queue.retry(first, LONG, "too late", outage=False)
    await persistence.queue.bury(first, "too late")
    await persistence.queue.give_back(first, LONG)
    assert await persistence.queue.renew(second)


async def test_a_renewed_lease_lasts_longer(persistence: Persistence) -> None:
    lease = await leased(persistence, a_job())
    for _ in range(16):
        await persistence.let_time_pass()
        assert await persistence.queue.renew(lease)
        assert await persistence.queue.claim(lease.job_id) is None


async def test_a_failure_counts_as_an_attempt(persistence: Persistence) -> None:
    lease = await leased(persistence, a_job())
    await persistence.queue.retry(lease, AT_ONCE, "ValueError()", outage=False)
    again = await claimed_again(persistence, lease)
    assert (again.attempt, again.outages) == (2, 0)


async def test_an_outage_does_not_count_as_an_attempt(persistence: Persistence) -> None:
    lease = await leased(persistence, a_job())
    for outages in (1, 2):
        await persistence.queue.retry(lease, AT_ONCE, "Unavailable()", outage=True)
        lease = await claimed_again(persistence, lease)
        assert (lease.attempt, lease.outages) == (1, outages)


async def test_a_retry_waits_for_its_delay(persistence: Persistence) -> None:
    lease = await leased(persistence, a_job())
    await persistence.queue.retry(lease, LONG, "Unavailable()", outage=True)
    assert await persistence.queue.claim(lease.job_id) is None
    assert not await persistence.queue.renew(lease)


async def test_given_back_is_as_if_never_claimed(persistence: Persistence) -> None:
    lease = await leased(persistence, a_job())
    await persistence.queue.give_back(lease, AT_ONCE)
    again = await claimed_again(persistence, lease)
    assert (again.attempt, again.outages) == (1, 0)
    await persistence.queue.give_back(again, LONG)
    assert await persistence.queue.claim(lease.job_id) is None


async def test_a_buried_job_is_shown_to_staff_and_never_leased_again(
    persistence: Persistence,
) -> None:
    lease = await leased(persistence, a_job(mail_id="7"))
    await persistence.queue.bury(lease, "ValueError('no such mail')")
    assert await persistence.attention_of(f"dead-job:{lease.job_id}") == {
        "mail_id": "7",
        "kind": "send_mail",
        "error": "ValueError('no such mail')",
    }
    assert await persistence.queue.claim(lease.job_id) is None
    with pytest.raises(LeaseLost):
        async with persistence.begin() as work:
            await work.jobs.finish(lease)


async def test_the_oldest_overdue_job_comes_first(persistence: Persistence) -> None:
    """Both are older than anything else that waits in the same database."""
    younger = replace(a_job(), delay=timedelta(days=-4000))
    older = replace(a_job(), delay=timedelta(days=-4001))
    await added(persistence, younger, older)
    for job in (older, younger):
        lease = await persistence.queue.claim_overdue(timedelta(days=3000))
        assert lease is not None
        assert lease.job_id == await persistence.job_id(job.dedupe_key)
        async with persistence.begin() as work:
            await work.jobs.finish(lease)
            await work.commit()


async def test_what_is_not_overdue_yet_is_left_to_the_bell(persistence: Persistence) -> None:
    job = NewJob(kind=JobKind.SEND_MAIL, dedupe_key=f"job-{uuid4()}")
    await added(persistence, job)
    await persistence.queue.claim_overdue(timedelta(days=5000))
    assert await persistence.queue.claim(await persistence.job_id(job.dedupe_key)) is not None


async def test_a_buried_job_of_an_order_is_shown_on_the_order(persistence: Persistence) -> None:
    order = an_order()
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.commit()
    lease = await leased(persistence, a_job(order_id=str(order.id)))
    await persistence.queue.bury(lease, "too often")
    async with persistence.begin(reading=True) as work:
        assert await work.attention.open_reasons(order.id) == ["job_dead"]


async def test_a_job_of_an_order_that_is_unknown_is_buried_all_the_same(
    persistence: Persistence,
) -> None:
    lease = await leased(persistence, a_job(order_id=str(uuid4())))
    await persistence.queue.bury(lease, "too often")
    assert await persistence.attention_of(f"dead-job:{lease.job_id}") is not None
