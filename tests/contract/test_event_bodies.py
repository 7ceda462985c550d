"""What a partner told is forgotten after a while, and that it was told never is."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON
from tests.contract.test_inbox import admitted, an_event

# Long before anything else in the same database.
LONG_AGO = NOON - timedelta(days=9_000)


async def test_old_bodies_go_the_oldest_first_and_no_event_comes_twice(
    persistence: Persistence,
) -> None:
    marks = [f"m{uuid4().hex}" for _ in range(3)]
    events = [
        replace(
            an_event(f"evt_{uuid4()}"),
            body=mark.encode(),
            received_at=LONG_AGO + timedelta(hours=place),
        )
        for place, mark in enumerate(marks)
    ]
    for event in reversed(events):
        assert await admitted(persistence, event)

    async def kept() -> list[bool]:
        return [bool(await persistence.tables_with(mark)) for mark in marks]

    for left in ([False, True, True], [False, False, True], [False, False, True]):
        async with persistence.begin() as work:
            await work.traces.forget_event_bodies(LONG_AGO + timedelta(hours=2), 1)
            await work.commit()
        assert await kept() == left
    assert not any([await admitted(persistence, event) for event in events])
