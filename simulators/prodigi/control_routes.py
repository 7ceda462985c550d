"""`/_control`: what tests see and steer. Faults, the request log and health are in shared/.

GET  /_control/orders                 every order with its step, and every idempotency key posted
POST /_control/orders/{id}/advance    take the next step now
POST /_control/orders/{id}/release    end a hold, authorise a payment
POST /_control/orders/{id}/fail       give up on its pictures
POST /_control/orders/{id}/cancel     cancel at any step; `?partial=true` the last shipment only
GET|PUT /_control/next-orders         `{"on_hold": true, "times": 2}` or a list of such entries
GET|PUT /_control/unavailable-skus    list of SKUs that are out of stock
GET|PUT /_control/time-factor         `{"factor": 60}`
GET  /_control/callbacks              every callback with its state and attempts
"""

from typing import Any

import msgspec
from litestar import Response, get, post, put
from litestar.types import ControllerRouterHandler

from simulators.prodigi import intervening
from simulators.prodigi.answers import Refusal
from simulators.prodigi.dials import NEXT_ORDER_DIALS
from simulators.prodigi.lab import Lab
from simulators.prodigi.print_orders import PrintOrder
from simulators.prodigi.requests import AnyRequest, any_order
from simulators.prodigi.wire import Document


def control_routes(lab: Lab) -> list[ControllerRouterHandler]:
    @get("/_control/orders")
    async def orders() -> Document:
        posts = lab.keys.by_key()
        found = lab.orders.newest_first([], -1, 0)
        return {
            "orders": [_seen_by_staff(order, posts) for order in found],
            "idempotencyKeys": posts,
        }

    @post("/_control/orders/{order_id:str}/{verb:str}", status_code=200)
    async def intervene(order_id: str, verb: str, partial: bool = False) -> Document:
        order = any_order(lab, order_id)
        with lab.database.transaction():
            if verb == "advance":
                intervening.advance(lab, order)
            elif verb == "release":
                intervening.release(lab, order)
            elif verb == "fail":
                intervening.fail(order)
            elif verb == "cancel" and partial:
                intervening.cancel_last_shipment(order)
            elif verb == "cancel":
                intervening.cancel(lab, order)
            else:
                raise Refusal(404, "EndpointDoesNotExist")
            lab.orders.save(order)
        lab.production.loop.wake()
        return _seen_by_staff(order, lab.keys.by_key())

    @get("/_control/callbacks")
    async def callbacks() -> Document:
        return {"callbacks": lab.callbacks.listed()}

    return [orders, intervene, callbacks, *_dial_routes(lab)]


def _dial_routes(lab: Lab) -> list[ControllerRouterHandler]:
    @get("/_control/next-orders")
    async def next_orders() -> Response[bytes]:
        return _plain(lab.dials.read("next_orders", []))

    @put("/_control/next-orders")
    async def set_next_orders(request: AnyRequest) -> Response[bytes]:
        given = await _json(request)
        entries = given if isinstance(given, list) else [given]
        allowed = {*NEXT_ORDER_DIALS, "times"}
        for entry in entries:
            if not isinstance(entry, dict) or not entry.keys() <= allowed:
                raise Refusal(400, "ValidationFailed", {"allowed": sorted(allowed)})
            if not isinstance(entry.setdefault("times", 1), int):
                raise Refusal(400, "ValidationFailed", {"expected": {"times": 1}})
        lab.dials.write("next_orders", entries)
        return _plain(entries)

    @get("/_control/unavailable-skus")
    async def unavailable_skus() -> Response[bytes]:
        return _plain(lab.dials.read("unavailable_skus", []))

    @put("/_control/unavailable-skus")
    async def set_unavailable_skus(request: AnyRequest) -> Response[bytes]:
        skus = [str(sku).upper() for sku in await _json(request)]
        lab.dials.write("unavailable_skus", skus)
        return _plain(skus)

    @get("/_control/time-factor")
    async def time_factor() -> Document:
        return {"factor": lab.dials.read("time_factor", 1.0)}

    @put("/_control/time-factor")
    async def set_time_factor(request: AnyRequest) -> Response[bytes]:
        given = await _json(request)
        factor = given.get("factor") if isinstance(given, dict) else None
        if not isinstance(factor, int | float) or factor <= 0:
            raise Refusal(400, "ValidationFailed", {"expected": {"factor": 60}})
        lab.production.set_time_factor(float(factor))
        return _plain({"factor": factor})

    return [
        next_orders,
        set_next_orders,
        unavailable_skus,
        set_unavailable_skus,
        time_factor,
        set_time_factor,
    ]


async def _json(request: AnyRequest) -> Any:
    try:
        return msgspec.json.decode(await request.body())
    except msgspec.DecodeError as error:
        raise Refusal(400, "ValidationFailed", {"expected": "JSON"}) from error


def _plain(value: Any) -> Response[bytes]:
    return Response(msgspec.json.encode(value), status_code=200, media_type="application/json")


def _seen_by_staff(order: PrintOrder, posts: dict[str, Document]) -> Document:
    key = order.document["idempotencyKey"]
    return {
        "id": order.id,
        "step": order.step,
        "held": order.held,
        "dueAt": order.due_at,
        "downloadAttempts": order.download_attempts,
        "idempotencyKey": key,
        "merchantReference": order.document["merchantReference"],
        "posts": posts.get(key, {}),
        "order": order.document,
    }
