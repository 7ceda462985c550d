"""A product that is made at the moment its guest logs in goes over with its picture.

It stayed the guest's: the user was answered with somebody else's product whenever they framed that
picture, or ordered that design, once more.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.catalog.product import Product
from domain.designs.refusals import DesignNotFound
from domain.identity.owner import Owner
from tests.contract.ordering import Ordering
from tests.contract.persistence import InPostgres
from tests.contract.sample_goods import SMALL, a_picture
from tests.regression.test_order_before_its_parts import somebody_waits


@pytest.fixture
def ordering(postgres_engine: AsyncEngine) -> Ordering:
    return Ordering(InPostgres(postgres_engine))


async def log_in(ordering: Ordering, user: Owner) -> None:
    async with ordering.shop.begin() as work:
        await work.belongings.move(ordering.shop.buyer.id, user.id)
        await work.commit()


async def test_a_picture_that_is_framed(ordering: Ordering, postgres_engine: AsyncEngine) -> None:
    guest, user = ordering.shop.buyer, Owner(uuid4())
    picture = a_picture(guest.id)
    product = Product.of(
        SMALL,
        product_id=uuid4(),
        owner_id=guest.id,
        picture_id=picture.id,
        at=ordering.shop.at(),
    )
    async with ordering.shop.begin() as work:
        await work.pictures.add(picture)
        await work.commit()
    async with ordering.shop.begin() as work:
        await work.pictures.hold(guest.id, picture.id)
        await work.products.add_or_get(product)
        logging_in = asyncio.create_task(log_in(ordering, user))
        await somebody_waits(postgres_engine)
        await work.commit()
    await logging_in
    async with ordering.shop.begin(reading=True) as work:
        assert (await work.products.get(user.id, product.id)).id == product.id


async def test_a_design_that_is_ordered(ordering: Ordering) -> None:
    user, final = Owner(uuid4()), await ordering.final()
    logging_in: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def begin(**more: bool) -> AsyncIterator[Any]:
        async with ordering.shop.begin(**more) as work:
            products: Any = work.products
            adding = products.add_or_get_many

            async def added(made: Sequence[Product]) -> Sequence[Product]:
                logging_in.append(asyncio.create_task(log_in(ordering, user)))
                # Long enough for it to look at what there is; it waits for the picture then.
                await asyncio.wait(logging_in, timeout=0.5)
                found: Sequence[Product] = await adding(made)
                return found

            products.add_or_get_many = added
            yield work

    find: Any = replace(ordering.place.find_products, begin=begin)
    [wanted] = await find(ordering.shop.buyer, ordering.wish(final).items)
    await asyncio.gather(*logging_in)
    async with ordering.shop.begin(reading=True) as work:
        assert (await work.products.get(user.id, wanted.product.id)).design_id == final.design.id
    with pytest.raises(DesignNotFound):
        await ordering.place(ordering.wish(final))
