"""Erasing goes on, whatever happens in between, until nothing is left."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from domain.checkout.session import CheckoutSession
from domain.designs.render import render_key
from domain.media.erase_files_job import erase_files_jobs
from domain.media.formats import PictureFormat
from domain.operations.attention import Attention
from domain.orders.status import OrderStatus
from domain.orders.timeline import TimelineEntry
from tests.contract.erasers import PASSWORD, Erasers, deliver, someone
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import an_order


@pytest.fixture
def erasers(persistence: Persistence) -> Erasers:
    return Erasers(persistence)


async def test_a_waiting_mail_is_never_sent_but_the_last_one_is(erasers: Erasers) -> None:
    person = await someone(erasers)
    await erasers.ask(person.id, PASSWORD)
    await erasers.round(person.id, 1)
    for mail in person.waiting_mails:
        await erasers.run(f"mail:{mail.dedupe_key}", erasers.send_mail)
    assert not erasers.mailer.letters
    await erasers.last_mail(person.id)
    assert [letter.recipient for letter in erasers.mailer.letters] == [person.account.email]


async def test_a_last_mail_that_cannot_be_sent_does_not_stay_for_ever(erasers: Erasers) -> None:
    person = await someone(erasers)
    await deliver(erasers.persistence, person)
    await erasers.ask(person.id, PASSWORD)
    await erasers.round(person.id, 1)
    assert await erasers.persistence.tables_with(person.mark) == {"mails"}
    erasers.clock.advance(erasers.erase_person.last_mail_waits * 2)
    await erasers.round(person.id, 2)
    assert await erasers.persistence.tables_with(person.mark) == set()
    await erasers.last_mail(person.id)
    assert erasers.mailer.letters == ()


async def test_what_is_created_with_an_old_token_is_swept_up(erasers: Erasers) -> None:
    persistence, person = erasers.persistence, await someone(erasers)
    await deliver(persistence, person)
    await erasers.ask(person.id, PASSWORD)
    await erasers.round(person.id, 1)
    late = replace(person.picture, original_name=f"late-{person.mark}.jpg")
    async with persistence.begin() as work:
        await work.pictures.add(late)
        await work.commit()
    await erasers.last_mail(person.id)
    await erasers.round(person.id, 2)
    assert await persistence.tables_with(person.mark) == set()


async def test_files_go_with_what_named_them(erasers: Erasers) -> None:
    persistence, person = erasers.persistence, await someone(erasers)
    needed, *unneeded = files = [
        person.needed_picture.asset_key,
        person.picture.asset_key,
        person.export.asset_key,
        # Its attempt was cut short, perhaps after the file was written.
        render_key(person.render_id, 1),
    ]
    for key in files:
        await erasers.assets.put(key, b"-", PictureFormat.JPEG)
    await erasers.ask(person.id, PASSWORD)
    await erasers.round(person.id, 1)
    await erasers.run(erase_files_jobs(unneeded)[0].dedupe_key, erasers.erase_files)
    assert erasers.assets.keys() == (needed,)
    await deliver(persistence, person)
    await erasers.round(person.id, 2)
    await erasers.run(erase_files_jobs([needed])[0].dedupe_key, erasers.erase_files)
    assert erasers.assets.keys() == ()


class KilledHere(BaseException):
    """As a process that is ended ends: nobody catches it."""


@dataclass(frozen=True, slots=True)
class Killed:
    """Does what it is told by `name`, and dies before it can say so."""

    real: Any
    name: str

    def __getattr__(self, name: str) -> Any:
        return self._done_and_dead if name == self.name else getattr(self.real, name)

    async def _done_and_dead(self, *given: Any, **named: Any) -> None:
        await getattr(self.real, self.name)(*given, **named)
        raise KilledHere


@dataclass(frozen=True, slots=True)
class KilledWork:
    """A unit of work that dies in one of its ports."""

    real: Any
    port: str
    name: str

    def __getattr__(self, name: str) -> Any:
        port = getattr(self.real, name)
        return Killed(port, self.name) if name == self.port else port


@pytest.mark.parametrize(
    ("port", "name"), [("traces", "erase"), ("jobs", "add"), ("jobs", "finish")]
)
async def test_a_job_that_is_killed_half_way_is_done_again(
    erasers: Erasers, port: str, name: str
) -> None:
    persistence, person = erasers.persistence, await someone(erasers)
    await deliver(persistence, person)
    await erasers.ask(person.id, PASSWORD)
    before = await persistence.tables_with(person.mark)

    @asynccontextmanager
    async def dying(*, reading: bool = False) -> AsyncIterator[Any]:
        async with persistence.begin(reading=reading) as work:
            yield KilledWork(work, port, name)

    lease = await erasers.lease(f"erase:{person.id}:1")
    with pytest.raises(KilledHere):
        await replace(erasers.erase_person, begin=dying)(lease)
    assert await persistence.tables_with(person.mark) == before
    await erasers.erase_person(lease)
    await erasers.last_mail(person.id)
    await erasers.round(person.id, 2)
    assert await persistence.tables_with(person.mark) == set()


async def test_what_a_partner_quotes_later_goes_with_the_order(erasers: Erasers) -> None:
    """The bytes frozen for the lab still hold the e-mail, which the order has lost by then."""
    persistence, person = erasers.persistence, await someone(erasers)
    await erasers.ask(person.id, PASSWORD)
    await erasers.round(person.id, 1)
    order_id, quoted = person.in_production.id, f"bad: x-{person.mark}@y"
    async with persistence.begin() as work:
        await work.timeline.add(
            TimelineEntry(
                order_id=order_id, at=NOON, actor="prodigi", event="refused_by_lab", why=quoted
            )
        )
        await work.attention.add(
            Attention(
                reason="lab_problem",
                dedupe_key=f"lab-problem:{quoted}",
                at=NOON,
                order_id=order_id,
                details={"problem": quoted},
            )
        )
        (dropship,) = await work.dropships.of_order(order_id)
        await work.dropships.save(replace(dropship, problem=quoted))
        await work.commit()
    await deliver(persistence, person)
    await erasers.last_mail(person.id)
    await erasers.round(person.id, 2)
    assert await persistence.tables_with(person.mark) == set()


async def test_a_payment_page_that_is_open_is_closed(erasers: Erasers) -> None:
    persistence, person = erasers.persistence, await someone(erasers)
    order = replace(an_order(), owner_id=person.id, status=OrderStatus.AWAITING_PAYMENT)
    session = CheckoutSession(
        order_id=order.id,
        idempotency_key=f"checkout-{order.id}",
        request_body=person.mark.encode(),
        created_at=NOON,
        expires_at=NOON + timedelta(hours=1),
        session_id=f"cs_{order.id}",
    )
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.sessions.add(session)
        await work.commit()
    await erasers.ask(person.id, PASSWORD)
    await erasers.round(person.id, 1)
    closing = await erasers.lease(f"expire-erased:{order.id}")
    assert closing.payload == {"order_id": str(order.id)}
    async with persistence.begin(reading=True) as work:
        kept = await work.sessions.of_order(order.id)
        assert kept == session
