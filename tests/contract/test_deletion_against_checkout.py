"""Whoever orders a picture and whoever deletes it at that moment: one of the two is refused."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.guarded.rerun_on_conflict import RerunOnConflict
from adapters.outbound.postgres.work import PostgresBegin
from domain.carts.cart import CartLineUnavailable
from domain.catalog.product import Product
from domain.media.refusals import PictureInUse, PictureNotFound
from domain.orders.order import Order
from tests.contract.album import Album, album_of
from tests.contract.persistence import InPostgres, Persistence
from tests.contract.sample_goods import SMALL, a_picture
from tests.contract.staff_desk import at_once

TURNS = 8


async def is_waiting(happening: asyncio.Task[object]) -> bool:
    """Not done although it had the time to be: it stands at a lock."""
    done, _ = await asyncio.wait({happening}, timeout=0.3)
    return not done


def begun(happening: Awaitable[object]) -> asyncio.Task[object]:
    return asyncio.ensure_future(happening)


async def test_either_the_order_is_drafted_or_the_picture_is_deleted(
    persistence: Persistence,
) -> None:
    for _ in range(TURNS):
        album = await album_of(persistence)
        delete = RerunOnConflict(album.delete_picture, 5)
        ordered, deleted = await at_once(album.check_out(), delete(album.owner, album.picture.id))
        if isinstance(ordered, Order):
            assert isinstance(deleted, PictureInUse)
            assert await album.is_there()
        else:
            assert isinstance(ordered, CartLineUnavailable)
            assert deleted is None
            assert not await album.is_there()


async def test_a_deletion_waits_for_a_checkout_and_then_sees_its_order(
    postgres_engine: AsyncEngine,
) -> None:
    album = await album_of(InPostgres(postgres_engine))
    drafted = await album.check_out()
    other = await album_of(InPostgres(postgres_engine))
    async with PostgresBegin(postgres_engine)() as work:
        # As a checkout does it: the pictures first, the order last.
        assert await work.pictures.get_many([other.picture.id])
        deletion = begun(other.delete())
        assert await is_waiting(deletion)
        await work.orders.add(_order_like(drafted, other))
        await work.commit()
    with pytest.raises(PictureInUse):
        await deletion


async def test_a_checkout_waits_for_a_deletion_and_then_finds_no_picture(
    postgres_engine: AsyncEngine,
) -> None:
    album = await album_of(InPostgres(postgres_engine))
    begin = PostgresBegin(postgres_engine)

    async def looked() -> object:
        async with begin() as checkout:
            return await checkout.pictures.get_many([album.picture.id])

    async with begin() as work:
        await work.pictures.lock_copies(album.owner.id, album.picture.id)
        look = begun(looked())
        assert await is_waiting(look)
        await work.pictures.forget([album.picture.id], album.shop.at())
        await work.commit()
    assert await look == []


async def test_a_product_made_meanwhile_has_no_picture_either(
    postgres_engine: AsyncEngine,
) -> None:
    album = await album_of(InPostgres(postgres_engine))
    begin = PostgresBegin(postgres_engine)
    spare = a_picture(album.owner.id)
    async with begin() as work:
        await work.pictures.add(spare)
        await work.commit()
    product = Product.of(
        SMALL, product_id=uuid4(), owner_id=album.owner.id, picture_id=spare.id, at=spare.created_at
    )
    async with begin() as work:
        await work.pictures.hold(album.owner.id, spare.id)
        deletion = begun(album.delete_picture(album.owner, spare.id))
        assert await is_waiting(deletion)
        await work.products.add_or_get(product)
        await work.commit()
    await deletion
    async with begin(reading=True) as work:
        assert not (await work.products.get(album.owner.id, product.id)).has_picture
        with pytest.raises(PictureNotFound):
            await work.pictures.get(album.owner.id, spare.id)


def _order_like(order: Order, album: Album) -> Order:
    line = replace(order.lines[0], id=uuid4(), picture_id=album.picture.id)
    return replace(
        order,
        id=uuid4(),
        number=f"PP-{uuid4()}",
        owner_id=album.owner.id,
        cart_id=uuid4(),
        lines=(line,),
    )
