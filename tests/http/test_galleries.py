"""A gallery over HTTP: pages, thumbnails, deleting, the shop's own pictures, and addresses."""

import asyncio
import time
from urllib.parse import urlsplit

import asyncpg
import httpx
import pytest

from adapters.inbound.demo.picture import painted_picture
from tests.http.buyer import Buyer
from tests.http.customer import new_customer
from tests.http.problems import problem

GALLERY = "/api/user-images"
CURATED = "/api/curated-images"
STAFF = "/api/admin/curated-images"
PATIENCE_S = 30.0


async def until_gone(http: httpx.AsyncClient, url: str) -> None:
    """A link that was good answers that there is nothing behind it."""
    parts = urlsplit(url)
    deadline = time.monotonic() + PATIENCE_S
    while (await http.get(f"{parts.path}?{parts.query}")).status_code != 404:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)


async def test_pages_lead_on_by_a_cursor(buyer: Buyer) -> None:
    sent = [(await buyer.upload(painted_picture(600 + n, 500))).json()["id"] for n in range(3)]
    first = (await buyer.ask("GET", GALLERY, params={"limit": 2})).json()
    await buyer.upload(painted_picture(700, 500))
    following = {"limit": 2, "cursor": first["pagination"]["next"]}
    second = (await buyer.ask("GET", GALLERY, params=following)).json()
    assert [item["id"] for item in first["items"] + second["items"]] == sent[::-1]
    assert second["pagination"] == {"page": 2, "limit": 2, "hasMore": False, "next": None}
    refused = await buyer.ask("GET", GALLERY, params={"cursor": "nobody's"})
    problem(refused, 400, "cursor_invalid", "cursor")


async def test_a_picture_has_thumbnails_that_are_served_until_it_is_deleted(
    http: httpx.AsyncClient, buyer: Buyer, picture: bytes
) -> None:
    sent = (await buyer.upload(picture)).json()
    widths = [each["width"] for each in sent["thumbnails"]]
    assert widths == sorted(widths, reverse=True)
    assert widths
    links = [sent["url"], *(each["url"] for each in sent["thumbnails"])]
    sizes = [len((await http.get(link)).content) for link in links]
    assert sizes == sorted(sizes, reverse=True)
    deleted = await buyer.ask("DELETE", f"{GALLERY}/{sent['id']}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    problem(await buyer.ask("GET", f"{GALLERY}/{sent['id']}"), 404, "picture_not_found")
    problem(await buyer.ask("DELETE", f"{GALLERY}/{sent['id']}"), 404, "picture_not_found")
    for link in links:
        await until_gone(http, link)
    again = (await buyer.upload(picture)).json()
    assert again["id"] != sent["id"]


async def test_a_deleted_picture_leaves_a_line_that_cannot_be_bought(
    buyer: Buyer, picture: bytes
) -> None:
    image_id = (await buyer.upload(picture)).json()["id"]
    product_id = (await buyer.make_product(image_id)).json()["id"]
    await buyer.add(product_id)
    key = {"Idempotency-Key": "delete it once"}
    for _ in range(2):
        deleted = await buyer.ask("DELETE", f"{GALLERY}/{image_id}", key)
        assert deleted.status_code == 204
    (line,) = (await buyer.cart())["items"]
    assert [issue["code"] for issue in line["issues"]] == ["picture_deleted"]
    problem(await buyer.check_out(), 409, "cart_line_unavailable")
    problem(await buyer.make_product(image_id), 404, "picture_not_found")


async def test_what_waits_for_payment_keeps_its_picture(buyer: Buyer, picture: bytes) -> None:
    image_id = (await buyer.upload(picture)).json()["id"]
    await buyer.add((await buyer.make_product(image_id)).json()["id"])
    checkout = await buyer.check_out()
    assert checkout.status_code == 201, checkout.text
    refused = await buyer.ask("DELETE", f"{GALLERY}/{image_id}")
    problem(refused, 409, "picture_in_use")
    (order,) = await buyer.orders()
    assert refused.json()["facts"] == {"orders": [order["number"]]}
    assert (await buyer.ask("GET", f"{GALLERY}/{image_id}")).status_code == 200


async def test_staff_offer_a_picture_and_a_buyer_takes_a_copy(
    http: httpx.AsyncClient, database: asyncpg.Connection, buyer: Buyer
) -> None:
    staff = await new_customer(http, database, "staff")
    file = {"file": ("dawn.jpg", painted_picture(1000, 801), "image/jpeg")}
    added = await staff.ask("POST", STAFF, files=file, data={"title": "Dawn"})
    assert added.status_code == 201, added.text
    offered = added.json()
    listed = (await http.get(CURATED)).json()["items"]
    assert [item["title"] for item in listed if item["id"] == offered["id"]] == ["Dawn"]
    taken = await buyer.ask("POST", f"{CURATED}/{offered['id']}/take")
    assert taken.status_code == 201, taken.text
    assert (await buyer.ask("POST", f"{CURATED}/{offered['id']}/take")).json() == taken.json()
    assert (await buyer.make_product(taken.json()["id"])).status_code == 201
    assert (await staff.ask("DELETE", f"{STAFF}/{offered['id']}")).status_code == 204
    await until_gone(http, offered["url"])
    assert (await http.get(taken.json()["url"])).status_code == 200
    late = await buyer.ask("POST", f"{CURATED}/{offered['id']}/take")
    problem(late, 404, "curated_picture_not_found")
    acts = await database.fetch(
        "SELECT action FROM staff_actions WHERE subject = $1 ORDER BY id",
        f"curated:{offered['id']}",
    )
    assert [act["action"] for act in acts] == ["curated_picture_added", "curated_picture_removed"]


async def test_a_picture_without_a_title_is_not_offered(
    http: httpx.AsyncClient, database: asyncpg.Connection, picture: bytes
) -> None:
    staff = await new_customer(http, database, "staff")
    file = {"file": ("dawn.jpg", picture, "image/jpeg")}
    for data in ({}, {"title": " "}, {"title": ["a", "b"]}):
        refused = await staff.ask("POST", STAFF, files=file, data=data)
        problem(refused, 422, "picture_title_invalid", "title")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://pictures.example/x.jpg", "not_https"),
        ("https://127.0.0.1/x.jpg", "host"),
        ("https://169.254.169.254/latest/meta-data", "host"),
        ("https://[::1]/x.jpg", "host"),
        ("https://localhost/x.jpg", "host"),
        ("https://localhost.localdomain/x.jpg", "host"),
        ("https://me:secret@pictures.example/x.jpg", "credentials"),
        ("https://pictures.example:5432/x.jpg", "port"),
        ("https://nobody.invalid/x.jpg", "host"),
    ],
)
async def test_nobody_looks_around_inside_by_an_address(buyer: Buyer, url: str, why: str) -> None:
    refused = await buyer.ask("POST", f"{GALLERY}/by-url", json={"url": url})
    problem(refused, 422, "picture_url_refused", "url")
    assert refused.json()["facts"] == {"why": why}
