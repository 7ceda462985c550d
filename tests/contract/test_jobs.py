"""Every to-do list takes a job once, and lets only the holder of its lease finish it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from application.operations.ports import LeaseLost
from domain.operations.job import JobKind, Lease, NewJob
from domain.orders.order import OrderNotFound
from tests.contract.persistence import Persistence
from tests.contract.sample_order import an_order


async def added(persistence: Persistence, *jobs: NewJob) -> None:
    async with persistence.begin() as work:
        await work.jobs.add(jobs)
        await work.commit()


def a_job(**payload: str) -> NewJob:
    return NewJob(kind=JobKind.SEND_MAIL, dedupe_key=f"job-{uuid4()}", payload=payload)


async def leased(persistence: Persistence, job: NewJob) -> Lease:
    await added(persistence, job)
    lease = await persistence.queue.claim(await persistence.job_id(job.dedupe_key))
    assert lease is not None
    return lease


async def test_a_job_is_leased_as_it_was_written(persistence: Persistence) -> None:
    lease = await leased(persistence, a_job(mail_id="7", name='Zoë "\\ {}'))
    assert (lease.kind, lease.attempt, lease.outages) == ("send_mail", 1, 0)
    assert lease.payload == {"mail_id": "7", "name": 'Zoë "\\ {}'}


async def test_a_known_key_adds_nothing(persistence: Persistence) -> None:
    job, other = a_job(first="yes"), a_job()
    await added(persistence, job)
    await added(persistence, replace(job, payload={"first": "no"}), other)
    lease = await persistence.queue.claim(await persistence.job_id(job.dedupe_key))
    assert lease is not None
    assert lease.payload == {"first": "yes"}
    assert await persistence.queue.claim(await persistence.job_id(other.dedupe_key)) is not None


async def test_the_same_key_twice_in_one_call_is_one_job(persistence: Persistence) -> None:
    job = a_job()
    await added(persistence, job, job)
    assert await persistence.job_id(job.dedupe_key)


async def test_many_adders_of_the_same_jobs_do_not_stand_in_each_others_way(
    persistence: Persistence,
) -> None:
    jobs = [a_job() for _ in range(5)]
    orders = [jobs, jobs[::-1]] * 10
    await asyncio.gather(*(added(persistence, *order) for order in orders))
    for job in jobs:
        assert await persistence.job_id(job.dedupe_key)


async def test_nothing_is_added_for_no_jobs(persistence: Persistence) -> None:
    await added(persistence)


async def test_a_delayed_job_is_not_due_yet(persistence: Persistence) -> None:
    job = replace(a_job(), delay=timedelta(hours=1))
    await added(persistence, job)
    assert await persistence.queue.claim(await persistence.job_id(job.dedupe_key)) is None


async def test_a_finished_job_is_never_leased_again(persistence: Persistence) -> None:
    lease = await leased(persistence, a_job())
    async with persistence.begin() as work:
        await work.jobs.finish(lease)
        await work.commit()
    assert await persistence.queue.claim(lease.job_id) is None
    assert not await persistence.queue.renew(lease)


async def test_an_old_token_cannot_finish_and_its_effect_is_undone(
    persistence: Persistence,
) -> None:
    lease, order = await leased(persistence, a_job()), an_order()
    with pytest.raises(LeaseLost):
        async with persistence.begin() as work:
            await work.orders.add(order)
            await work.jobs.finish(replace(lease, token=uuid4()))
            await work.commit()
    async with persistence.begin(reading=True) as work:
        with pytest.raises(OrderNotFound):
            await work.orders.get(order.owner_id, order.id)
    async with persistence.begin() as work:
        await work.jobs.finish(lease)


async def test_a_job_is_finished_once(persistence: Persistence) -> None:
    lease = await leased(persistence, a_job())
    async with persistence.begin() as work:
        await work.jobs.finish(lease)
        await work.commit()
    async with persistence.begin() as work:
        with pytest.raises(LeaseLost):
            await work.jobs.finish(lease)


async def test_finishing_that_is_undone_leaves_the_lease(persistence: Persistence) -> None:
    lease = await leased(persistence, a_job())
    async with persistence.begin() as work:
        await work.jobs.finish(lease)
    assert await persistence.queue.renew(lease)


async def test_what_waits_is_found_by_its_payment(persistence: Persistence) -> None:
    payment = f"pi_{uuid4()}"
    waiting, dead, done, other = (
        replace(a_job(payment_intent_id=named, object_id=word), kind=JobKind.HANDLE_STRIPE_EVENT)
        for named, word in (
            (payment, "waits"),
            (payment, "given up"),
            (payment, "done"),
            (f"pi_{uuid4()}", "of another payment"),
        )
    )
    mail = a_job(payment_intent_id=payment, object_id="no event")
    await persistence.queue.bury(await leased(persistence, dead), "given up")
    finished = await leased(persistence, done)
    under_way = [await leased(persistence, job) for job in (waiting, other, mail)]
    async with persistence.begin() as work:
        await work.jobs.finish(finished)
        told = await work.jobs.told_of(payment)
        # Other tests do what is left over in this database.
        for lease in under_way:
            await work.jobs.finish(lease)
        await work.commit()
    assert {each["object_id"] for each in told} == {"waits", "given up"}
