"""GET /orders/{id}/actions and the four actions; a failed action is an HTTP 200 as well."""

from litestar import Response, get, post
from litestar.types import ControllerRouterHandler

from simulators.prodigi import intervening, steps
from simulators.prodigi.answers import succeeded, validation_failed
from simulators.prodigi.fields import Fields
from simulators.prodigi.lab import Lab
from simulators.prodigi.order_request import read_metadata, read_shipping_method
from simulators.prodigi.print_orders import PrintOrder
from simulators.prodigi.recipient_request import read_recipient
from simulators.prodigi.requests import AnyRequest, known_order, read_object
from simulators.prodigi.wire import Document

_ACTIONS = "/v4.0/orders/{order_id:str}/actions"


def can_change(order: PrintOrder) -> bool:
    return order.step in steps.CAN_STILL_BE_CHANGED and not order.is_cancelled


def action_routes(lab: Lab) -> list[ControllerRouterHandler]:
    @get(_ACTIONS)
    async def list_actions(order_id: str) -> Response[bytes]:
        changeable = "Yes" if can_change(known_order(lab, order_id)) else "No"
        return succeeded(
            "Ok",
            cancel={"isAvailable": changeable},
            changeRecipientDetails={"isAvailable": changeable},
            changeShippingMethod={"isAvailable": changeable},
            changeMetaData={"isAvailable": "Yes"},
        )

    @post(f"{_ACTIONS}/cancel")
    async def cancel(order_id: str) -> Response[bytes]:
        order = known_order(lab, order_id)
        if not can_change(order):
            settled = order.status["stage"] in ("Complete", "Cancelled")
            outcome = "ActionNotAvailable" if settled else "FailedToCancel"
            return succeeded(outcome, order=order.document)
        with lab.database.transaction():
            intervening.cancel(lab, order)
            lab.orders.save(order)
        return succeeded("Cancelled", order=order.document)

    @post(f"{_ACTIONS}/updateShippingMethod")
    async def update_shipping_method(request: AnyRequest, order_id: str) -> Response[bytes]:
        fields = Fields(await read_object(request))
        method = read_shipping_method(fields, required=True)
        _accept(fields)
        order = known_order(lab, order_id)
        return _change(lab, order, "shippingMethod", method, "shippingUpdateResults")

    @post(f"{_ACTIONS}/updateRecipient")
    async def update_recipient(request: AnyRequest, order_id: str) -> Response[bytes]:
        fields = Fields(await read_object(request))
        recipient = read_recipient(fields)
        _accept(fields)
        order = known_order(lab, order_id)
        return _change(lab, order, "recipient", recipient, "shipmentUpdateResults")

    @post(f"{_ACTIONS}/updateMetadata")
    async def update_metadata(request: AnyRequest, order_id: str) -> Response[bytes]:
        fields = Fields(await read_object(request))
        metadata = read_metadata(fields)
        _accept(fields)
        order = known_order(lab, order_id)
        _save(lab, order, "metadata", metadata)
        return succeeded("Updated", order=order.document)

    return [list_actions, cancel, update_shipping_method, update_recipient, update_metadata]


def _accept(fields: Fields) -> None:
    fields.close()
    if fields.failures:
        raise validation_failed(fields.failures)


def _change(
    lab: Lab, order: PrintOrder, field: str, value: object, results_field: str
) -> Response[bytes]:
    if not can_change(order):
        return succeeded("ActionNotAvailable", order=order.document)
    _save(lab, order, field, value)
    results: list[Document] = [
        {"shipmentId": shipment["id"], "successful": True}
        for shipment in order.document["shipments"]
    ]
    return succeeded("Updated", **{results_field: results}, order=order.document)


def _save(lab: Lab, order: PrintOrder, field: str, value: object) -> None:
    order.document[field] = value
    with lab.database.transaction():
        lab.orders.save(order)
