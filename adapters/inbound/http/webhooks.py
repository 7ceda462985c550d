"""Routes that Stripe and the print lab call; a 2xx means that it is durable."""

import hashlib
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, post
from litestar.datastructures import State
from litestar.params import FromPath, HeaderParameter

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer
from adapters.inbound.http.provided import Provided
from application.fulfilment.receive_lab_callback import ReceiveLabCallback
from application.payments.receive_payment_event import ReceivePaymentEvent
from domain.fulfilment.dropship import DropshipNotFound
from domain.resilience.rate_class import RateClass

TEXT_LENGTH_MAX = 255


class Received(Answer):
    received: bool = True


class _Callback(msgspec.Struct):
    """All that is read of a callback; everything else in it could be anybody's invention."""

    id: str = ""
    type: str = ""


class WebhookController(Controller):
    path = "/api/webhooks"
    tags = ["webhooks"]
    opt = open_to(Access.PUBLIC, RateClass.WEBHOOK)

    @post("/stripe", summary="Take in a Stripe event", status_code=200)
    async def stripe(
        self,
        request: Request[Any, Any, State],
        receive_payment_event: Provided[ReceivePaymentEvent],
        signature: Annotated[str, HeaderParameter(name="Stripe-Signature", required=False)] = "",
    ) -> Received:
        """The signature is checked over the raw bytes. A repeat is answered like the first."""
        await receive_payment_event(await request.body(), signature)
        return Received()

    @post("/prodigi/{token:str}", summary="Take in a callback of the lab", status_code=202)
    async def prodigi(
        self,
        request: Request[Any, Any, State],
        token: FromPath[str],
        receive_lab_callback: Provided[ReceiveLabCallback],
    ) -> Response[Received]:
        """Whatever the body says, the order is read again at the lab."""
        # No token of ours, nor a text that the database could look for.
        if not token.isprintable():
            raise DropshipNotFound
        body = await request.body()
        callback = _read(body)
        event_id = callback.id or hashlib.sha256(body).hexdigest()
        await receive_lab_callback(
            token, event_id[:TEXT_LENGTH_MAX], callback.type[:TEXT_LENGTH_MAX], body
        )
        return Response(Received(), status_code=202)


def _read(body: bytes) -> _Callback:
    # Somebody who knows the address may send anything; looking once more does no harm.
    try:
        callback = msgspec.json.decode(body, type=_Callback)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _Callback()
    return callback if (callback.id + callback.type).isprintable() else _Callback()
