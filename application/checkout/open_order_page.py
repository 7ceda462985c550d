"""Send a buyer to the payment page of an order that was placed before.

Intend, act, record, as for a cart: the request is frozen under the order's lock before the provider
is asked, so a double click, a second tab and a crash in between all find the same page.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from application.checkout.checkout import BegunCheckout, Checkout
from application.checkout.end_checkout import end_checkout
from application.checkout.open_payment_page import OpenPaymentPage
from application.checkout.ports import BeginCheckoutWork, CheckoutWork, SessionGateway
from application.checkout.recall_checkout import can_go_on
from application.shared.ports import Clock
from domain.carts.cart import CartLineUnavailable
from domain.checkout.refusals import OrderAlreadyPaid
from domain.checkout.session import CheckoutSession
from domain.designs.status import RenderStatus
from domain.identity.owner import Owner
from domain.operations.reply import Request
from domain.orders.order import Order
from domain.orders.placing import OrderNotPayable, OrderPricesOutdated
from domain.orders.status import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOrderPage:
    """Prices are kept for `prices_valid` after the order was placed."""

    begin: BeginCheckoutWork
    gateway: SessionGateway
    open_page: OpenPaymentPage
    clock: Clock
    session_lifetime: timedelta
    prices_valid: timedelta
    stored_failures_max: int = 2

    async def __call__(
        self, owner: Owner, order_id: UUID, request: Request | None = None
    ) -> Checkout:
        """Raises OrderNotFound, OrderAlreadyPaid, OrderNotPayable, OrderPricesOutdated,
        CartLineUnavailable, and what OpenPaymentPage raises.
        """
        checkout = await self._intend(owner, order_id, request)
        if checkout is None:
            raise OrderNotPayable(facts={"orderId": str(order_id)})
        return checkout if checkout.session.is_open else await self.open_page(checkout)

    async def _intend(
        self, owner: Owner, order_id: UUID, request: Request | None
    ) -> Checkout | None:
        """None when its page has ended, and the order with it."""
        async with self.begin() as work:
            # Seen before it is locked, so that nobody holds up somebody else's order.
            await work.orders.get(owner.id, order_id)
            order = await work.orders.lock(order_id)
            if request is not None:
                begun = await work.replies.recall(request, BegunCheckout)
            else:
                begun = None
            session = await work.sessions.of_order(order.id)
            if begun is not None and session is not None and session.is_open:
                # What was answered once is answered again, whatever became of the page.
                return Checkout(order=order, session=session)
            self._check(order, session)
            at = self.clock.now()
            if session is None:
                await _check_files(work, order)
                session = await self._requested(work, order, at)
            elif not await can_go_on(work, session, at, self.stored_failures_max):
                await end_checkout(
                    work,
                    order,
                    event="checkout_ended",
                    why="Its payment page had ended, or could not be opened.",
                    at=at,
                )
                await work.commit()
                return None
            elif not session.is_open:
                # Asked for, and nobody knows yet whether there is a page.
                await _check_files(work, order)
            if request is not None and begun is None:
                await work.replies.keep(request, BegunCheckout(order_id=order.id))
            await work.commit()
        return Checkout(order=order, session=session)

    def _check(self, order: Order, session: CheckoutSession | None) -> None:
        if order.has_been_paid:
            raise OrderAlreadyPaid(facts={"status": order.status.value})
        how_long = order.placed_at + self.prices_valid
        never_tried = session is None and order.status in (OrderStatus.DRAFT, OrderStatus.EXPIRED)
        if never_tried and self.clock.now() >= how_long:
            raise OrderPricesOutdated(
                facts={"orderId": str(order.id), "pricesValidUntil": how_long.isoformat()}
            )
        # Held before it was paid, or without an address: the money would only go back.
        in_vain = order.held_because is not None or order.is_of_nobody
        if in_vain or not order.is_open_for_payment:
            raise OrderNotPayable(facts={"orderId": str(order.id), "status": order.status.value})

    async def _requested(self, work: CheckoutWork, order: Order, at: datetime) -> CheckoutSession:
        expires_at = at + self.session_lifetime
        session = CheckoutSession(
            order_id=order.id,
            idempotency_key=f"checkout-{order.id}",
            request_body=self.gateway.session_request(order, expires_at),
            created_at=at,
            expires_at=expires_at,
        )
        await work.sessions.add(session)
        return session


async def _check_files(work: CheckoutWork, order: Order) -> None:
    """Raises CartLineUnavailable for a design whose file could not be made since it was ordered."""
    waiting = {line.id: line.render_id for line in order.lines if not line.has_print_file}
    wanted = [render_id for render_id in waiting.values() if render_id is not None]
    found = await work.renders.get_many(wanted) if wanted else ()
    failed = {render.id for render in found if render.status is RenderStatus.FAILED}
    if failed:
        lines = [str(line_id) for line_id, render_id in waiting.items() if render_id in failed]
        raise CartLineUnavailable(facts={"lines": lines})
