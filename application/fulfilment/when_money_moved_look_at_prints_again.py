"""When a dispute or a refund changes an order, its prints are made after all or called off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from application.fulfilment.call_off_prints import call_off_prints
from application.fulfilment.ports import FulfilmentWork
from application.payments.ports import WhenOrderIsPaid
from domain.fulfilment.status import DropshipStatus
from domain.operations.job import JobKind, NewJob
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtPrintsAgain:
    """`reactions` are those of a payment: an order that was held from the start never had them."""

    reactions: Sequence[WhenOrderIsPaid]

    async def __call__(
        self, work: FulfilmentWork, order: Order, occasion: str, at: datetime
    ) -> None:
        if order.is_over:
            # What has left the lab stays what it is; whatever else it refuses to stop, staff hear.
            await call_off_prints(work, order, at)
            return
        dropships = await work.dropships.of_order(order.id)
        if not dropships and order.may_be_produced:
            for react in self.reactions:
                await react(work, order, at)
            return
        if order.held_because is not None:
            return
        await work.jobs.add(
            [
                NewJob(
                    kind=JobKind.SUBMIT_DROPSHIP,
                    # The first job may have ended by withholding it.
                    dedupe_key=f"submit:{dropship.idempotency_key}:{occasion}",
                    payload={"dropship_id": str(dropship.id), "order_id": str(order.id)},
                )
                for dropship in dropships
                if dropship.status is DropshipStatus.PENDING
            ]
        )
