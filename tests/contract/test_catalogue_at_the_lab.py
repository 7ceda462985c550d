"""Every frame of the catalogue is one that the lab makes, with the same print area."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.outbound.prodigi.catalogue_file import read_catalogue
from adapters.outbound.prodigi.client import ProdigiClient
from adapters.outbound.prodigi.sku_check import ProdigiSkuCheck
from domain.catalog.attributes import Attributes
from domain.catalog.product import SkuUnavailable
from tests.contract.print_labs import prodigi_client
from tests.contract.started_simulator import StartedSimulator

CATALOGUE = read_catalogue()
SKUS = sorted({frame.sku for frame in CATALOGUE.frames})


pytest_plugins = ["tests.contract.simulator_fixtures"]


@pytest.fixture(scope="module")
async def client(prodigi_simulator: StartedSimulator) -> AsyncIterator[ProdigiClient]:
    client = prodigi_client(prodigi_simulator)
    yield client
    await client.aclose()


@pytest.fixture(scope="module")
async def products(client: ProdigiClient) -> dict[str, dict[str, Any]]:
    return {sku: (await client.get(f"/products/{sku}"))["product"] for sku in SKUS}


async def test_every_frame_is_a_variant_with_the_same_print_area(
    products: dict[str, dict[str, Any]],
) -> None:
    for frame in CATALOGUE.frames:
        chosen = frame.attributes.as_dict
        sizes = [
            variant["printAreaSizes"]["default"]
            for variant in products[frame.sku]["variants"]
            if chosen.items() <= variant["attributes"].items()
        ]
        assert [(size["horizontalResolution"], size["verticalResolution"]) for size in sizes] == [
            frame.print_area_px
        ], frame


async def test_every_choice_that_the_lab_asks_for_is_made(
    products: dict[str, dict[str, Any]],
) -> None:
    for frame in CATALOGUE.frames:
        allowed = products[frame.sku]["attributes"]
        asked = {name for name, values in allowed.items() if len(values) > 1}
        assert asked <= frame.attributes.as_dict.keys(), frame


async def test_the_check_before_payment_passes_for_what_is_offered(client: ProdigiClient) -> None:
    check = ProdigiSkuCheck(client, fresh_s=60.0, timeout_s=10.0)
    await check.check(CATALOGUE.frames[:3], "GB")


async def test_the_check_refuses_what_the_lab_does_not_make_or_send(client: ProdigiClient) -> None:
    check = ProdigiSkuCheck(client, fresh_s=60.0, timeout_s=10.0)
    frame = CATALOGUE.frames[0]
    for other, country in (
        (replace(frame, sku="GLOBAL-CFP-1X1"), "GB"),
        (replace(frame, attributes=Attributes.of({"color": "pink"})), "GB"),
        (frame, "KP"),
    ):
        with pytest.raises(SkuUnavailable):
            await check.check([other], country)
