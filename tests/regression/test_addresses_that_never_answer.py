"""Four names that never resolved took all places for fetching, and kept everybody waiting."""

import asyncio
from uuid import uuid4

import pytest

from adapters.outbound.fetching.https_picture_fetcher import HttpsPictureFetcher
from application.media.ports import PictureFetchingBusy
from application.media.upload_by_url import UploadByUrl
from application.shared.one_turn_each import OneTurnEach
from domain.identity.owner import Owner
from domain.media.picture_url import PictureUrlRefused
from tests.unit.media.shop import LIMITS, Shop

AT_ONCE = 4
SILENT, INSIDE = "https://silent.example/dog.jpg", "https://inside.example/dog.jpg"


async def test_they_delay_only_whoever_named_them() -> None:
    shop, asked, never = Shop(), asyncio.Event(), asyncio.Event()

    async def resolve(host: str) -> list[str]:
        if host == "silent.example":
            asked.set()
            await never.wait()
        return ["127.0.0.1"]

    upload_by_url = UploadByUrl(
        begin=shop.begin,
        fetcher=HttpsPictureFetcher(
            LIMITS, timeout_s=60, read_timeout_s=60, at_once=AT_ONCE, wait_s=0.1, resolve=resolve
        ),
        upload_picture=shop.upload_picture,
        links=shop.links,
        turns=OneTurnEach(PictureFetchingBusy, "pictures"),
        turn_wait_s=0.1,
    )
    one, another = Owner(uuid4()), Owner(uuid4())
    first, *others = [asyncio.create_task(upload_by_url(one, SILENT)) for _ in range(AT_ONCE + 1)]
    await asked.wait()
    for each in others:
        with pytest.raises(PictureFetchingBusy) as busy:
            await each
        assert busy.value.retry_after_s == 0.1
    # It was looked at, which is as far as an address of our own network comes.
    with pytest.raises(PictureUrlRefused):
        await upload_by_url(another, INSIDE)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    with pytest.raises(PictureUrlRefused):
        await upload_by_url(one, INSIDE)
