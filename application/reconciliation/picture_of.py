"""Read everything that decides whether a trouble of an order is still there."""

from typing import Protocol

from application.orders.ports import DropshipsOfOrder, PaymentFacts
from application.payments.ports import Refunds
from domain.orders.order import Order
from domain.reconciliation.order_picture import OrderPicture


class PictureWork(Protocol):
    @property
    def dropships(self) -> DropshipsOfOrder: ...
    @property
    def payment_facts(self) -> PaymentFacts: ...
    @property
    def refunds(self) -> Refunds: ...


async def picture_of(work: PictureWork, order: Order) -> OrderPicture:
    """Of one moment if the order is locked, or the work is a snapshot."""
    return OrderPicture(
        order=order,
        dropships=await work.dropships.of_order(order.id),
        facts=await work.payment_facts.of(order.id),
        refunds=await work.refunds.of_order(order.id),
    )
