"""A buyer's picture is put into a frame at most once, and only where it prints."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.memory.work import MemoryBegin
from application.catalog.make_product import MakeProduct, ProductWish
from application.catalog.show_product import ShowProduct
from domain.catalog.catalogue import FrameUnknown
from domain.catalog.print_quality import PictureTooSmall, Verdict
from domain.catalog.product import ProductNotFound
from domain.designs.template import Templates
from domain.designs.wish import Offered
from domain.identity.owner import Owner
from domain.media.formats import PictureFormat
from domain.media.picture import Picture, picture_key
from domain.media.refusals import PictureNotFound
from tests.unit.catalog.frames import catalogue

ADA = Owner(UUID(int=1))


class Studio:
    """Ada's pictures, and the two use cases."""

    def __init__(self) -> None:
        clock = MemoryClock()
        self.begin = MemoryBegin(MemoryStore(), clock)
        self.make = MakeProduct(begin=self.begin, catalogue=catalogue(), clock=clock, new_id=uuid4)
        self.show = ShowProduct(
            begin=self.begin,
            offered=Offered(catalogue=catalogue(), templates=Templates.of([])),
        )

    async def picture(self, width_px: int, height_px: int) -> UUID:
        picture_id = uuid4()
        picture = Picture(
            id=picture_id,
            owner_id=ADA.id,
            media_type=PictureFormat.JPEG,
            width_px=width_px,
            height_px=height_px,
            bytes_count=2_000_000,
            sha256="a" * 64,
            md5="b" * 32,
            original_sha256=picture_id.hex * 2,
            original_name="dog.jpg",
            asset_key=picture_key(picture_id, PictureFormat.JPEG),
            created_at=datetime(2026, 3, 1, tzinfo=UTC),
        )
        async with self.begin() as work:
            await work.pictures.add(picture)
            await work.commit()
        return picture_id


def wish(picture_id: UUID, *, size: str = "12x16", owner: Owner = ADA) -> ProductWish:
    return ProductWish(
        owner=owner,
        picture_id=picture_id,
        frame_size=size,
        frame_style="classic",
        frame_material="black",
    )


async def test_the_second_wish_for_the_same_thing_gets_the_first_product() -> None:
    studio = Studio()
    picture_id = await studio.picture(4000, 3000)
    first, second = await studio.make(wish(picture_id)), await studio.make(wish(picture_id))
    assert first.product == second.product
    assert (first.is_new, second.is_new) == (True, False)


async def test_a_product_is_shown_with_its_frame_and_print_quality() -> None:
    studio = Studio()
    made = await studio.make(wish(await studio.picture(4000, 3000)))
    shown = await studio.show(ADA, made.product.id)
    assert (shown.product, shown.frame, shown.quality) == (made.product, made.frame, made.quality)
    assert shown.quality.verdict is Verdict.EXCELLENT


async def test_a_picture_too_small_for_the_frame_makes_no_product() -> None:
    studio = Studio()
    with pytest.raises(PictureTooSmall):
        await studio.make(wish(await studio.picture(400, 300)))


async def test_an_unknown_frame_makes_no_product() -> None:
    studio = Studio()
    with pytest.raises(FrameUnknown):
        await studio.make(wish(await studio.picture(4000, 3000), size="1x1"))


async def test_somebody_elses_picture_and_product_are_not_there() -> None:
    studio, eve = Studio(), Owner(UUID(int=2))
    picture_id = await studio.picture(4000, 3000)
    made = await studio.make(wish(picture_id))
    with pytest.raises(PictureNotFound):
        await studio.make(wish(picture_id, owner=eve))
    with pytest.raises(ProductNotFound):
        await studio.show(eve, made.product.id)
