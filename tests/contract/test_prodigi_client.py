"""What an answer of the lab that is not a success means, and what of it may be told."""

import asyncio

import httpx
import pytest

from adapters.outbound.prodigi.client import ProdigiClient
from adapters.outbound.prodigi.errors import failures_in, translated, trouble_of
from application.shared.outcomes import OutcomeUnknown, OutsideTrouble, Rejected, Unavailable


@pytest.mark.parametrize(
    ("status", "of_a_read", "of_an_order"),
    [
        (302, Unavailable, OutcomeUnknown),
        (400, Rejected, Rejected),
        (401, Unavailable, Unavailable),
        (404, Rejected, Rejected),
        (408, Unavailable, OutcomeUnknown),
        (415, Rejected, Rejected),
        (429, Unavailable, Unavailable),
        (500, Unavailable, OutcomeUnknown),
        (502, Unavailable, OutcomeUnknown),
    ],
)
def test_a_status_says_what_may_be_done_next(
    status: int, of_a_read: type[OutsideTrouble], of_an_order: type[OutsideTrouble]
) -> None:
    answer = httpx.Response(status, json={"outcome": "Refused"})
    assert isinstance(trouble_of(answer, may_have_effect=False), of_a_read)
    assert isinstance(trouble_of(answer, may_have_effect=True), of_an_order)


@pytest.mark.parametrize(
    ("header", "pause_s"), [("7", 7.0), ("", 30.0), ("-5", 0.0), ("999999", 3600.0)]
)
def test_a_rate_limit_says_when_to_come_back(header: str, pause_s: float) -> None:
    answer = httpx.Response(429, headers={"Retry-After": header}, text="API calls quota exceeded!")
    assert trouble_of(answer, may_have_effect=True).retry_after_s == pause_s


def test_a_refusal_names_fields_and_codes_but_no_data_of_the_buyer() -> None:
    body = (
        b'{"outcome":"ValidationFailed","failures":{"recipient.email":'
        b'[{"code":"MustBeAnEmail","providedValue":"ada@example.org"}]}}'
    )
    assert failures_in(body) == "recipient.email: MustBeAnEmail"


@pytest.mark.parametrize("body", [b"", b"quota exceeded", b"[]", b'{"failures": 7}', b"\xff"])
def test_a_body_of_any_shape_can_be_read(body: bytes) -> None:
    assert failures_in(body) == ""


def test_a_lost_answer_to_an_order_may_be_an_order() -> None:
    with pytest.raises(OutcomeUnknown), translated(may_have_effect=True):
        raise httpx.ReadTimeout("no answer")
    with pytest.raises(Unavailable), translated(may_have_effect=False):
        raise httpx.ReadTimeout("no answer")


async def test_an_order_that_never_left_was_not_placed() -> None:
    client = ProdigiClient(api_base="http://127.0.0.1:9", api_key="key", timeout_s=1.0)
    with pytest.raises(Unavailable):
        await client.post("/orders", content=b"{}", may_have_effect=True)
    await client.aclose()


async def test_a_redirect_is_never_followed_with_the_key() -> None:
    heard: list[bytes] = []

    async def elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(65_536))
        writer.close()

    async def redirecting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:{port_of(stranger)}/v4.0/orders"
        writer.write(f"{head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    stranger = await asyncio.start_server(elsewhere, "127.0.0.1", 0)
    lab = await asyncio.start_server(redirecting, "127.0.0.1", 0)
    base = f"http://127.0.0.1:{port_of(lab)}"
    client = ProdigiClient(api_base=base, api_key="key", timeout_s=2.0)
    async with stranger, lab:
        with pytest.raises(OutcomeUnknown):
            await client.post("/orders", content=b"{}", may_have_effect=True)
        with pytest.raises(Unavailable):
            await client.get("/orders/ord_1")
        await client.aclose()
    assert heard == []


def port_of(server: asyncio.Server) -> int:
    port: int = server.sockets[0].getsockname()[1]
    return port
