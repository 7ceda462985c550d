"""A checkout that cannot be is refused with a reason; the cart stays, and no order is begun."""

from typing import Any

import pytest

from tests.http.buyer import Buyer
from tests.http.problems import problem


async def nothing_happened(buyer: Buyer, before: dict[str, Any]) -> bool:
    return await buyer.cart() == before and await buyer.orders() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"postalOrZipCode": "99999"}, "postalOrZipCode"),
        ({"postalOrZipCode": ""}, "postalOrZipCode"),
        ({"countryCode": "XX"}, "countryCode"),
        ({"countryCode": "US", "postalOrZipCode": "10001", "stateOrCounty": "ZZ"}, "stateOrCounty"),
        ({"name": "  "}, "name"),
        ({"line1": ""}, "line1"),
        ({"line1": "x" * 101}, "line1"),
        ({"name": "Ada\r\nBcc: all@example.com"}, "name"),
        ({"townOrCity": "Lon\0don"}, "townOrCity"),
        ({"phone": "1" * 31}, "phone"),
    ],
    ids=str,
)
async def test_an_address_that_the_country_does_not_have_is_refused(
    buyer: Buyer, line_id: str, wrong: dict[str, str], field: str
) -> None:
    before = await buyer.cart()
    problem(await buyer.check_out(address=wrong), 422, "address_invalid", field)
    assert await nothing_happened(buyer, before)


@pytest.mark.parametrize("country", ["GBR", "G", "", "1!", "ÄÖ"])
async def test_what_is_no_country_code_is_refused(buyer: Buyer, line_id: str, country: str) -> None:
    problem(await buyer.quote(country), 422, "country_invalid", "countryCode")
    answer = await buyer.check_out(address={"countryCode": country})
    problem(answer, 422, "country_invalid", "countryCode")


async def test_a_destination_that_the_lab_does_not_serve_is_refused(
    buyer: Buyer, line_id: str
) -> None:
    before = await buyer.cart()
    problem(await buyer.quote("KP"), 422, "destination_not_served")
    pyongyang = {"townOrCity": "Pyongyang", "postalOrZipCode": "", "countryCode": "KP"}
    problem(await buyer.check_out(address=pyongyang), 422, "destination_not_served")
    assert await nothing_happened(buyer, before)


async def test_a_country_that_does_not_exist_gets_no_quote(buyer: Buyer, line_id: str) -> None:
    problem(await buyer.quote("XX"), 422, "destination_not_served")


@pytest.mark.parametrize("method", ["Teleport", "", "budget"])
async def test_shipping_that_is_not_offered_is_refused(
    buyer: Buyer, line_id: str, method: str
) -> None:
    before = await buyer.cart()
    answer = await buyer.check_out(shippingMethod=method)
    told = problem(answer, 422, "shipping_method_not_offered", "shippingMethod")
    assert "Budget" in told["facts"]["offered"]
    assert await nothing_happened(buyer, before)


async def test_a_total_that_the_buyer_did_not_see_is_refused(buyer: Buyer, line_id: str) -> None:
    before = await buyer.cart()
    [total] = [
        option["totals"]["total"]["amount"]
        for option in (await buyer.quote()).json()["quotes"]
        if option["shippingMethod"] == "Budget"
    ]
    for seen in (total - 1, total + 1, 0, -total):
        told = problem(await buyer.check_out(expectedTotal=seen), 409, "total_changed")
        assert told["facts"]["total"] == total
    assert await nothing_happened(buyer, before)
    assert (await buyer.check_out(expectedTotal=total)).status_code == 201


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "ada@example",
        "ada@example.com\r\nBcc: all@example.com",
        "ada@example.com\n",
        "ada@example.com, bob@example.com",
        "Ada <ada@example.com>",
        "ada@exa\0mple.com",
        f"{'a' * 65}@example.com",
        f"ada@{'e' * 250}.com",
    ],
)
async def test_an_address_that_no_mail_reaches_is_refused(
    buyer: Buyer, line_id: str, email: str
) -> None:
    before = await buyer.cart()
    problem(await buyer.check_out(email=email), 422, "email_invalid", "email")
    assert await nothing_happened(buyer, before)


async def test_an_empty_cart_has_nothing_to_quote_or_pay(buyer: Buyer) -> None:
    problem(await buyer.quote(), 409, "cart_is_empty")
    problem(await buyer.check_out(), 409, "cart_is_empty")
    assert await buyer.orders() == []


async def test_an_emptied_cart_has_nothing_to_quote_or_pay(buyer: Buyer, line_id: str) -> None:
    assert (await buyer.ask("DELETE", f"/api/cart/items/{line_id}")).status_code == 200
    problem(await buyer.quote(), 409, "cart_is_empty")
    problem(await buyer.check_out(), 409, "cart_is_empty")
