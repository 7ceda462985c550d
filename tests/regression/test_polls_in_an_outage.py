"""Each poll once wrote a job of its own: after a day without the lab, hundreds for every print."""

from datetime import timedelta
from typing import Any

from adapters.outbound.memory.planned_trouble import PlannedTrouble
from application.fulfilment.poll_dropships import PollDropships
from application.reconciliation.on_schedule import OnSchedule
from application.reconciliation.reconcile_payments import ReconcilePayments
from application.shared.outcomes import Unavailable
from domain.operations.job import JobKind, JobState, NewJob
from tests.unit.checkout.shop import Shop

POLLS = 96
EVERY = timedelta(minutes=15)


def with_polls(shop: Shop) -> Shop:
    handlers: Any = shop.run.handlers
    handlers[JobKind.POLL_DROPSHIPS] = PollDropships(
        begin=shop.begin, clock=shop.clock, interval=EVERY, failed_for=timedelta(days=30)
    )
    reconcile = ReconcilePayments(
        begin=shop.begin,
        events=shop.gateway,
        sessions=shop.gateway,
        clock=shop.clock,
        types=(),
        overlap=timedelta(minutes=10),
        look_back=timedelta(days=1),
        session_grace=timedelta(minutes=1),
        session_given_up=timedelta(days=30),
        pages_max=20,
        sessions_max=100,
    )
    handlers[JobKind.RECONCILE_PAYMENTS] = OnSchedule(reconcile=reconcile, begin=shop.begin)
    return shop


async def a_day_of(shop: Shop, poll: JobKind, outside: Any) -> None:
    """Whoever is asked outside answers nothing all day."""
    for turn in range(POLLS):
        async with shop.begin() as work:
            await work.jobs.add([NewJob(kind=poll, dedupe_key=f"{poll.value}:{turn}")])
            await work.commit()
        for _ in range(3 * POLLS):
            outside.trouble.before_effect(Unavailable("outside", "down"))
        await shop.work()
        outside.trouble = PlannedTrouble()
        shop.clock.advance(EVERY)


async def test_a_day_without_the_lab_leaves_one_question_a_day_for_each_print() -> None:
    shop = with_polls(Shop())
    checkout = await shop.check_out()
    await shop.pay(checkout)
    await a_day_of(shop, JobKind.POLL_DROPSHIPS, shop.lab)
    waiting = shop.jobs(JobKind.FOLLOW_DROPSHIP, JobState.READY)
    # Two prints, and midnight in between.
    assert len(waiting) == 4


async def test_a_print_is_asked_for_again_in_each_interval_while_the_lab_answers() -> None:
    shop = with_polls(Shop())
    checkout = await shop.check_out()
    await shop.pay(checkout)
    for turn in range(3):
        shop.clock.advance(2 * EVERY)
        async with shop.begin() as work:
            poll = NewJob(kind=JobKind.POLL_DROPSHIPS, dedupe_key=f"poll:{turn}")
            await work.jobs.add([poll])
            await work.commit()
        await shop.work()
    assert len(shop.jobs(JobKind.FOLLOW_DROPSHIP, JobState.DONE)) == 3 * 2


async def test_a_day_without_the_provider_leaves_no_question_behind() -> None:
    shop = with_polls(Shop())
    await shop.check_out()
    shop.clock.advance(timedelta(hours=2))
    await a_day_of(shop, JobKind.RECONCILE_PAYMENTS, shop.gateway)
    assert shop.jobs(JobKind.HANDLE_STRIPE_EVENT, JobState.READY) == []
    assert shop.jobs(JobKind.RECONCILE_PAYMENTS, JobState.READY) == []
    assert shop.jobs(JobKind.RECONCILE_PAYMENTS, JobState.DEAD) == []
