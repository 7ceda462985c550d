"""A line takes a whole number of pieces within the limit; anything else leaves the cart alone."""

import pytest

from tests.http.buyer import Buyer
from tests.http.problems import problem

NO_NUMBERS = ["two", "", 1.5, True, None, [], {}]
OUT_OF_RANGE = [0, -1, 100, 10**9, 10**30]


@pytest.mark.parametrize("quantity", NO_NUMBERS)
async def test_what_is_no_whole_number_is_malformed(
    buyer: Buyer, product_id: str, line_id: str, quantity: object
) -> None:
    before = await buyer.cart()
    problem(await buyer.add(product_id, quantity), 400, "request_invalid", "quantity")
    problem(await buyer.change(line_id, quantity), 400, "request_invalid", "quantity")
    assert await buyer.cart() == before


@pytest.mark.parametrize("quantity", OUT_OF_RANGE)
async def test_a_number_out_of_range_is_refused(
    buyer: Buyer, product_id: str, line_id: str, quantity: int
) -> None:
    before = await buyer.cart()
    problem(await buyer.add(product_id, quantity), 422, "quantity_not_allowed", "quantity")
    problem(await buyer.change(line_id, quantity), 422, "quantity_not_allowed", "quantity")
    assert await buyer.cart() == before


async def test_pieces_that_add_up_to_too_many_are_refused(
    buyer: Buyer, product_id: str, line_id: str
) -> None:
    problem(await buyer.add(product_id, 98), 422, "quantity_not_allowed", "quantity")
    assert (await buyer.cart())["items"][0]["quantity"] == 2


async def test_a_cart_keeps_one_currency(buyer: Buyer, product_id: str, line_id: str) -> None:
    before = await buyer.cart()
    body = {"productId": product_id, "quantity": 1, "currency": "EUR"}
    problem(await buyer.ask("POST", "/api/cart", json=body), 409, "cart_currency_differs")
    assert await buyer.cart() == before


async def test_a_currency_without_prices_is_refused(buyer: Buyer, product_id: str) -> None:
    for currency in ("XXX", "gbp", "GBPGBP"):
        body = {"productId": product_id, "quantity": 1, "currency": currency}
        problem(await buyer.ask("POST", "/api/cart", json=body), 422, "currency_not_sold")
    assert (await buyer.cart())["items"] == []
