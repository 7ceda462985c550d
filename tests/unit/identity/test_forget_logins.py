"""Log-ins that are long over are forgotten in batches; those that may still be used are not."""

from datetime import timedelta

from adapters.outbound.memory.job_queue import MemoryJobQueue
from application.identity.forget_logins import ForgetLogins
from domain.operations.job import JobKind, NewJob
from tests.unit.identity.sessions import REFRESH, FrontDesk

REMEMBERED = timedelta(days=90)


async def run(desk: FrontDesk) -> None:
    """As the schedule lets a worker do it."""
    async with desk.begin() as work:
        await work.jobs.add([NewJob(kind=JobKind.FORGET_LOGINS, dedupe_key=str(desk.clock.now()))])
        await work.commit()
    lease = await MemoryJobQueue(desk.store, desk.clock, 10).claim_overdue(timedelta())
    assert lease is not None
    forget = ForgetLogins(
        begin=desk.begin,
        clock=desk.clock,
        remembered=REMEMBERED,
        refresh_lifetime=REFRESH,
        batch=2,
    )
    await forget(lease)


async def test_what_is_over_is_remembered_for_a_while_and_then_forgotten() -> None:
    desk = FrontDesk()
    await desk.welcome()
    ended = [(await desk.log_in()).logged_in for _ in range(5)]
    for logged_in in ended:
        await desk.log_out(logged_in.caller)
    unused = (await desk.log_in()).logged_in.refresh.token
    desk.clock.advance(REMEMBERED)
    await run(desk)
    assert len(desk.ended) == 6
    desk.clock.advance(timedelta(seconds=1))
    await run(desk)
    assert desk.ended == [None]
    assert (await desk.fall_back(unused)).session_id is not None
    desk.clock.advance(REFRESH)
    await run(desk)
    assert desk.ended == []
    assert len(desk.store.table("refresh_tokens")) == 0
