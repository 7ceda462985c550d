"""One buyer's pictures and sliders keep nobody else waiting.

They took all imaging processes of the API: whoever came meanwhile was told that the shop is busy,
for as long as that buyer went on. And each place of a slider stayed in the cache for an hour.
"""

import asyncio
from itertools import count

import httpx
import pyvips
import redis.asyncio

from adapters.inbound.demo.picture import painted_picture
from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import Buyer
from tests.http.designing import a_draft, preview
from tests.http.problems import problem

SIDE_PX = 6_000
PICTURES, SLIDERS, LOOKS = 10, 60, 5
# Whoever waited too long for their own pictures is told so.
TAKEN_OR_BUSY = {200, 201, 503}


def large() -> bytes:
    plain = pyvips.Image.black(SIDE_PX, SIDE_PX, bands=4).linear(1, [1, 2, 3, 128]).cast("uchar")
    return bytes(plain.copy(interpretation="srgb").write_to_buffer(".png", compression=6))


async def all_answered(asking: list[asyncio.Task[httpx.Response]]) -> set[int]:
    return {answer.status_code for answer in await asyncio.gather(*asking)}


async def test_one_buyers_large_pictures(buyer: Buyer, stranger: Buyer, picture: bytes) -> None:
    draft = await a_draft(stranger, (await stranger.upload(picture)).json()["id"])
    one = await asyncio.to_thread(large)
    # Readers take bytes after the end, and the bytes are what makes a picture another one.
    sending = [
        asyncio.create_task(buyer.upload(one + bytes([n]), declared="image/png"))
        for n in range(PICTURES)
    ]
    await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
    shown = await preview(stranger, draft["id"])
    sent = await stranger.upload(picture + b"another")
    assert await all_answered(sending) <= TAKEN_OR_BUSY
    assert (shown.status_code, sent.status_code) == (200, 201), shown.text


async def test_one_buyers_sliders(buyer: Buyer, stranger: Buyer) -> None:
    photograph = painted_picture(4000, 3000)
    ours, theirs = [
        (await a_draft(one, (await one.upload(photograph)).json()["id"]))["id"]
        for one in (buyer, stranger)
    ]
    zooms, seen = count(), asyncio.Event()

    async def slide() -> list[httpx.Response]:
        answers = []
        while not seen.is_set():
            # So near that it is drawn of the whole photograph, which takes longest.
            zoom = 4 + next(zooms) / 1000
            answers.append(await preview(buyer, ours, placement={"zoom": zoom, "rotation": 7.5}))
            moving.set()
        return answers

    moving = asyncio.Event()
    sliding = [asyncio.create_task(slide()) for _ in range(SLIDERS)]
    await moving.wait()
    shown = [await preview(stranger, theirs, placement={"zoom": 1 + n / 10}) for n in range(LOOKS)]
    seen.set()
    answers = [answer for each in await asyncio.gather(*sliding) for answer in each]
    assert [answer.status_code for answer in shown] == [200] * LOOKS
    for busy in (answer for answer in answers if answer.status_code != 200):
        problem(busy, 503, "picture_decoding_busy")
        assert busy.headers["retry-after"] == "3"


async def test_where_a_slider_was_is_soon_forgotten(
    stack: Stack, buyer: Buyer, image_id: str
) -> None:
    draft = await a_draft(buyer, image_id)
    saved = await preview(buyer, draft["id"])
    tried = await preview(buyer, draft["id"], placement={"zoom": 1.25})
    cache = redis.asyncio.from_url(stack.environment["CACHE_URL"])
    try:
        kept_s = [
            await cache.ttl("passepartout:preview:" + answer.headers["etag"].strip('"'))
            for answer in (saved, tried)
        ]
    finally:
        await cache.aclose()
    assert 60 < kept_s[0] <= 3600
    assert 0 < kept_s[1] <= 60
