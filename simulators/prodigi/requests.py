"""Reading what every route reads: a JSON body and an order id."""

import re
from typing import Any

import msgspec
from litestar import Request

from simulators.prodigi.answers import Refusal, entity_not_found, validation_failed
from simulators.prodigi.lab import Lab
from simulators.prodigi.print_orders import PrintOrder
from simulators.prodigi.wire import Document

AnyRequest = Request[Any, Any, Any]

_ORDER_ID = re.compile(r"ord_(\d{1,18})")


async def read_object(request: AnyRequest) -> Document:
    """The body as a JSON object, else a Refusal."""
    raw = await request.body()
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise Refusal(415, "InvalidContentType")
    try:
        body = msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        raise validation_failed(
            {"$": [{"code": "MustBeValidJson", "providedValue": None}]}
        ) from error
    if not isinstance(body, dict):
        raise validation_failed({"$": [{"code": "MustBeAnObject", "providedValue": None}]})
    return body


def known_order(lab: Lab, order_id: str) -> PrintOrder:
    """An order on hold is as unknown as one that never was."""
    order = any_order(lab, order_id)
    if order.held:
        raise entity_not_found()
    return order


def any_order(lab: Lab, order_id: str) -> PrintOrder:
    if (matched := _ORDER_ID.fullmatch(order_id)) is None:
        code = "MustBeAValidOrderId"
        raise validation_failed({"orderId": [{"code": code, "providedValue": order_id}]})
    order = lab.orders.find(int(matched[1]))
    if order is None:
        raise entity_not_found()
    return order
