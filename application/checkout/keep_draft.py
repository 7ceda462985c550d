"""Write down an order that nobody pays for yet, and when its prices end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.checkout.draft_order import DraftOrder
from application.checkout.ports import CheckoutWork
from application.checkout.price_checkout import PricedCheckout
from domain.operations.job import JobKind, NewJob
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry
from domain.shipping.address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepDraft:
    """Its payment page is another request's: `OpenOrderPage`."""

    draft: DraftOrder
    prices_valid: timedelta

    async def __call__(
        self,
        work: CheckoutWork,
        offer: PricedCheckout,
        email: str,
        address: Address,
        shipping_method: str,
        at: datetime,
        **notes: str,
    ) -> Order:
        """The caller commits."""
        order = await self.draft(work, email, address, shipping_method, offer, at)
        await work.orders.add(order)
        await work.timeline.add(
            TimelineEntry(
                order_id=order.id,
                at=at,
                actor="buyer",
                event="order_drafted",
                after=order.status.value,
                data={"shippingSource": offer.source.value, **notes},
            )
        )
        await work.jobs.add([expire_draft_job(order, self.prices_valid)])
        return order


def expire_draft_job(order: Order, delay: timedelta, turn: str = "") -> NewJob:
    return NewJob(
        kind=JobKind.EXPIRE_DRAFT,
        dedupe_key=f"expire-draft:{order.id}{turn}",
        payload={"order_id": str(order.id)},
        delay=delay,
    )
