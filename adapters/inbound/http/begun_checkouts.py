"""Routes for a buyer who comes back from the payment page, having paid or given up."""

from typing import Annotated, Self
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath, QueryParameter

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.addresses import AddressAnswer
from adapters.inbound.http.answers import Answer
from adapters.inbound.http.provided import Provided
from application.checkout.cancel_checkout import CancelCheckout
from application.checkout.retrieve_address import RetrieveAddress
from domain.identity.owner import Owner
from domain.orders.order import Order
from domain.resilience.rate_class import RateClass

SessionId = Annotated[
    str, QueryParameter(name="sessionId", pattern="^[A-Za-z0-9_-]+$", max_length=255)
]


class OrderAddressAnswer(Answer):
    """Where the order of a payment page goes, as it was frozen at checkout."""

    order_id: UUID
    order_number: str
    address: AddressAnswer

    @classmethod
    def of(cls, order: Order) -> Self:
        return cls(
            order_id=order.id,
            order_number=order.number,
            address=AddressAnswer.of(order.address),
        )


class CancelledAnswer(Answer):
    """`status` is `cancelled`, or `expired` where time was faster."""

    order_id: UUID
    order_number: str
    status: str

    @classmethod
    def of(cls, order: Order) -> Self:
        return cls(order_id=order.id, order_number=order.number, status=order.status.value)


class BegunCheckoutController(Controller):
    path = "/api/checkout"
    tags = ["checkout"]

    @get(
        "/retrieve-address",
        summary="Where the order of a payment page goes",
        opt=open_to(Access.BUYER, RateClass.BROWSE),
    )
    async def address(
        self,
        owner: Provided[Owner],
        session_id: SessionId,
        retrieve_address: Provided[RetrieveAddress],
    ) -> OrderAddressAnswer:
        """404 for somebody else's page, and for one that we do not know."""
        return OrderAddressAnswer.of(await retrieve_address(owner, session_id))

    @post(
        "/{order_id:uuid}/cancel",
        summary="Give up paying",
        status_code=200,
        opt=open_to(Access.BUYER, RateClass.CHECKOUT),
    )
    async def cancel(
        self,
        owner: Provided[Owner],
        order_id: FromPath[UUID],
        cancel_checkout: Provided[CancelCheckout],
    ) -> CancelledAnswer:
        """The cart is usable at once; asking again changes nothing."""
        return CancelledAnswer.of(await cancel_checkout(owner, order_id))
