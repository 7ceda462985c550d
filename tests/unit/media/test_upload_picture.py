"""A picture is stored once, whatever happens on the way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from uuid import uuid4

import pytest

from adapters.outbound.guarded.rerun_on_conflict import RerunOnConflict
from adapters.outbound.postgres.errors import TransactionConflict
from application.media.ports import MediaWork
from domain.identity.owner import Owner
from domain.media.refusals import PictureNotFound, PictureTooLarge, PictureTruncated
from domain.operations.reply import KeyReused
from tests.unit.media.shop import LIMITS, Shop, photograph, upload_of

ANN = Owner(uuid4())


async def test_an_uploaded_picture_is_stored_and_shown() -> None:
    shop = Shop()
    shown = await shop.upload_picture(ANN, upload_of(photograph()))
    asset = await shop.assets.open(shown.picture.asset_key)
    assert asset.bytes_count == shown.picture.bytes_count
    assert (shown.picture.width_px, shown.picture.height_px) == (40, 30)
    assert await shop.show_picture(ANN, shown.picture.id) == shown


async def test_the_same_bytes_are_the_same_picture() -> None:
    shop = Shop()
    first = await shop.upload_picture(ANN, upload_of(photograph()))
    again = await shop.upload_picture(ANN, upload_of(photograph()))
    assert again.picture == first.picture


async def test_the_same_bytes_sent_twice_at_once_are_one_picture_and_its_files() -> None:
    shop = Shop()
    shown = await asyncio.gather(
        *(shop.upload_picture(ANN, upload_of(photograph())) for _ in range(8))
    )
    assert len({each.picture.id for each in shown}) == 1
    assert sorted(shop.assets.keys()) == sorted(shown[0].picture.files)


async def test_a_picture_whose_transaction_lost_a_deadlock_is_read_once_more() -> None:
    """From its beginning: the end, where the first reading had stopped, was called empty."""
    shop, begun = Shop(), count(1)

    @asynccontextmanager
    async def begin() -> AsyncIterator[MediaWork]:
        async with shop.begin() as work:
            # The first looks whether the picture is known, the second adds it.
            if next(begun) == 2:
                raise TransactionConflict("postgres", "deadlock")
            yield work

    upload_picture = RerunOnConflict(replace(shop.upload_picture, begin=begin), 3)
    shown = await upload_picture(ANN, upload_of(photograph()))
    assert await shop.show_picture(ANN, shown.picture.id) == shown


async def test_a_repeat_under_the_same_key_gets_the_same_picture() -> None:
    shop = Shop()
    keyed = upload_of(photograph(), key="k1", owner_id=ANN.id)
    first = await shop.upload_picture(ANN, keyed)
    again = await shop.upload_picture(ANN, upload_of(photograph(), key="k1", owner_id=ANN.id))
    assert again.picture == first.picture


async def test_a_key_is_not_good_for_another_picture() -> None:
    shop = Shop()
    await shop.upload_picture(ANN, upload_of(photograph(), key="k1", owner_id=ANN.id))
    with pytest.raises(KeyReused):
        await shop.upload_picture(ANN, upload_of(photograph(shade=10), key="k1", owner_id=ANN.id))


async def test_a_refused_picture_leaves_nothing_and_its_key_is_free() -> None:
    shop = Shop()
    torn = upload_of(photograph()[:-20], key="k1", owner_id=ANN.id)
    with pytest.raises(PictureTruncated):
        await shop.upload_picture(ANN, torn)
    assert not list(shop.assets.keys())
    await shop.upload_picture(ANN, upload_of(photograph(), key="k1", owner_id=ANN.id))


async def test_too_many_bytes_are_refused_before_anything_is_read() -> None:
    shop = Shop()
    with pytest.raises(PictureTooLarge):
        await shop.upload_picture(ANN, upload_of(bytes(LIMITS.bytes_max + 1)))


async def test_somebody_elses_picture_is_not_shown() -> None:
    shop = Shop()
    shown = await shop.upload_picture(ANN, upload_of(photograph()))
    with pytest.raises(PictureNotFound):
        await shop.show_picture(Owner(uuid4()), shown.picture.id)
