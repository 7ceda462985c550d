"""Quotes and products of the Prodigi simulator."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.simulators.prodigi_process import Simulator, running_simulator


@pytest_asyncio.fixture(scope="module")
async def simulator(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Simulator]:
    async with running_simulator(tmp_path_factory.mktemp("prodigi")) as started:
        yield started


def quote_body(**changes: Any) -> dict[str, Any]:
    return {
        "destinationCountryCode": "FR",
        "items": [
            {
                "sku": "GLOBAL-CAN-12X16",
                "copies": 2,
                "attributes": {"wrap": "black"},
                "assets": [{"printArea": "default"}],
            }
        ],
        **changes,
    }


async def test_without_a_method_there_is_one_quote_per_method(simulator: Simulator) -> None:
    answer = (await simulator.post("/quotes", quote_body())).json()
    assert answer["outcome"] == "Created"
    methods = [quote["shipmentMethod"] for quote in answer["quotes"]]
    assert methods == ["Budget", "Standard", "Express"]
    costs = answer["quotes"][0]["costSummary"]
    assert costs["items"] == {"amount": "36.00", "currency": "GBP"}
    assert costs["shipping"] == {"amount": "12.45", "currency": "GBP"}


async def test_a_quote_is_given_in_the_currency_asked_for(simulator: Simulator) -> None:
    body = quote_body(currencyCode="EUR", shippingMethod="Budget")
    (quote,) = (await simulator.post("/quotes", body)).json()["quotes"]
    assert quote["items"][0]["unitCost"] == {"amount": "21.06", "currency": "EUR"}


@pytest.mark.parametrize(
    "changes", [{"destinationCountryCode": "KP"}, {"shippingMethod": "Overnight"}]
)
async def test_what_cannot_be_delivered_is_not_available(
    simulator: Simulator, changes: dict[str, Any]
) -> None:
    answer = await simulator.post("/quotes", quote_body(**changes))
    assert (answer.status_code, answer.json()["outcome"]) == (200, "NotAvailable")
    assert answer.json()["quotes"] == []


async def test_a_sku_that_is_out_of_stock_is_not_available(simulator: Simulator) -> None:
    await simulator.control("PUT", "/unavailable-skus", ["GLOBAL-CAN-12X16"])
    assert (await simulator.post("/quotes", quote_body())).json()["outcome"] == "NotAvailable"
    await simulator.control("PUT", "/unavailable-skus", [])
    assert (await simulator.post("/quotes", quote_body())).json()["outcome"] == "Created"


async def test_the_united_states_come_with_a_tax_warning(simulator: Simulator) -> None:
    answer = (await simulator.post("/quotes", quote_body(destinationCountryCode="US"))).json()
    assert answer["outcome"] == "CreatedWithIssues"
    assert answer["issues"][0]["errorCode"].endswith("UsSalesTaxWarning")
    assert answer["quotes"]


async def test_sizing_is_no_part_of_a_quote(simulator: Simulator) -> None:
    body = quote_body()
    body["items"][0]["sizing"] = "fillPrintArea"
    answer = await simulator.post("/quotes", body)
    assert answer.status_code == 400
    assert list(answer.json()["failures"]) == ["items[0].sizing"]


async def test_a_product_tells_the_pixels_of_each_variant(simulator: Simulator) -> None:
    answer = await simulator.client.get("/v4.0/Products/global-can-10x10")
    product = answer.json()["product"]
    widths = {
        variant["attributes"]["wrap"]: variant["printAreaSizes"]["default"]["horizontalResolution"]
        for variant in product["variants"]
    }
    assert widths["ImageWrap"] > widths["Black"] == 1522
    assert {"GB", "US", "DE"} <= set(product["variants"][0]["shipsTo"])
    unknown = await simulator.client.get("/v4.0/products/GLOBAL-CFP-1X1")
    assert (unknown.status_code, unknown.json()["outcome"]) == (404, "EntityNotFound")
