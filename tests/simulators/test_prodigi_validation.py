"""What the Prodigi simulator refuses, and how it says why."""

import copy
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.simulators.prodigi_process import Simulator, order_body, running_simulator


@pytest_asyncio.fixture(scope="module")
async def simulator(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Simulator]:
    async with running_simulator(tmp_path_factory.mktemp("prodigi")) as started:
        yield started


FAILURES: list[tuple[list[str | int], Any, str, str]] = [
    (["shippingMethod"], "Pigeon", "shippingMethod", "MustBeAValidValue"),
    (["idempotencyKey"], "", "idempotencyKey", "MustNotBeEmptyOrWhitespace"),
    (["callbackUrl"], "shop.example/x", "callbackUrl", "MustBeAValidUrl"),
    (["merchantRef"], "x", "merchantRef", "UnknownField"),
    (["metadata"], {"note": "x" * 2000}, "metadata", "MustNotExceed2000Characters"),
    (["recipient"], None, "recipient", "MustNotBeNull"),
    (["recipient", "name"], " ", "recipient.name", "MustNotBeEmptyOrWhitespace"),
    (["recipient", "email"], "nobody", "recipient.email", "MustBeAValidEmailAddress"),
    (
        ["recipient", "address", "stateOrCounty"],
        "",
        "recipient.address.stateOrCounty",
        "MustNotBeEmptyOrWhitespace",
    ),
    (
        ["recipient", "address", "line1"],
        None,
        "recipient.address.line1",
        "MustNotBeEmptyOrWhitespace",
    ),
    (
        ["recipient", "address", "countryCode"],
        "US",
        "recipient.address.postalOrZipCode",
        "MustBeAValidUSZipCodeFormat",
    ),
    (
        ["recipient", "address", "countryCode"],
        "UK",
        "recipient.address.countryCode",
        "MustBeAValidCountryCode",
    ),
    (
        ["recipient", "address", "countryCode"],
        "KP",
        "recipient.address.countryCode",
        "NotAvailableInDestinationCountry",
    ),
    (["items"], [], "items", "MustNotBeEmpty"),
    (["items", 0, "sku"], "GLOBAL-CFP-1X1", "items[0].sku", "SkuNotFound"),
    (["items", 0, "copies"], 0, "items[0].copies", "MustBeAWholeNumberGreaterThanZero"),
    (["items", 0, "copies"], True, "items[0].copies", "MustBeAWholeNumberGreaterThanZero"),
    (["items", 0, "sizing"], None, "items[0].sizing", "MustNotBeEmptyOrWhitespace"),
    (["items", 0, "attributes"], {}, "items[0].attributes", "MissingRequiredAttributes"),
    (
        ["items", 0, "attributes", "color"],
        "pink",
        "items[0].attributes.color",
        "InvalidAttributeValue",
    ),
    (
        ["items", 0, "recipientCost"],
        {"amount": "ten", "currency": "GBP"},
        "items[0].recipientCost.amount",
        "MustBeADecimalAmount",
    ),
    (["items", 0, "assets"], [], "items[0].assets", "MustNotBeEmpty"),
    (["items", 0, "assets", 0, "url"], "ftp://x/y", "items[0].assets[0].url", "MustBeAValidUrl"),
    (
        ["items", 0, "assets", 0, "printArea"],
        "spine",
        "items[0].assets[0].printArea",
        "UnknownPrintArea",
    ),
    (
        ["items", 0, "assets", 0, "md5Hash"],
        "abc",
        "items[0].assets[0].md5Hash",
        "MustBeAValidMd5Hash",
    ),
]


@pytest.mark.parametrize(("path", "value", "failing", "code"), FAILURES)
async def test_each_failure_is_named_under_its_json_path(
    simulator: Simulator, path: list[str | int], value: Any, failing: str, code: str
) -> None:
    body: Any = copy.deepcopy(order_body("invalid"))
    spot = body
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    answer = await simulator.post("/orders", body)
    assert (answer.status_code, answer.json()["outcome"]) == (400, "ValidationFailed")
    failures = answer.json()["failures"]
    assert list(failures) == [failing]
    assert failures[failing][0]["code"] == code
    assert "providedValue" in failures[failing][0]


async def test_general_refusals_have_their_outcomes(simulator: Simulator) -> None:
    client = simulator.client
    wrong_key = await client.get("/v4.0/orders", headers={"X-API-Key": "other"})
    form = await client.post("/v4.0/orders", data={"sku": "x"})
    broken = await client.post(
        "/v4.0/orders", content=b"{", headers={"Content-Type": "application/json"}
    )
    nowhere = await client.get("/v4.0/parcels")
    unknown = await client.get("/v4.0/orders/ord_1")
    malformed = await client.get("/v4.0/orders/1")
    deleted = await client.delete("/v4.0/orders")
    assert (wrong_key.status_code, wrong_key.json()["statusCode"]) == (401, 401)
    assert (form.status_code, form.json()["outcome"]) == (415, "InvalidContentType")
    assert (broken.status_code, broken.json()["outcome"]) == (400, "ValidationFailed")
    assert (nowhere.status_code, nowhere.json()["outcome"]) == (404, "EndpointDoesNotExist")
    assert (unknown.status_code, unknown.json()["outcome"]) == (404, "EntityNotFound")
    assert (malformed.status_code, malformed.json()["outcome"]) == (400, "ValidationFailed")
    assert (deleted.status_code, deleted.json()["outcome"]) == (405, "MethodNotAllowed")
