"""What repairs need of other areas: the acts that staff have routes for."""

from typing import Any, Protocol
from uuid import UUID

from domain.orders.order import Order


class StaffActs(Protocol):
    """Each in a work that is open already, in which the order is locked; the caller commits.

    They raise what the routes of the same name answer with.
    """

    async def release(self, work: Any, order_id: UUID, by: UUID, why: str) -> None: ...

    async def cancel(self, work: Any, order_id: UUID, by: UUID, why: str) -> None: ...

    async def reprint(
        self, work: Any, order_id: UUID, line_id: UUID, by: UUID, why: str
    ) -> None: ...

    async def refund(
        self, work: Any, order_id: UUID, amount_minor: int | None, by: UUID, why: str
    ) -> None:
        """Of the order's own payment; all that is left without an amount."""
        ...

    async def give_back(
        self, work: Any, order: Order, payment_intent_id: str, amount_minor: int, by: UUID
    ) -> bool:
        """A payment besides; False when that was intended, made or refused before."""
        ...
