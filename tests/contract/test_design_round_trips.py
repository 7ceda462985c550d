"""What a slider asks ten times a second takes one SQL round trip, counted on the wire."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.imaging.templates_file import read_templates
from adapters.outbound.prodigi.catalogue_file import read_catalogue
from adapters.settings import Settings
from application.designs.ports import PreviewImage
from benchmarks.counting import round_trips_of
from benchmarks.load import Call
from benchmarks.shoppers import Shopper, seed_shoppers
from composition.designs import RENDERER_VERSION
from composition.outside import Outside
from domain.designs.design import Design
from domain.designs.drawing import draw
from domain.designs.wish import LookWish, Offered
from tests.contract.persistence import InPostgres
from tests.contract.sample_design import design_of

PREVIEW_MAX, SHOW_MAX = 1, 1
CHANGE_MAX, FINALIZED_MAX = 6, 5
OFFERED = Offered(templates=read_templates(), catalogue=read_catalogue())
WISH = LookWish(
    template_id="full-bleed", frame_size="8x10", frame_style="classic", frame_material="black"
)


@pytest.fixture(scope="module")
async def settings(servers: dict[str, str], postgres_engine: object) -> Settings:
    """`postgres_engine` is what migrates the database."""
    return Settings.from_environment(servers)


async def kept(settings: Settings, fingerprint: str) -> None:
    """In the cache that the shop asks, as if it had been drawn before."""
    outside = Outside(settings=settings)
    image = PreviewImage(media_type="image/jpeg", width_px=1, height_px=1, data=b"drawn")
    await outside.previews().put(fingerprint, image)
    await outside.cache_client().aclose()


def asks(shopper: Shopper, method: str, design: Design, rest: str = "") -> Callable[[int], Call]:
    def make(serial: int) -> Call:
        body = b'{"placement":{"zoom":1.%02d}}' % (serial + 1) if method == "PATCH" else b""
        sent = {"Content-Type": "application/json"} if body else {}
        return Call(
            method=method,
            path=f"/api/designs/{design.id}{rest}",
            headers={"Authorization": f"Bearer {shopper.token}", **sent},
            body=body,
        )

    return make


async def test_designs_take_few_round_trips(
    settings: Settings, postgres_engine: AsyncEngine
) -> None:
    (shopper,) = await seed_shoppers(settings, count=1, products_each=1)
    async with InPostgres(postgres_engine).begin() as work:
        page = await work.pictures.page(shopper.owner_id, page=1, limit=1)
        picture = page.items[0]
        look = OFFERED.settle(replace(WISH, picture_id=picture.id), picture, None)
        design = replace(design_of(picture), parameters=look)
        final = replace(design, id=uuid4())
        await work.designs.add(design)
        await work.designs.add(final)
        await work.commit()
    drawing = draw(look, picture, OFFERED)
    await kept(
        settings, drawing.preview_fingerprint(RENDERER_VERSION, settings.preview_long_side_px)
    )
    taken = await round_trips_of(
        settings,
        {
            "preview": asks(shopper, "POST", design, "/preview"),
            "show": asks(shopper, "GET", design),
            "change": asks(shopper, "PATCH", design),
            "finalized": asks(shopper, "POST", final, "/finalize"),
        },
    )
    assert taken["preview"] <= PREVIEW_MAX, taken
    assert taken["show"] <= SHOW_MAX, taken
    assert taken["change"] <= CHANGE_MAX, taken
    assert taken["finalized"] <= FINALIZED_MAX, taken
