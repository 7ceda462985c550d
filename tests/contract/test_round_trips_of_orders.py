"""Ordering without a cart takes as few statements for ten designs as for one."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.operations.reply import Request
from tests.contract.ordering import Final, Ordering
from tests.contract.persistence import InPostgres

PLACE_MAX, PAGE_MAX, REORDER_MAX = 13, 14, 17
DESIGNS = 10


@contextmanager
def counted(engine: AsyncEngine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        seen.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)


@pytest.mark.parametrize("designs", [1, DESIGNS])
async def test_statements_do_not_grow_with_the_lines(
    postgres_engine: AsyncEngine, designs: int
) -> None:
    ordering = Ordering(InPostgres(postgres_engine))
    finals: list[Final] = [await ordering.final(made=True) for _ in range(designs)]

    def key() -> Request:
        return Request(owner_id=ordering.shop.buyer.id, key=str(uuid4()), fingerprint="body")

    async def statements(act: Callable[[], Awaitable[object]]) -> int:
        with counted(postgres_engine) as seen:
            await act()
        return len(seen)

    wish = ordering.wish(*finals, request=key())
    assert await statements(lambda: ordering.place(wish)) <= PLACE_MAX
    order = await ordering.place(wish)
    buyer = ordering.shop.buyer
    asked = key()
    assert await statements(lambda: ordering.open_page(buyer, order.id, asked)) <= PAGE_MAX
    again = key()
    assert await statements(lambda: ordering.again(order, request=again)) <= REORDER_MAX
