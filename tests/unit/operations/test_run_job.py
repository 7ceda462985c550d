"""A job is done, tried again, or shown to staff; it is never lost and never done by two."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.job_queue import MemoryJobQueue
from adapters.outbound.memory.jobs import MemoryJob
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.memory.work import MemoryBegin
from application.operations.run_job import RunJob
from application.shared.outcomes import OutcomeUnknown, OutsideTrouble, Unavailable
from domain.operations.attention import Attention
from domain.operations.job import JobKind, JobState, Lease, NewJob

ATTEMPTS_MAX = 3


class Bug(Exception):
    """A fault of ours."""


class Workshop:
    """One job in one queue; `plan` says what goes wrong in each try, None for nothing."""

    def __init__(self, *plan: Exception | None, renew_every_s: float = 3600.0) -> None:
        self.store, self.clock = MemoryStore(), MemoryClock()
        self.begin = MemoryBegin(self.store, self.clock)
        self.queue = MemoryJobQueue(self.store, self.clock, lease_s=10.0)
        self.plan, self.tries = list(plan), 0
        self.fates: list[str] = []
        self.first: Callable[[], Awaitable[None]] | None = None
        self.run = RunJob(
            queue=self.queue,
            handlers={JobKind.SEND_MAIL: self.handle},
            journal=self,
            attempts_max=ATTEMPTS_MAX,
            first_delay_s=2.0,
            longest_delay_s=60.0,
            renew_every_s=renew_every_s,
            roll=lambda: 1.0,
        )

    def told(self, lease: Lease, fate: str, error: BaseException | None = None) -> None:
        self.fates.append(fate)

    async def handle(self, lease: Lease) -> None:
        self.tries += 1
        if self.first is not None:
            await self.first()
        trouble = self.plan.pop(0) if self.plan else None
        async with self.begin() as work:
            if trouble is not None:
                raise trouble
            await work.jobs.finish(lease)
            await work.commit()

    async def add(self, kind: JobKind = JobKind.SEND_MAIL) -> None:
        async with self.begin() as work:
            await work.jobs.add([NewJob(kind=kind, dedupe_key="the job")])
            await work.commit()

    async def run_due(self) -> bool:
        return await self.run.oldest_overdue(timedelta())

    async def run_for(self, minutes: int) -> None:
        for _ in range(minutes):
            while await self.run_due():
                pass
            self.clock.advance(timedelta(minutes=1))

    @property
    def job(self) -> MemoryJob:
        [job] = list(self.store.table("jobs"))
        assert isinstance(job, MemoryJob)
        return job

    @property
    def attention(self) -> list[Attention]:
        return list(self.store.table("attention_items"))


async def test_a_job_is_done_once_however_often_the_bell_rings() -> None:
    shop = Workshop()
    await shop.add()
    rings = await asyncio.gather(*(shop.run.by_id(shop.job.id) for _ in range(5)))
    assert sum(rings) == shop.tries == 1
    assert (shop.job.state, shop.fates) == (JobState.DONE, ["done"])


@pytest.mark.parametrize(
    "outage", [Unavailable("stripe", "503"), OutcomeUnknown("stripe", "reset")], ids=repr
)
async def test_an_outage_is_waited_out_for_as_long_as_it_takes(outage: OutsideTrouble) -> None:
    shop = Workshop(*[outage] * 50)
    await shop.add()
    await shop.run_for(minutes=60)
    assert (shop.job.state, shop.job.attempt, shop.job.outages) == (JobState.DONE, 1, 50)
    assert shop.attention == []


async def test_pauses_grow_with_every_outage() -> None:
    shop = Workshop(*[Unavailable("stripe", "503")] * 6)
    await shop.add()
    pauses = []
    for _ in range(6):
        assert await shop.run_due()
        pauses.append((shop.job.run_at - shop.clock.now()).total_seconds())
        shop.clock.at = shop.job.run_at
    assert pauses == [2, 4, 8, 16, 32, 60]


async def test_the_provider_may_ask_for_a_longer_pause() -> None:
    shop = Workshop(Unavailable("prodigi", "429", retry_after_s=300.0))
    await shop.add()
    assert await shop.run_due()
    assert shop.job.run_at - shop.clock.now() == timedelta(minutes=5)


async def test_a_fault_of_ours_is_tried_a_few_times_and_then_shown_to_staff() -> None:
    shop = Workshop(*[Bug("no such mail")] * 10)
    await shop.add()
    await shop.run_for(minutes=60)
    assert (shop.job.state, shop.tries) == (JobState.DEAD, ATTEMPTS_MAX)
    assert shop.job.last_error == "Bug('no such mail')"
    assert [item.reason for item in shop.attention] == ["job_dead"]
    assert shop.fates == ["retry", "retry", "dead"]


async def test_a_fault_that_goes_away_is_forgotten() -> None:
    shop = Workshop(Bug(), Bug())
    await shop.add()
    await shop.run_for(minutes=60)
    assert (shop.job.state, shop.job.attempt) == (JobState.DONE, 3)


async def test_a_job_that_kills_its_worker_every_time_ends_as_dead() -> None:
    shop = Workshop()
    await shop.add()
    for _ in range(ATTEMPTS_MAX):
        assert await shop.queue.claim(shop.job.id) is not None
        shop.clock.advance(timedelta(seconds=11))
    await shop.run_for(minutes=60)
    assert (shop.job.state, shop.tries) == (JobState.DEAD, 0)
    assert [item.reason for item in shop.attention] == ["job_dead"]


async def test_a_worker_that_was_too_slow_changes_nothing() -> None:
    shop = Workshop()
    await shop.add()
    taken: list[Lease | None] = []

    async def somebody_takes_over() -> None:
        shop.clock.advance(timedelta(seconds=11))
        taken.append(await shop.queue.claim(shop.job.id))

    shop.first = somebody_takes_over
    assert await shop.run.by_id(shop.job.id)
    assert shop.fates == ["lease_lost"]
    assert taken[0] is not None
    assert (shop.job.state, shop.job.lease_token) == (JobState.LEASED, taken[0].token)


async def test_a_kind_of_a_newer_release_is_left_for_a_newer_worker() -> None:
    shop = Workshop()
    await shop.add(JobKind.POLL_DROPSHIPS)
    assert await shop.run_due()
    assert shop.fates == ["kind_unknown"]
    assert (shop.job.state, shop.job.attempt) == (JobState.READY, 0)
    assert shop.job.run_at > shop.clock.now()


async def test_a_lease_is_renewed_while_the_work_goes_on() -> None:
    shop = Workshop(renew_every_s=0.001)
    await shop.add()
    first_until = shop.clock.now() + timedelta(seconds=10)

    async def long_work() -> None:
        shop.clock.advance(timedelta(seconds=9))
        async with asyncio.timeout(5):
            while shop.job.lease_until == first_until:  # noqa: ASYNC110 - the renewal tells nobody
                await asyncio.sleep(0)

    shop.first = long_work
    assert await shop.run.by_id(shop.job.id)
    assert shop.fates == ["done"]
