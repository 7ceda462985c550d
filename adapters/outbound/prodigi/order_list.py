"""Prodigi's own list of the account's orders.

Source: Prodigi Print API v4, "Get orders". The address of the next page, which the answer names, is
never followed: it could lead the key to somebody else. Pages are counted instead.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec

from adapters.outbound.prodigi.client import ProdigiClient
from adapters.outbound.prodigi.errors import PROVIDER
from application.reconciliation.ports import LabOrderPage, ListedLabOrder
from application.shared.outcomes import Unavailable

PAGE = 100
OK = "ok"


class ListedOrder(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    created: str | None = None
    merchant_reference: str | None = None
    idempotency_key: str | None = None
    metadata: dict[str, Any] | None = None

    def as_listed(self) -> ListedLabOrder:
        sent_along = self.metadata or {}
        order_id, key = sent_along.get("orderId"), sent_along.get("fulfilmentKey")
        return ListedLabOrder(
            provider_order_id=self.id,
            merchant_reference=self.merchant_reference or "",
            order_id=order_id if isinstance(order_id, str) else None,
            key=self.idempotency_key or (key if isinstance(key, str) else None),
            created_at=_moment(self.created),
        )


class ListAnswer(msgspec.Struct, frozen=True, rename="camel"):
    outcome: str
    orders: list[ListedOrder]
    has_more: bool = False


class ProdigiOrderList:
    def __init__(self, client: ProdigiClient) -> None:
        self._client = client

    async def orders(self, since: datetime, until: datetime, cursor: str | None) -> LabOrderPage:
        skip = int(cursor or 0)
        asked = {
            "top": str(PAGE),
            "skip": str(skip),
            "createdFrom": _written(since),
            "createdTo": _written(until),
        }
        try:
            read = msgspec.convert(await self._client.get("/orders", params=asked), ListAnswer)
        except msgspec.ValidationError as error:
            raise Unavailable(PROVIDER, "The list was not understood.") from error
        if read.outcome.lower() != OK:
            raise Unavailable(PROVIDER, f"The outcome {read.outcome[:50]!r} is not known.")
        more = read.has_more and bool(read.orders)
        return LabOrderPage(
            [order.as_listed() for order in read.orders],
            str(skip + len(read.orders)) if more else None,
        )


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _moment(told: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(told or "")
    except ValueError:
        return None
