"""Every collection of products keeps the same promises."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.memory.pictures import MemoryPictures
from adapters.outbound.memory.products import MemoryProducts
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.postgres.pictures import PostgresPictures
from adapters.outbound.postgres.products import PostgresProducts
from adapters.outbound.prodigi.catalogue_file import read_catalogue
from application.catalog.ports import Products
from application.media.ports import Pictures
from domain.catalog.product import Product, ProductNotFound
from domain.media.formats import PictureFormat
from domain.media.picture import Picture, picture_key

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FRAMES = read_catalogue().frames

Shop = tuple[Products, Pictures]
OpenShop = Callable[[], AbstractAsyncContextManager[Shop]]


@pytest.fixture(params=["memory", "postgres"])
def open_shop(request: pytest.FixtureRequest) -> OpenShop:
    """Each opening is a transaction that is committed at its end."""
    if request.param == "memory":
        store = MemoryStore()

        @asynccontextmanager
        async def in_memory() -> AsyncIterator[Shop]:
            yield MemoryProducts(store), MemoryPictures(store)

        return in_memory

    engine: AsyncEngine = request.getfixturevalue("postgres_engine")

    @asynccontextmanager
    async def in_postgres() -> AsyncIterator[Shop]:
        async with engine.begin() as connection:
            yield PostgresProducts(connection), PostgresPictures(connection)

    return in_postgres


async def a_picture(open_shop: OpenShop) -> Picture:
    picture_id = uuid4()
    picture = Picture(
        id=picture_id,
        owner_id=uuid4(),
        media_type=PictureFormat.JPEG,
        width_px=4000,
        height_px=3000,
        bytes_count=2_000_000,
        sha256="a" * 64,
        md5="b" * 32,
        original_sha256="0" * 64,
        original_name="dog.jpg",
        asset_key=picture_key(picture_id, PictureFormat.JPEG),
        created_at=NOON,
    )
    async with open_shop() as (_, pictures):
        return await pictures.add(picture)


def product_of(picture: Picture, frame: int = 0) -> Product:
    return Product.of(
        FRAMES[frame],
        product_id=uuid4(),
        owner_id=picture.owner_id,
        picture_id=picture.id,
        at=NOON,
    )


async def kept(open_shop: OpenShop, product: Product) -> Product:
    async with open_shop() as (products, _):
        return await products.add_or_get(product)


async def test_a_product_is_read_as_it_was_added(open_shop: OpenShop) -> None:
    product = product_of(await a_picture(open_shop))
    await kept(open_shop, product)
    async with open_shop() as (products, _):
        assert await products.get(product.owner_id, product.id) == product


async def test_an_equal_product_is_not_added_again(open_shop: OpenShop) -> None:
    picture = await a_picture(open_shop)
    first, again = product_of(picture), product_of(picture)
    assert await kept(open_shop, first) == first
    assert await kept(open_shop, again) == first
    async with open_shop() as (products, _):
        with pytest.raises(ProductNotFound):
            await products.get(again.owner_id, again.id)


async def test_another_frame_makes_another_product(open_shop: OpenShop) -> None:
    picture = await a_picture(open_shop)
    found = [await kept(open_shop, product_of(picture, frame)) for frame in range(3)]
    assert len({product.id for product in found}) == 3


async def test_many_who_make_the_same_product_at_once_get_one(open_shop: OpenShop) -> None:
    picture = await a_picture(open_shop)
    found = await asyncio.gather(*(kept(open_shop, product_of(picture)) for _ in range(12)))
    assert len({product.id for product in found}) == 1


async def test_a_product_of_somebody_else_is_not_there(open_shop: OpenShop) -> None:
    product = await kept(open_shop, product_of(await a_picture(open_shop)))
    async with open_shop() as (products, _):
        for owner_id, product_id in ((uuid4(), product.id), (product.owner_id, UUID(int=1))):
            with pytest.raises(ProductNotFound):
                await products.get(owner_id, product_id)
