"""A 4xx of some proxy on the way to Stripe, or a key without a right, refused a refund for good:
what it had held went to the lab, though the buyer was to have the money back.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from adapters.outbound.stripe.payment_gateway import StripePaymentGateway
from application.shared.outcomes import OutcomeUnknown, Unavailable
from domain.payments.refund import RefundReason
from domain.shared.money import Money
from tests.contract.sample_order import an_order

HTML = ("text/html", b"<html>a proxy</html>")
EMPTY = ("text/plain", b"")
# The errors of other servers have other shapes.
OTHERS = (
    b'{"error": {"code": 404, "message": "Not Found", "status": "NOT_FOUND"}}',
    b'{"error": {"code": "NotFound", "message": "No."}}',
    b'{"error": {}}',
    b'{"error": ["no"]}',
    b'{"error": "invalid_request"}',
    b'{"error": null}',
    b'{"message": "no route matched"}',
)
STRANGE = [("application/json", body) for body in OTHERS]
FORBIDDEN = (
    "application/json",
    json.dumps({"error": {"type": "invalid_request_error", "message": "No."}}).encode(),
)


@asynccontextmanager
async def answering(status: int, media_type: str, body: bytes) -> AsyncIterator[str]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode().lower().split("\r\n")
        lengths = [line.partition(":")[2] for line in lines if line.startswith("content-length:")]
        await reader.readexactly(int(lengths[0]) if lengths else 0)
        writer.write(
            f"HTTP/1.1 {status} Said\r\nContent-Type: {media_type}\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
            + body
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize("status", [400, 404, 413])
@pytest.mark.parametrize("said", [HTML, EMPTY, *STRANGE])
async def test_a_refund_waits_until_stripe_itself_has_answered(
    status: int, said: tuple[str, bytes]
) -> None:
    async with answering(status, *said) as base:
        await neither_refunds_nor_refuses(base)


@pytest.mark.parametrize("said", [HTML, FORBIDDEN])
async def test_a_refund_waits_until_our_key_has_the_right_to_it(said: tuple[str, bytes]) -> None:
    async with answering(403, *said) as base:
        await neither_refunds_nor_refuses(base)


async def neither_refunds_nor_refuses(base: str) -> None:
    gateway = StripePaymentGateway(
        api_key="sk_test_1",
        api_base=base,
        public_base_url="https://shop.example",
        timeout_s=5,
        attempts_max=1,
    )
    money, key = Money(100, "GBP"), f"refund-{uuid4()}"
    request = gateway.refund_request(
        an_order(), "pi_1", money, RefundReason.REQUESTED_BY_CUSTOMER, key
    )
    try:
        with pytest.raises((OutcomeUnknown, Unavailable)):
            await gateway.refund(request, key)
        with pytest.raises(Unavailable):
            await gateway.session("cs_1")
    finally:
        await gateway.aclose()
