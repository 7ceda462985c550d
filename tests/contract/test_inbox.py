"""Every inbox admits an event once."""

import asyncio
from uuid import uuid4

from domain.payments.event import StoredEvent
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON


def an_event(event_id: str, provider: str = "stripe") -> StoredEvent:
    return StoredEvent(
        provider=provider,
        event_id=event_id,
        type="checkout.session.completed",
        object_id="cs_1",
        body=b'{"id": "\xff\x00"}',
        received_at=NOON,
    )


async def admitted(persistence: Persistence, event: StoredEvent, *, commit: bool = True) -> bool:
    async with persistence.begin() as work:
        is_new = await work.inbox.admit(event)
        if commit:
            await work.commit()
    return is_new


async def test_an_event_is_new_once(persistence: Persistence) -> None:
    event = an_event(f"evt_{uuid4()}")
    assert await admitted(persistence, event)
    assert not await admitted(persistence, event)


async def test_ids_of_two_providers_never_meet(persistence: Persistence) -> None:
    event_id = f"evt_{uuid4()}"
    assert await admitted(persistence, an_event(event_id))
    assert await admitted(persistence, an_event(event_id, "prodigi"))


async def test_an_admission_that_was_undone_never_was(persistence: Persistence) -> None:
    event = an_event(f"evt_{uuid4()}")
    assert await admitted(persistence, event, commit=False)
    assert await admitted(persistence, event)


async def test_of_fifty_equal_events_at_once_one_is_admitted(persistence: Persistence) -> None:
    event = an_event(f"evt_{uuid4()}")
    answers = await asyncio.gather(*(admitted(persistence, event) for _ in range(50)))
    assert sum(answers) == 1
