"""The buyer gives up paying: the cart is theirs again at once, and the page is made unpayable."""

from dataclasses import dataclass
from uuid import UUID

from application.checkout.end_checkout import end_checkout
from application.checkout.ports import BeginCheckoutWork
from application.shared.ports import Clock
from domain.checkout.refusals import OrderAlreadyPaid
from domain.identity.owner import Owner
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCheckout:
    """Asked again, it changes nothing. A payment that arrives all the same is a late one."""

    begin: BeginCheckoutWork
    clock: Clock

    async def __call__(self, owner: Owner, order_id: UUID) -> Order:
        """The order as it is now. Raises OrderNotFound or OrderAlreadyPaid."""
        async with self.begin() as work:
            # Seen before it is locked, so that nobody holds up somebody else's order.
            await work.orders.get(owner.id, order_id)
            order = await work.orders.lock(order_id)
            if order.has_been_paid:
                raise OrderAlreadyPaid(facts={"status": order.status.value})
            if not order.is_open_for_payment:
                return order
            cancelled = await end_checkout(
                work,
                order,
                event="checkout_cancelled",
                why="The buyer went back from the payment page.",
                at=self.clock.now(),
            )
            await work.commit()
        return cancelled
