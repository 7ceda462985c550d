"""Carts with many lines: pictures in every frame of the smallest size, put in by one batch."""

import asyncio
from typing import Any

from adapters.inbound.demo.picture import painted_picture
from tests.http.buyer import FRAME, Buyer

HEIGHT_PX = 800


async def filled(buyer: Buyer, lines: int, width_px: int = 1000) -> dict[str, int]:
    """The products that are now in the buyer's cart, and how many pieces of each.

    The pictures begin at that width: another width, other pictures.
    """
    frames = await _small_frames(buyer)
    products: list[str] = []
    while len(products) < lines:
        uploaded = await buyer.upload(painted_picture(width_px, HEIGHT_PX))
        wanted = frames[: lines - len(products)]
        image_id = str(uploaded.json()["id"])
        products += await asyncio.gather(*(_framed(buyer, image_id, each) for each in wanted))
        width_px += 1
    quantities = {product: 1 + place % 3 for place, product in enumerate(products)}
    operations = [
        {"id": f"fill-{place}", "type": "add", "productId": product, "quantity": quantity}
        for place, (product, quantity) in enumerate(quantities.items())
    ]
    body = {"mode": "atomic", "operations": operations}
    answer = await buyer.ask("POST", "/api/cart/batch", json=body)
    assert answer.status_code == 200, answer.text
    return quantities


async def _small_frames(buyer: Buyer) -> list[dict[str, str]]:
    offered: list[dict[str, Any]] = (await buyer.ask("GET", "/api/frames")).json()["items"]
    return [
        {name: frame[name] for name in FRAME}
        for frame in offered
        if frame["frameSize"] == FRAME["frameSize"]
    ]


async def _framed(buyer: Buyer, image_id: str, frame: dict[str, str]) -> str:
    made = await buyer.make_product(image_id, **frame)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])
