"""A quantity that is set to what it is already is no change: no version, no entry, no lost undo."""

from uuid import uuid4

from domain.identity.owner import Owner
from domain.operations.reply import Request
from tests.contract.cart_till import CartTill
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import framed


async def test_a_quantity_that_is_so_already_changes_nothing(persistence: Persistence) -> None:
    owner = Owner(uuid4())
    till = CartTill(begin=persistence.begin, owner=owner)
    before = await till.add((await framed(persistence, owner.id)).id, 3)
    (line,) = before.lines
    key = Request(owner_id=owner.id, key="click", fingerprint="change")
    for more in ({}, {"request": key}, {"request": key}):
        assert await till.change(line.id, 3, **more) == before
    assert await till.read() == before
    async with persistence.begin(reading=True) as work:
        assert len(await work.cart_history.of_owner(owner.id, 1, 10)) == 1
