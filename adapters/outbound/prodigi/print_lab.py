"""Prodigi as the lab that prints, frames and ships one order line at a time.

Source: Prodigi Print API v4, "Create order", "Get order", "Outcomes". Success is never read from
the HTTP status alone: outcomes that are failures come with 200 as well.
"""

import json
from urllib.parse import quote

import msgspec

from adapters.outbound.prodigi.calls import LabCalls
from adapters.outbound.prodigi.errors import PROVIDER, UnknownAtLab
from adapters.outbound.prodigi.order_body import order_body
from adapters.outbound.prodigi.order_comparing import differences
from adapters.outbound.prodigi.order_reading import LabOrder, status_of
from application.shared.outcomes import (
    AnotherThere,
    OutcomeUnknown,
    OutsideTrouble,
    Rejected,
    Unavailable,
)
from domain.fulfilment.lab_report import CancelAnswer, LabReport, Submission
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order, OrderLine

CREATED = frozenset({"created", "createdwithissues"})
ON_HOLD = "onhold"
ALREADY_EXISTS = "alreadyexists"
OK = "ok"
CANCELLED = "cancelled"


class OrderAnswer(msgspec.Struct, frozen=True):
    outcome: str
    order: LabOrder


class CancelledAnswer(msgspec.Struct, frozen=True):
    outcome: str
    order: LabOrder | None = None


class ProdigiPrintLab:
    """The key inside the body makes every submission repeatable; Prodigi remembers it for ever."""

    def __init__(self, client: LabCalls) -> None:
        self._client = client

    def request_body(
        self, order: Order, line: OrderLine, key: str, callback_url: str, asset_url: str
    ) -> bytes:
        return order_body(order, line, key, callback_url, asset_url)

    async def submit(self, request_body: bytes) -> Submission:
        try:
            answer = await self._client.post("/orders", content=request_body, may_have_effect=True)
            read = msgspec.convert(answer, OrderAnswer)
        except UnknownAtLab as error:
            # The address of the API is wrong: the order waits until that is mended.
            raise Unavailable(PROVIDER, "There is no such endpoint.") from error
        except msgspec.ValidationError as error:
            raise OutcomeUnknown(PROVIDER, "The answer was not understood.") from error
        outcome = read.outcome.lower()
        if outcome == ON_HOLD:
            return Submission(provider_order_id=read.order.id, status=DropshipStatus.ON_HOLD)
        if outcome in CREATED:
            return _submission(read.order)
        if outcome == ALREADY_EXISTS:
            return await self._existing(read.order, request_body)
        raise OutcomeUnknown(PROVIDER, f"The outcome {read.outcome[:50]!r} is not known.")

    async def report(self, provider_order_id: str) -> LabReport | None:
        order = await self._order(provider_order_id)
        return order.as_report() if order is not None else None

    async def cancel(self, provider_order_id: str) -> CancelAnswer:
        """Its refusals come with a 200, and so does what is cancelled already."""
        path = f"/orders/{quote(provider_order_id, safe='')}/actions/cancel"
        try:
            answer = await self._client.post(path, content=b"{}", may_have_effect=True)
            read = msgspec.convert(answer, CancelledAnswer)
        except UnknownAtLab:
            return CancelAnswer(is_cancelled=False, said="EntityNotFound")
        except Rejected as refusal:
            return CancelAnswer(is_cancelled=False, said=refusal.detail)
        except msgspec.ValidationError as error:
            raise OutcomeUnknown(PROVIDER, "The answer was not understood.") from error
        is_there = read.order is not None and status_of(read.order) is DropshipStatus.CANCELLED
        is_cancelled = read.outcome.lower() == CANCELLED or is_there
        return CancelAnswer(is_cancelled=is_cancelled, said=read.outcome[:50])

    async def _existing(self, order: LabOrder, request_body: bytes) -> Submission:
        """The order that the key stands for; the lab does not compare what is in it, so we do."""
        if order.is_sparse:
            try:
                found = await self._order(order.id)
            except OutsideTrouble as trouble:
                raise OutcomeUnknown(
                    PROVIDER, "It exists, but could not be read.", trouble.retry_after_s
                ) from trouble
            if found is None:
                return Submission(provider_order_id=order.id, status=DropshipStatus.ON_HOLD)
            order = found
        differing = differences(order, json.loads(request_body))
        if differing:
            raise AnotherThere(
                PROVIDER,
                f"The key belongs to another order there: {order.id}.",
                facts={"providerOrderId": order.id, "differs": ", ".join(differing)},
            )
        return _submission(order)

    async def _order(self, provider_order_id: str) -> LabOrder | None:
        """None for an unknown one and for one on hold: the lab does not tell them apart."""
        try:
            answer = await self._client.get(f"/orders/{quote(provider_order_id, safe='')}")
            read = msgspec.convert(answer, OrderAnswer)
        except UnknownAtLab:
            return None
        except msgspec.ValidationError as error:
            raise Unavailable(PROVIDER, "The answer was not understood.") from error
        if read.outcome.lower() != OK:
            raise Unavailable(PROVIDER, f"The outcome {read.outcome[:50]!r} is not known.")
        return read.order


def _submission(order: LabOrder) -> Submission:
    """Submitted at least; how much further it is, the next report tells."""
    report = order.as_report()
    stopped = report.status in (DropshipStatus.ON_HOLD, DropshipStatus.FAILED)
    return Submission(
        provider_order_id=order.id,
        status=report.status if stopped else DropshipStatus.SUBMITTED,
        problem=report.problem,
    )
