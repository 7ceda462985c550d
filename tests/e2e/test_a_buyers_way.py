"""A guest on two devices becomes a customer, buys, and leaves: nothing is lost, doubled or kept."""

import asyncio
import json
from functools import partial
from typing import Any

import pytest

from adapters.inbound.demo.lab_books import check_each_once, lab_orders
from adapters.inbound.demo.paying import pay_on_page
from tests.e2e.shopper import Shopper
from tests.e2e.way import EXPORT, PATIENCE_S, Way
from tests.http.buyer import ADDRESS, new_buyer
from tests.http.customer import PASSWORD, Customer, log_in
from tests.http.faults import seen
from tests.http.merging import counted
from tests.http.paying import checked_out, is_paid, order
from tests.http.problems import problem
from tests.http.signing_up import an_address

DEADLINE_S = 90.0
DOG, CAT = (1800, 1440), (1700, 1440)


@pytest.fixture
def way(shopper: Shopper) -> Way:
    return Way(http=shopper.http, email=an_address())


async def buy(way: Way, device: Customer, other: Customer) -> dict[str, Any]:
    """On one device, while the buyer puts something into the cart on the other one."""
    before = await device.cart()
    checkout = await checked_out(device)
    frozen = await other.cart()
    assert (frozen["status"], frozen["orderId"]) == ("frozen", checkout["orderId"])
    meanwhile = await way.fill(other, CAT, gold=2)
    again = before["items"][0]["productId"]
    assert (await other.add(again, 1)).status_code == 200
    await pay_on_page(way.http, checkout["url"], ADDRESS["name"])
    paid = await seen(lambda: order(device, checkout), is_paid, PATIENCE_S)
    left = await seen(device.cart, lambda cart: cart["orderId"] is None, PATIENCE_S)
    # Exactly the pieces that were bought are gone.
    assert (counted(left), left["status"]) == ({**meanwhile, again: 1}, "active")
    assert counted(paid) == counted(before)
    return checkout


async def is_produced_once(shopper: Shopper, device: Customer, checkout: dict[str, Any]) -> None:
    delivered = await seen(
        lambda: order(device, checkout), lambda found: found["status"] == "delivered", PATIENCE_S
    )
    made = await lab_orders(shopper.http, f"{shopper.lab}/_control", delivered["number"])
    check_each_once(made, expected=len(delivered["items"]))
    events = [entry["event"] for entry in delivered["timeline"]]
    assert events.count("paid") == 1
    assert not delivered["needsAttention"]


async def test_a_buyers_way_from_guest_to_customer_and_out_again(
    shopper: Shopper, way: Way
) -> None:
    async with asyncio.timeout(DEADLINE_S):
        # A guest on the phone signs up, confirms, and logs in there.
        guest = await new_buyer(way.http)
        on_phone = await way.fill(guest, DOG, black=2, white=1)
        await way.become_customer()
        phone, merge = await way.log_in(guest)
        assert (merge, counted(await phone.cart())) == ("merged", on_phone)
        assert (await guest.cart())["items"] == []

        # Another guest on the tablet framed the same dog in the same way, and a cat.
        guest = await new_buyer(way.http)
        await way.fill(guest, DOG, black=1)
        await way.fill(guest, CAT, natural=3)
        tablet, merge = await way.log_in(guest)
        assert merge == "merged"
        cart = await phone.cart()
        assert sorted(counted(cart).values()) == [1, 3, 3]
        assert on_phone.keys() < counted(cart).keys()

        # Both stay logged in, and see the same.
        for device in (phone, tablet):
            await way.refresh(device)
        assert await phone.cart() == await tablet.cart() == cart

        checkout = await buy(way, phone, tablet)
        for device in (phone, tablet):
            assert [each["id"] for each in await device.orders()] == [checkout["orderId"]]
        await is_produced_once(shopper, tablet, checkout)

        # Out on one device is out on all of them.
        body = {"everywhere": True}
        assert (await phone.ask("POST", "/api/auth/logout", json=body)).status_code == 204
        for device in (phone, tablet):
            await way.cannot_refresh(device.refresh_token, "session_ended")

        # Who comes with a token that was used up long ago ends the log-in that it belongs to.
        phone, merge = await way.log_in()
        assert merge is None
        stolen = await way.refresh(phone)
        await way.refresh(phone)
        await way.cannot_refresh(stolen, "refresh_token_reused")
        await way.cannot_refresh(phone.refresh_token, "refresh_token_reused")

        phone, _ = await way.log_in()
        had = await way.export(phone)
        assert checkout["orderId"] in json.dumps(had["orders"])
        pictures = (await phone.ask("GET", "/api/user-images")).json()["items"]
        assert {each["width"] for each in pictures} == {width for width, _ in (DOG, CAT)}
        assert {each["id"] for each in pictures} <= {each["id"] for each in had["pictures"]}

        erased = await phone.ask("DELETE", "/api/profiles", json={"password": PASSWORD})
        assert erased.status_code == 202, erased.text
        links = [had["link"], *(each["url"] for each in pictures)]
        await nothing_is_visible(way, phone, checkout, links)


async def nothing_is_visible(
    way: Way, device: Customer, checkout: dict[str, Any], links: list[str]
) -> None:
    """Even to the access token that somebody still has for some minutes."""
    problem(await log_in(way.http, way.email), 401, "login_failed")
    await way.cannot_refresh(device.refresh_token, "session_ended")
    problem(await device.ask("GET", "/api/profiles"), 404, "account_not_found")
    problem(await device.ask("GET", EXPORT), 404, "account_not_found")
    for path in ("/api/cart", "/api/user-images"):
        await seen(partial(items, device, path), lambda found: not found, PATIENCE_S)
    for link in links:
        await seen(partial(way.http.get, link), lambda found: found.status_code == 404, PATIENCE_S)
    # What tax law and the shop's books want kept does not say whose it was.
    kept = json.dumps(await order(device, checkout))
    assert way.email not in kept
    assert ADDRESS["name"] not in kept
    for entry in await items(device, "/api/cart/history"):
        assert (entry["device"], entry["requestId"], entry["details"]) == ("", "", {})


async def items(device: Customer, path: str) -> list[Any]:
    answer = await device.ask("GET", path)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])
