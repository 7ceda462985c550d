"""A guest who logs in while a picture is on its way goes on with it as themselves."""

import asyncpg
import httpx

from tests.http.buyer import Buyer
from tests.http.customer import log_in, new_customer
from tests.http.problems import problem
from tests.http.uploading import Sending, begun


async def test_an_upload_goes_on_after_the_log_in(
    http: httpx.AsyncClient, buyer: Buyer, picture: bytes, database: asyncpg.Connection
) -> None:
    half = len(picture) // 2
    as_guest = await begun(buyer, len(picture), filename="dog.jpg")
    await as_guest.part(0, picture[:half])
    customer = await new_customer(http, database)
    customer.take(await log_in(http, customer.email, guestToken=buyer.token))
    as_customer = Sending(buyer=customer, path=as_guest.path)
    assert await as_customer.offset() == half
    problem(await as_guest.part(half, picture[half:]), 404, "upload_not_found")
    assert (await as_customer.part(half, picture[half:])).status_code == 204
    made = (await as_customer.show()).json()["picture"]
    listed = (await customer.ask("GET", "/api/user-images")).json()["items"]
    assert [each["id"] for each in listed] == [made["id"]]
