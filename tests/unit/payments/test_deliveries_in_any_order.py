"""Webhooks come in any order, any number of times, with work in between: it is all the same."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from domain.notifications.mail import Template
from domain.operations.job import JobState
from domain.orders.status import OrderStatus
from domain.payments.event import SessionState
from domain.payments.ledger import ledger_of
from domain.payments.status import payment_status
from tests.unit.checkout.shop import Shop


@dataclass(frozen=True)
class Told:
    """An event that the provider sends once a stage of its story is reached."""

    stage: int
    type: str
    details: tuple[tuple[str, str], ...] = ()
    about: str = "session"

    def __repr__(self) -> str:
        return f"{self.stage}:{self.type}:{dict(self.details)}"


@dataclass(frozen=True)
class Story:
    """What happens at the provider, stage by stage, and what it tells about it."""

    stages: tuple[Callable[[Shop, str], object], ...]
    told: tuple[Told, ...]
    ends: OrderStatus

    def __repr__(self) -> str:
        return f"{len(self.stages)} stages to {self.ends}"


def _paid(shop: Shop, session_id: str) -> None:
    shop.gateway.money_arrives(session_id)


def _completed(shop: Shop, session_id: str) -> None:
    shop.gateway.complete_unpaid(session_id)


def _nothing(shop: Shop, session_id: str) -> None:
    """The session stays as it is."""


def _expired(shop: Shop, session_id: str) -> None:
    shop.gateway.change(session_id, state=SessionState.EXPIRED)


COMPLETED = "checkout.session.completed"
STORIES = [
    Story(
        (_paid,),
        (Told(0, COMPLETED), Told(0, COMPLETED), Told(0, "payment_intent.succeeded")),
        OrderStatus.PAID,
    ),
    Story(
        (_completed, _paid),
        (Told(0, COMPLETED), Told(1, "checkout.session.async_payment_succeeded")),
        OrderStatus.PAID,
    ),
    Story(
        (_completed, _nothing),
        (Told(0, COMPLETED), Told(1, "checkout.session.async_payment_failed")),
        OrderStatus.PAYMENT_FAILED,
    ),
    Story((_expired,), (Told(0, "checkout.session.expired"),), OrderStatus.EXPIRED),
]

BY_CHARGE = (("payment_intent_id", "pi_1"), ("currency", "GBP"))
BY_CHARGE_WON = (*BY_CHARGE, ("status", "won"), ("amount", "TOTAL"))
MONEY_BACK = [
    Told(0, "refund.created", (*BY_CHARGE, ("amount", "500")), "re_1"),
    Told(0, "refund.created", (*BY_CHARGE, ("amount", "TOTAL")), "re_2"),
    Told(0, "refund.updated", (*BY_CHARGE, ("amount", "TOTAL"), ("status", "failed")), "re_2"),
    Told(0, "charge.refunded", (*BY_CHARGE, ("amount", "500")), "ch_1"),
    Told(0, "charge.refunded", (*BY_CHARGE, ("amount", "TOTAL")), "ch_1"),
    Told(0, "refund.failed", (*BY_CHARGE, ("amount", "500")), "re_1"),
    Told(0, "charge.dispute.created", (*BY_CHARGE, ("amount", "TOTAL")), "dp_1"),
    Told(0, "charge.dispute.funds_withdrawn", (*BY_CHARGE, ("amount", "TOTAL")), "dp_1"),
    Told(0, "charge.dispute.funds_reinstated", BY_CHARGE_WON, "dp_1"),
    Told(0, "charge.dispute.updated", (*BY_CHARGE, ("status", "under_review")), "dp_1"),
    Told(0, "charge.dispute.closed", (*BY_CHARGE, ("status", "won")), "dp_1"),
    Told(0, "charge.dispute.closed", (*BY_CHARGE, ("status", "lost")), "dp_1"),
    Told(0, "review.opened", BY_CHARGE, "prv_1"),
    Told(0, "radar.early_fraud_warning.created", BY_CHARGE, "issfr_1"),
    Told(0, "payment_intent.canceled", BY_CHARGE, "pi_1"),
]


@st.composite
def deliveries(draw: st.DrawFn, told: list[Told]) -> list[tuple[int, Told, int]]:
    """When (not before its stage), what, how often; every event comes at least once."""
    moments = [each.stage * 10 + draw(st.integers(0, 20)) for each in told]
    times = [draw(st.integers(1, 3)) for _ in told]
    plan = [(moment, place) for place, moment in enumerate(moments) for _ in range(times[place])]
    order = draw(st.permutations(plan))
    return [(moment, told[place], place) for moment, place in sorted(order, key=lambda at: at[0])]


async def play(
    story: Story, schedule: list[tuple[int, Told, int]], works: list[bool]
) -> tuple[Shop, dict[str, object]]:
    """One purchase with these deliveries; `works` says after which of them the worker runs."""
    shop = Shop()
    checkout = await shop.check_out()
    session_id, order_id = checkout.session.session_id or "", checkout.order.id
    pending = list(enumerate(story.stages))
    for (moment, told, place), worker_runs in zip(schedule, works, strict=False):
        while pending and pending[0][0] * 10 <= moment:
            pending.pop(0)[1](shop, session_id)
        details = dict(told.details)
        if details.get("amount") == "TOTAL":
            details["amount"] = str(checkout.order.totals.total.amount)
        if told.about != "session":
            details["order_reference"] = str(order_id)
        about = session_id if told.about == "session" else told.about
        await shop.deliver(told.type, about, f"evt_{place}", **details)
        if worker_runs:
            await shop.work()
    await shop.work()
    order = await shop.order(order_id)
    async with shop.begin(reading=True) as work:
        facts = await work.payment_facts.of(order_id)
    ledger = ledger_of(facts)
    timeline = await shop.timeline(order_id)
    return shop, {
        "status": order.status,
        "held": order.held_because,
        "payment": payment_status(facts),
        "balances": ledger.balances,
        "ledger": {
            # Every shop has sessions of its own.
            (row.kind, row.object_id.replace(session_id, "the session"), row.amount)
            for row in ledger.entries
        },
        "made": len(shop.lab.orders) if order.may_be_produced else None,
        "paid": sum(entry.event == "paid" for entry in timeline),
        "attention": {item.reason for item in shop.attention},
    }


def _works(draws: st.DataObject, schedule: list[tuple[int, Told, int]]) -> list[bool]:
    size = len(schedule)
    return draws.draw(st.lists(st.booleans(), min_size=size, max_size=size))


@given(story=st.sampled_from(STORIES), draws=st.data())
def test_session_events_in_any_order_end_the_same(story: Story, draws: st.DataObject) -> None:
    schedule = draws.draw(deliveries(list(story.told)))
    shop, end = asyncio.run(play(story, schedule, _works(draws, schedule)))
    is_paid = story.ends is OrderStatus.PAID
    assert (end["status"], end["paid"], end["attention"]) == (story.ends, int(is_paid), set())
    copies = 2 if is_paid else 0
    assert len(shop.lab.orders) == len(list(shop.store.table("dropships"))) == copies
    assert all(len(order.bodies) == 1 for order in shop.lab.orders)
    templates = [mail.template for mail in shop.mails]
    assert templates == ([Template.ORDER_CONFIRMED] if is_paid else [])
    assert len(shop.mailer.letters) == len(templates)
    assert {job.state for job in shop.store.table("jobs")} == {JobState.DONE}


@given(
    told=st.lists(st.sampled_from(MONEY_BACK), unique=True, max_size=5),
    draws=st.data(),
)
def test_refunds_and_disputes_in_any_order_end_the_same(
    told: list[Told], draws: st.DataObject
) -> None:
    story = STORIES[0]
    everything = [*story.told, *told]
    ends = []
    for _ in range(2):
        schedule = draws.draw(deliveries(everything))
        shop, end = asyncio.run(play(story, schedule, _works(draws, schedule)))
        ends.append(end)
        assert end["paid"] == 1
        assert len(shop.lab.orders) <= 2
        assert len(shop.mails) <= 1
        if end["status"] is OrderStatus.PAID and end["held"] is None:
            assert len(shop.lab.orders) == 2
    assert ends[0] == ends[1]
