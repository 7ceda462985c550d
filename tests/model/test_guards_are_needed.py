"""Each guard that is taken away lets the simulation find what it guards against, and repeat it."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any
from uuid import uuid4

import pytest

import bootstrap
from adapters.inbound.simulation.outcome import Outcome
from adapters.inbound.simulation.simulate import Simulate
from adapters.outbound.memory.inbox import MemoryInbox
from adapters.outbound.memory.jobs import MemoryJobs
from adapters.settings import Settings
from application.fulfilment.submit_dropship import SubmitDropship
from application.payments.handle_payment_completed import HandlePaymentCompleted
from domain.fulfilment.dropship import Dropship
from domain.notifications.mail import Mail
from domain.operations.job import JobState, Lease
from domain.orders.order import Order

FOUND_WITHIN_ORDERS = 3_000
Patch = pytest.MonkeyPatch


def without_lease_fence(patch: Patch) -> None:
    """Whoever had the job writes its result, though somebody else has it by now."""

    async def finish(jobs: Any, lease: Lease) -> None:
        job = jobs._rows.get(lease.job_id)
        jobs._rows.put(job.id, job.freed(JobState.DONE))

    patch.setattr(MemoryJobs, "finish", finish)


def without_inbox(patch: Patch) -> None:
    """Every delivery of an event is news."""

    async def admit(inbox: Any, event: Any) -> bool:
        inbox._rows.put((event.provider, event.event_id), event)
        return True

    patch.setattr(MemoryInbox, "admit", admit)


def with_keys_drawn_at_random(patch: Patch) -> None:
    """Every try to submit takes a key of its own, as if keys were not derived and stored."""
    intend = SubmitDropship._intend

    async def intend_anew(use_case: Any, *given: Any) -> Dropship | None:
        dropship = await intend(use_case, *given)
        if dropship is None:
            return None
        body = json.loads(dropship.request_body) | {"key": str(uuid4())}
        return replace(dropship, request_body=json.dumps(body).encode())

    patch.setattr(SubmitDropship, "_intend", intend_anew)


def without_status_check(patch: Patch) -> None:
    """Held, refunded or cancelled: everything goes to the lab."""
    patch.setattr(Order, "may_be_produced", property(lambda order: True))


def without_comparison(patch: Patch) -> None:
    """Whatever was captured is taken for what was asked."""
    patch.setattr(HandlePaymentCompleted, "_difference", lambda *_: None)


def with_a_message_id_for_each_try(patch: Patch) -> None:
    """A mail that is sent again looks like another mail."""
    patch.setattr(Mail, "message_id", property(lambda mail: f"<{uuid4()}@passepartout>"))


class NeverPaid(Order):
    """As if nobody had looked; what is stored of it is an order like all others."""

    __slots__ = ()
    has_been_paid = property(lambda order: False)


def without_paid_once(patch: Patch) -> None:
    """An order that was paid is paid again by the next delivery."""
    handle = HandlePaymentCompleted.__call__

    async def handle_anew(use_case: Any, work: Any, order: Order, *given: Any) -> None:
        known = {each.name: getattr(order, each.name) for each in fields(order)}
        await handle(use_case, work, NeverPaid(**known), *given)

    patch.setattr(HandlePaymentCompleted, "__call__", handle_anew)


def first_violation_of(fact: str) -> Outcome | None:
    """A guard's absence may break other facts before, so it is looked for until this one is."""
    simulate, orders, seed = simulation(), 0, 1
    while orders < FOUND_WITHIN_ORDERS:
        outcome = simulate.one(seed)
        if any(sentence.startswith(f"{fact}:") for sentence in outcome.violations):
            return outcome
        orders, seed = orders + outcome.orders, seed + 1
    return None


def simulation() -> Simulate:
    return bootstrap.build_simulation(Settings.from_environment({}))


@pytest.mark.parametrize(
    ("remove", "fact"),
    [
        (without_lease_fence, "I8"),
        (without_inbox, "I7"),
        (with_keys_drawn_at_random, "I2"),
        (without_status_check, "I3"),
        (without_comparison, "I4"),
        (with_a_message_id_for_each_try, "I9"),
        (without_paid_once, "I8"),
    ],
    ids=lambda given: given.__name__ if callable(given) else given,
)
def test_without_its_guard_a_fact_does_not_hold(
    remove: Callable[[Patch], None], fact: str, monkeypatch: Patch
) -> None:
    remove(monkeypatch)
    found = first_violation_of(fact)
    assert found is not None, f"{FOUND_WITHIN_ORDERS} orders and {fact} held all the same"
    assert simulation().one(found.seed) == found


def test_a_seed_goes_the_same_way_every_time() -> None:
    assert simulation().one(7) == simulation().one(7)
    assert simulation().one(7).trail != simulation().one(8).trail
