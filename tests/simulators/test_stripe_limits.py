"""What the API refuses, and how."""

import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import stripe

from tests.simulators.stripe_process import (
    KEY,
    Receiver,
    Simulator,
    line_item,
    receiving,
    running_simulator,
)

NO_SHIPPING: dict[str, Any] = {"shipping_options": []}


@pytest.fixture(scope="module")
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as listening:
        yield listening


@pytest.fixture(scope="module")
async def simulator(
    receiver: Receiver, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Simulator]:
    async with running_simulator(tmp_path_factory.mktemp("stripe"), receiver) as running:
        yield running


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"payment_method_types": ["card"]}, "parameter_unknown", "payment_method_types"),
        ({"line_items": [line_item()] * 101}, None, "line_items"),
        ({"line_items": [line_item(-1)]}, "parameter_invalid_integer", None),
        ({"client_reference_id": "x" * 201}, "parameter_invalid_string_long", None),
        ({"metadata": {"k" * 41: "v"}}, None, None),
        ({"metadata": {"k": "v" * 501}}, None, "metadata[k]"),
        ({"metadata": {f"k{i}": "v" for i in range(51)}}, None, "metadata"),
        ({"expires_at": int(time.time()) + 60}, None, "expires_at"),
        ({"expires_at": int(time.time()) + 90_000}, None, "expires_at"),
        ({"success_url": "thanks"}, "url_invalid", "success_url"),
        ({"line_items": [line_item(currency="GBP")]}, None, None),
        ({"line_items": [line_item(14, quantity=1)], **NO_SHIPPING}, "amount_too_small", None),
        ({"line_items": [line_item(40, "jpy", 1)], **NO_SHIPPING}, "amount_too_small", None),
        ({"line_items": [line_item(99_999_999)], **NO_SHIPPING}, "amount_too_large", None),
        ({"line_items": [line_item(5124, "kwd", 1)], **NO_SHIPPING}, None, "line_items"),
        ({"line_items": [line_item(550, "isk", 1)], **NO_SHIPPING}, None, "line_items"),
        ({"line_items": [line_item(), line_item(currency="eur")]}, None, "line_items"),
        ({"customer_email": "nobody"}, "email_invalid", "customer_email"),
        ({"expand": ["nothing"]}, None, "expand"),
    ],
)
async def test_a_session_outside_the_limits_is_refused(
    simulator: Simulator, changes: dict[str, Any], code: str | None, param: str | None
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await simulator.create(**changes)
    assert refused.value.http_status == 400
    assert code in {None, refused.value.code}
    assert param in {None, refused.value.param}


async def test_six_shipping_options_are_too_many(simulator: Simulator) -> None:
    rate = {"display_name": "S", "fixed_amount": {"amount": 1, "currency": "gbp"}}
    with pytest.raises(stripe.InvalidRequestError, match="shipping_options"):
        await simulator.create(shipping_options=[{"shipping_rate_data": rate}] * 6)


async def test_a_hundred_lines_are_read_page_by_page(simulator: Simulator) -> None:
    session = await simulator.create(
        line_items=[line_item(amount=100 + n) for n in range(100)], expand=["line_items"]
    )
    assert session.line_items is not None
    assert len(session.line_items.data) == 10
    page = await simulator.sessions.line_items.list_async(session.id, params={"limit": 30})
    amounts = [item.price.unit_amount async for item in page.auto_paging_iter() if item.price]
    assert amounts == [100 + n for n in range(100)]


async def test_only_an_open_session_can_be_expired(simulator: Simulator) -> None:
    session = await simulator.create()
    expired = await simulator.sessions.expire_async(session.id)
    assert (expired.status, expired.url) == ("expired", None)
    with pytest.raises(stripe.InvalidRequestError):
        await simulator.sessions.expire_async(session.id)


async def test_metadata_is_merged_and_unset(simulator: Simulator) -> None:
    session = await simulator.create()
    changed = await simulator.sessions.update_async(
        session.id, params={"metadata": {"order": "", "note": "x"}}
    )
    assert changed.metadata is not None
    assert changed.metadata.to_dict() == {"note": "x"}


async def test_events_are_paged_and_filtered(simulator: Simulator) -> None:
    for session in [await simulator.create() for _ in range(3)]:
        await simulator.pay(session)
    page = await simulator.client.v1.events.list_async(
        params={"types": ["charge.succeeded"], "limit": 2, "created": {"gte": 1}}
    )
    assert page.has_more
    events = [event async for event in page.auto_paging_iter()]
    assert len({event.id for event in events}) == 3
    assert {event.type for event in events} == {"charge.succeeded"}


async def test_what_does_not_exist_is_missing(simulator: Simulator) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await simulator.sessions.retrieve_async("cs_test_none")
    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")


async def test_the_doctor_can_read_account_and_endpoint(simulator: Simulator) -> None:
    endpoints = await simulator.client.v1.webhook_endpoints.list_async()
    assert endpoints.data[0].url == simulator.webhook_url
    assert "checkout.session.completed" in endpoints.data[0].enabled_events
    account = await simulator.client.v1.accounts.retrieve_current_async()
    assert account.charges_enabled


async def test_only_the_key_opens_the_api(simulator: Simulator) -> None:
    url = f"http://127.0.0.1:{simulator.port}/v1/account"
    async with httpx.AsyncClient() as http:
        statuses = [
            (await http.get(url)).status_code,
            (await http.get(url, headers={"Authorization": "Bearer sk_test_other"})).status_code,
            (await http.get(url, auth=(KEY, ""))).status_code,
        ]
    assert statuses == [401, 401, 200]


async def test_json_bodies_are_refused(simulator: Simulator) -> None:
    url = f"http://127.0.0.1:{simulator.port}/v1/refunds"
    async with httpx.AsyncClient() as http:
        answer = await http.post(url, json={"amount": 1}, auth=(KEY, ""))
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert answer.headers["Request-Id"].startswith("req_")
