"""A merge that is undone while a late payment comes: each waits for the other in one order."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.postgres.errors import TransactionConflict
from application.carts.undo_merge import UndoneMerge
from domain.carts.past_merge import MergeCartChanged, MergeUndoRefused
from domain.identity.owner import Owner
from domain.orders.status import OrderStatus
from tests.contract.merging_counter import Counter
from tests.contract.persistence import InPostgres, Persistence, until

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


@pytest.mark.parametrize("came_along_before", [False, True])
async def test_an_undo_and_a_late_payment_never_wait_in_a_circle(
    persistence: Persistence, *, came_along_before: bool
) -> None:
    """The order may be the user's since an earlier log-in, and then this merge knows nothing of
    it."""
    counter = Counter(persistence)
    for _ in range(5):
        counter.guest, counter.user = Owner(uuid4()), Owner(uuid4())
        bought = await counter.put(counter.guest, await counter.framed(counter.guest))
        owner = counter.user if came_along_before else counter.guest
        order = await counter.order_of(bought, owner_id=owner.id, status=OrderStatus.EXPIRED)
        merged = await counter.merge()
        undone, paid = await asyncio.gather(
            counter.undo(merged.merge_id), counter.pay(order), return_exceptions=True
        )
        assert isinstance(undone, UndoneMerge | MergeCartChanged), undone
        assert paid is None
        # Whoever was first, what was bought is in no cart.
        assert await counter.counted(counter.guest) == {}
        assert await counter.counted(counter.user) == {}


async def test_a_guest_who_begins_a_cart_during_the_undo_is_looked_at_again(
    postgres_engine: AsyncEngine,
) -> None:
    persistence = InPostgres(postgres_engine)
    counter = Counter(persistence)
    await counter.put(counter.guest, await counter.framed(counter.guest))
    merged = await counter.merge()

    async def waiting() -> bool | None:
        async with postgres_engine.connect() as connection:
            return bool((await connection.execute(WAITING)).scalar()) or None

    async with persistence.begin() as work:
        await work.carts.lock(counter.guest.id, uuid4(), "GBP")
        undoing = asyncio.create_task(counter.undo(merged.merge_id))
        await until(persistence, waiting)
        await work.commit()
    # Rerun by the one who asked, as after any lost race; then the new cart is seen.
    with pytest.raises(TransactionConflict):
        await undoing
    await counter.put(counter.guest, await counter.framed(counter.guest))
    with pytest.raises(MergeUndoRefused):
        await counter.undo(merged.merge_id)
