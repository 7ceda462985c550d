"""A change that names the cart it was made for is refused when the cart has moved on."""

import asyncio

import pytest

from tests.http.buyer import Buyer
from tests.http.problems import problem


async def test_a_stale_change_is_refused_and_tells_the_version(
    buyer: Buyer, product_id: str, line_id: str
) -> None:
    seen = (await buyer.ask("GET", "/api/cart")).headers["ETag"]
    assert (await buyer.add(product_id, 1)).status_code == 200
    before = await buyer.cart()
    stale = {"If-Match": seen}
    for answer in (
        await buyer.add(product_id, 1, stale),
        await buyer.change(line_id, 9, stale),
        await buyer.ask("DELETE", f"/api/cart/items/{line_id}", stale),
    ):
        told = problem(answer, 412, "cart_changed")
        assert told["facts"]["version"] == before["version"]
    assert await buyer.cart() == before


async def test_a_change_for_the_cart_as_it_is_goes_through(buyer: Buyer, line_id: str) -> None:
    for quantity, form in enumerate(("{}", "W/{}", "*"), start=5):
        etag = (await buyer.ask("GET", "/api/cart")).headers["ETag"]
        answer = await buyer.change(line_id, quantity, {"If-Match": form.format(etag)})
        assert answer.status_code == 200, answer.text
        assert answer.headers["ETag"] != etag


async def test_of_two_changes_for_the_same_cart_one_wins(buyer: Buyer, line_id: str) -> None:
    etag = {"If-Match": (await buyer.ask("GET", "/api/cart")).headers["ETag"]}
    answers = await asyncio.gather(*(buyer.change(line_id, 10 + n, etag) for n in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412]


@pytest.mark.parametrize("etag", ["abc", '"abc"', "-1", '"1", "2"', "9" * 30, ""])
async def test_what_is_no_etag_of_a_cart_is_refused(buyer: Buyer, line_id: str, etag: str) -> None:
    before = await buyer.cart()
    problem(await buyer.change(line_id, 5, {"If-Match": etag}), 422, "etag_invalid", "If-Match")
    assert await buyer.cart() == before
