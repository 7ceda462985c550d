"""Ask the payment provider for the page, and record what it answered."""

from dataclasses import dataclass

from application.checkout.checkout import Checkout
from application.checkout.ports import BeginCheckoutWork, OpenedSession, SessionGateway
from application.shared.outcomes import FailureStored, Rejected
from application.shared.ports import Clock
from domain.checkout.refusals import PaymentRefused
from domain.checkout.session import FAILURE_STORED, SESSION_REFUSED
from domain.operations.attention import Attention
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.orders.timeline import TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPaymentPage:
    """However often it is done, the same bytes under the same key make one page."""

    begin: BeginCheckoutWork
    gateway: SessionGateway
    clock: Clock

    async def __call__(self, checkout: Checkout) -> Checkout:
        """Raises PaymentRefused, or the gateway's Unavailable, OutcomeUnknown and FailureStored."""
        opened = await self._ask_gateway(checkout)
        return await self._record(checkout, opened)

    async def _ask_gateway(self, checkout: Checkout) -> OpenedSession:
        try:
            return await self.gateway.open_session(
                checkout.session.request_body, checkout.session.idempotency_key
            )
        except FailureStored as failure:
            await self._note(checkout.order, failure)
            raise
        except Rejected as refusal:
            await self._give_up(checkout.order, refusal)
            raise PaymentRefused("The payment provider refused this payment.") from refusal

    async def _note(self, order: Order, failure: FailureStored) -> None:
        """Counted by the timeline: the next checkout sees when this key is past hope."""
        async with self.begin() as work:
            locked = await work.orders.lock(order.id)
            if not locked.is_open_for_payment:
                return
            await work.timeline.add(
                TimelineEntry(
                    order_id=order.id,
                    at=self.clock.now(),
                    actor="stripe",
                    event=FAILURE_STORED,
                    why=failure.detail,
                )
            )
            await work.commit()

    async def _give_up(self, order: Order, refusal: Rejected) -> None:
        at = self.clock.now()
        async with self.begin() as work:
            locked = await work.orders.lock(order.id)
            if not locked.is_open_for_payment:
                return
            cancelled = locked.move_to(OrderStatus.CANCELLED)
            await work.orders.save(cancelled)
            await work.timeline.add(
                TimelineEntry(
                    order_id=order.id,
                    at=at,
                    actor="stripe",
                    event=SESSION_REFUSED,
                    why=refusal.detail,
                    before=locked.status.value,
                    after=cancelled.status.value,
                )
            )
            await work.attention.add(
                Attention(
                    reason="checkout_session_refused",
                    dedupe_key=f"session-refused:{order.id}",
                    at=at,
                    order_id=order.id,
                    details={"detail": refusal.detail},
                )
            )
            await work.commit()

    async def _record(self, checkout: Checkout, opened: OpenedSession) -> Checkout:
        async with self.begin() as work:
            order = await work.orders.lock(checkout.order.id)
            # A fast buyer's payment may have been told before this line is reached.
            current = await work.sessions.of_order(order.id) or checkout.session
            session = current.opened(opened.session_id, opened.url)
            await work.sessions.save(session)
            if order.status is OrderStatus.DRAFT:
                waiting = order.await_payment()
                await work.orders.save(waiting)
                await work.timeline.add(
                    TimelineEntry(
                        order_id=order.id,
                        at=self.clock.now(),
                        actor="buyer",
                        event="payment_page_opened",
                        before=order.status.value,
                        after=waiting.status.value,
                        data={"sessionId": opened.session_id},
                    )
                )
                order = waiting
            await work.commit()
        return Checkout(order=order, session=session)
