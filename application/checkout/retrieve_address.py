"""Tell an owner where the order of a payment page goes."""

from dataclasses import dataclass

from application.checkout.ports import BeginCheckoutWork
from domain.identity.owner import Owner
from domain.orders.order import Order, OrderNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrieveAddress:
    """From our own snapshot: what the payment provider says about addresses is never shown."""

    begin: BeginCheckoutWork

    async def __call__(self, owner: Owner, session_id: str) -> Order:
        """The order with its address. Raises OrderNotFound, also for somebody else's session."""
        async with self.begin(reading=True) as work:
            session = await work.sessions.of_session(session_id)
            if session is None:
                raise OrderNotFound
            return await work.orders.get(owner.id, session.order_id)
