"""A WebSocket tells of a render until it is over, to its owner and to nobody else."""

from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from adapters.inbound.http.identity.set_cookies import GUEST
from adapters.inbound.supervisor.stack import Stack
from adapters.settings import Settings
from tests.http.buyer import Buyer
from tests.http.customer import new_customer
from tests.http.designing import a_draft, finalize, job_over
from tests.http.faults import seen
from tests.http.web_socket import TEXT, Closed, HandshakeRefused, page_socket

WAITING = """
    INSERT INTO renders (
        id, owner_id, kind, fingerprint, design_id, revision, picture_id, parameters, status,
        attempt, attempts_max, created_at
    )
    SELECT $1, $2::uuid, 'preview', $3, $4, 1, $4, design_revisions.parameters, 'queued', 0, 3,
        now()
    FROM design_revisions LIMIT 1
"""


@pytest.fixture
def base_url(stack: Stack) -> str:
    return stack.environment["PUBLIC_BASE_URL"]


@pytest.fixture
async def job(buyer: Buyer, image_id: str) -> dict[str, Any]:
    draft = await a_draft(buyer, image_id)
    answer = await finalize(buyer, draft["id"])
    found: dict[str, Any] = answer.json()
    return found


def bearer(buyer: Buyer) -> dict[str, str]:
    return {"Authorization": f"Bearer {buyer.token}"}


def by_cookie(buyer: Buyer) -> dict[str, str]:
    return {"Cookie": f"{GUEST}={buyer.token}"}


async def test_it_is_told_until_it_is_over(
    base_url: str, buyer: Buyer, job: dict[str, Any]
) -> None:
    async with page_socket(base_url, job["updatesPath"], bearer(buyer)) as socket:
        closed = await socket.until_closed()
    assert closed.code == 1000
    told = [message["job"] for message in socket.seen if message["type"] == "job"]
    assert told[-1]["status"] == "completed"
    assert told[-1]["url"]
    progress = [each["progress"] for each in told]
    assert progress == sorted(progress)


async def test_who_comes_late_is_told_at_once(
    base_url: str, buyer: Buyer, job: dict[str, Any]
) -> None:
    over = await job_over(buyer, job["jobId"])
    for _ in range(2):
        async with page_socket(base_url, job["updatesPath"], bearer(buyer)) as socket:
            first = await socket.next()
            assert first["job"]["status"] == over["status"] == "completed"
            assert (await socket.until_closed()).code == 1000


async def test_a_browser_brings_its_token_as_a_subprotocol(
    base_url: str, buyer: Buyer, job: dict[str, Any]
) -> None:
    for offered, taken in (
        (f"passepartout.v1, bearer.{buyer.token}", "passepartout.v1"),
        (f"bearer.{buyer.token}", f"bearer.{buyer.token}"),
    ):
        headers = {"Sec-WebSocket-Protocol": offered}
        async with page_socket(base_url, job["updatesPath"], headers) as socket:
            assert socket.protocol == taken
            assert (await socket.until_closed()).code == 1000


async def test_nobody_else_is_told(
    base_url: str, buyer: Buyer, stranger: Buyer, job: dict[str, Any]
) -> None:
    path = job["updatesPath"]
    for headers, code, reason in (
        (bearer(stranger), 4404, "render_not_found"),
        ({}, 4401, "credential_missing"),
        ({"Authorization": "Bearer nonsense"}, 4401, "token_invalid"),
        ({"Sec-WebSocket-Protocol": "bearer.nonsense"}, 4401, "token_invalid"),
        # Cookies alone, of a page of another site or one that does not say where it is from.
        (by_cookie(buyer), 4403, "origin_not_ours"),
        (by_cookie(buyer) | {"Origin": "https://evil.example"}, 4403, "origin_not_ours"),
        (by_cookie(buyer) | {"Origin": "null"}, 4403, "origin_not_ours"),
    ):
        async with page_socket(base_url, path, headers) as socket:
            closed = await socket.until_closed()
        assert socket.seen == []
        assert closed.code == code, (headers, closed)
        assert reason == closed.reason
    unknown = f"/api/jobs/{uuid4()}/updates"
    async with page_socket(base_url, unknown, bearer(buyer)) as socket:
        assert (await socket.until_closed()).code == 4404


async def test_a_page_of_ours_needs_its_cookies_only(
    base_url: str, buyer: Buyer, job: dict[str, Any]
) -> None:
    headers = by_cookie(buyer) | {"Origin": base_url}
    async with page_socket(base_url, job["updatesPath"], headers) as socket:
        assert (await socket.until_closed()).code == 1000


async def test_what_is_no_socket_opens_none(base_url: str, buyer: Buyer) -> None:
    for path in ("/api/cart", "/api/jobs", "/api/admin/jobs", "/"):
        with pytest.raises(HandshakeRefused):
            async with page_socket(base_url, path, bearer(buyer)):
                pass


async def waiting_job(database: asyncpg.Connection, owner_id: str) -> str:
    """The updates of a job that no worker knows of, so that it waits for ever.

    It looks like some design that is there already.
    """
    job_id = uuid4()
    await database.execute(WAITING, job_id, owner_id, job_id.hex, uuid4())
    return f"/api/jobs/{job_id}/updates"


async def owner_of(buyer: Buyer, database: asyncpg.Connection, image_id: str) -> str:
    wanted = "SELECT owner_id FROM pictures WHERE id = $1"
    return str(await database.fetchval(wanted, image_id))


async def test_as_long_as_nothing_happens_there_are_signs_of_life(
    base_url: str,
    buyer: Buyer,
    image_id: str,
    job: dict[str, Any],
    database: asyncpg.Connection,
) -> None:
    path = await waiting_job(database, await owner_of(buyer, database, image_id))
    async with page_socket(base_url, path, bearer(buyer)) as socket:
        kinds = [(await socket.next())["type"] for _ in range(3)]
        assert kinds == ["job", "heartbeat", "heartbeat"]
        # Nothing that a client says is listened to.
        await socket.send(TEXT, b'{"type":"cancel"}')
        assert (await socket.until_closed()).code == 1008


async def test_nobody_holds_sockets_without_end(
    base_url: str,
    buyer: Buyer,
    image_id: str,
    job: dict[str, Any],
    database: asyncpg.Connection,
) -> None:
    path = await waiting_job(database, await owner_of(buyer, database, image_id))
    async with AsyncExitStack() as stack:
        for _ in range(Settings().updates_per_owner_max):
            socket = await stack.enter_async_context(page_socket(base_url, path, bearer(buyer)))
            await socket.next()
        async with page_socket(base_url, path, bearer(buyer)) as one_more:
            closed = await one_more.until_closed()
        assert (closed.code, closed.reason) == (4429, "too_many_sockets")
    # Those that were left make room.
    await seen(lambda: opens(base_url, path, buyer), bool)


async def opens(base_url: str, path: str, buyer: Buyer) -> bool:
    async with page_socket(base_url, path, bearer(buyer)) as socket:
        try:
            return bool((await socket.next())["type"] == "job")
        except Closed:
            return False


async def test_who_has_logged_out_is_told_nothing_any_more(
    base_url: str,
    http: httpx.AsyncClient,
    job: dict[str, Any],
    database: asyncpg.Connection,
) -> None:
    customer = await new_customer(http, database)
    path = await waiting_job(database, customer.user_id)
    async with page_socket(base_url, path, bearer(customer)) as socket:
        await socket.next()
        out = await customer.ask("POST", "/api/auth/logout")
        assert out.is_success, out.text
        closed = await socket.until_closed()
    assert closed.code == 4401
