"""Every history and register of carts tells the same, and a history is never rewritten."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.memory.clock import MemoryClock
from application.carts.record_ports import CartSummary, NotedEntry
from domain.carts.history import CartAction, CartEntry, LineDifference
from domain.carts.status import CartStatus
from domain.identity.owner import Owner
from tests.contract.cart_till import CartTill
from tests.contract.persistence import InPostgres, Persistence
from tests.contract.sample_goods import BROWSER, NOON, framed


async def a_till(persistence: Persistence) -> tuple[CartTill, UUID]:
    till = CartTill(begin=persistence.begin, owner=Owner(uuid4()), clock=MemoryClock())
    return till, (await framed(persistence, till.owner.id)).id


async def of_owner(
    persistence: Persistence, owner_id: UUID, page: int = 1, limit: int = 10
) -> list[NotedEntry]:
    async with persistence.begin(reading=True) as work:
        return list(await work.cart_history.of_owner(owner_id, page, limit))


async def test_every_change_leaves_an_entry_of_who_from_where_and_what(
    persistence: Persistence,
) -> None:
    till, product_id = await a_till(persistence)
    cart = await till.add(product_id, 2)
    till.clock.advance(timedelta(minutes=5))
    await till.change(cart.lines[0].id, 5)
    await till.remove(cart.lines[0].id)
    found = await of_owner(persistence, till.owner.id)
    assert [noted.cart_id for noted in found] == [cart.id] * 3
    entries = [noted.entry for noted in found]
    assert [entry.version for entry in entries] == [3, 2, 1]
    assert entries[1] == CartEntry(
        action=CartAction.CHANGED,
        origin=BROWSER,
        at=NOON + timedelta(minutes=5),
        version=2,
        differences=(LineDifference(cart.lines[0].id, product_id, 2, 5),),
    )


async def test_a_history_is_read_newest_first_and_in_pages(persistence: Persistence) -> None:
    till, product_id = await a_till(persistence)
    for _ in range(5):
        await till.add(product_id)
    first = await of_owner(persistence, till.owner.id, page=1, limit=2)
    second = await of_owner(persistence, till.owner.id, page=2, limit=2)
    last = await of_owner(persistence, till.owner.id, page=3, limit=2)
    versions = [[noted.entry.version for noted in page] for page in (first, second, last)]
    assert versions == [[5, 4, 3], [3, 2, 1], [1]]
    assert await of_owner(persistence, uuid4()) == []


async def test_staff_read_the_history_of_one_cart(persistence: Persistence) -> None:
    till, product_id = await a_till(persistence)
    cart = await till.add(product_id)
    async with persistence.begin(reading=True) as work:
        [noted] = await work.cart_history.of_cart(cart.id, 1, 10)
        assert await work.cart_history.of_cart(uuid4(), 1, 10) == []
    assert (noted.cart_id, noted.entry.action) == (cart.id, CartAction.ADDED)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cart_history SET actor = 'nobody'",
        "DELETE FROM cart_history",
        "TRUNCATE cart_history",
    ],
)
async def test_the_database_refuses_to_rewrite_a_history(
    postgres_engine: AsyncEngine, statement: str
) -> None:
    persistence = InPostgres(postgres_engine)
    till, product_id = await a_till(persistence)
    await till.add(product_id)
    before = await of_owner(persistence, till.owner.id)
    with pytest.raises(DBAPIError):
        async with postgres_engine.begin() as connection:
            await connection.execute(text(statement))
    assert await of_owner(persistence, till.owner.id) == before


async def test_the_register_tells_of_any_cart(persistence: Persistence) -> None:
    till, product_id = await a_till(persistence)
    other = await framed(persistence, till.owner.id)
    await till.add(product_id, 2)
    till.clock.advance(timedelta(hours=1))
    cart = await till.add(other.id, 3)
    summary = CartSummary(
        id=cart.id,
        owner_id=till.owner.id,
        kept=CartStatus.ACTIVE,
        currency="GBP",
        version=2,
        lines=2,
        pieces=5,
        changed_at=NOON + timedelta(hours=1),
    )
    async with persistence.begin(reading=True) as work:
        assert await work.cart_register.summary(cart.id) == summary
        assert await work.cart_register.of_owner(till.owner.id) == [summary]
        assert await work.cart_register.summary(uuid4()) is None
        assert await work.cart_register.of_owner(uuid4()) == []


async def test_an_owners_active_cart_comes_first(persistence: Persistence) -> None:
    till, product_id = await a_till(persistence)
    till.clock.at = NOON - timedelta(days=5_000)
    old = await till.add(product_id)
    async with persistence.begin() as work:
        at = till.clock.now() + timedelta(days=1)
        assert await work.idle_carts.expire(at, at, 1_000) >= 1
        await work.commit()
    new = await till.add(product_id, 2)
    async with persistence.begin(reading=True) as work:
        found = await work.cart_register.of_owner(till.owner.id)
    assert [(each.id, each.kept.value) for each in found] == [
        (new.id, "active"),
        (old.id, "expired"),
    ]
    assert found[1].pieces == 1
