"""A paid order of one person prints a picture that is another's by now, and that one is erased.

Erasing looked at the orders of the erased only: picture, design and render were gone, and the paid
print waited for its file for ever.
"""

from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.table import MemoryStore
from domain.carts.past_merge import Moved
from domain.fulfilment.status import DropshipStatus
from tests.contract.ordering import Ordering
from tests.contract.persistence import InMemory, InPostgres, Persistence


async def test_what_was_paid_for_is_made(postgres_engine: AsyncEngine) -> None:
    await is_made(InPostgres(postgres_engine))


async def test_what_was_paid_for_is_made_in_memory() -> None:
    await is_made(InMemory(MemoryStore(), MemoryClock()))


async def is_made(persistence: Persistence) -> None:
    ordering = Ordering(persistence)
    final = await ordering.final()
    order = await ordering.paid(final)
    guest, other, at = uuid4(), uuid4(), ordering.shop.at()
    picture_id = final.design.parameters.picture_id
    async with persistence.begin() as work:
        # The buyer undoes the merge that brought the picture, and its guest logs in elsewhere.
        moved = Moved(pictures=(picture_id,))
        await work.belongings.move_back(guest, ordering.shop.buyer.id, moved)
        await work.belongings.move(guest, other)
        await work.commit()

    async def erased() -> bool:
        async with persistence.begin() as work:
            told = await work.traces.erase(other, at, last_mail_written_before=at)
            await work.commit()
        return told.is_complete

    assert not await erased()
    async with persistence.begin(reading=True) as work:
        assert await work.renders.get_many([final.render.id])
        assert await work.pictures.find_many([picture_id])
    await ordering.made(final)
    await ordering.until_statuses(order, DropshipStatus.SUBMITTED)
