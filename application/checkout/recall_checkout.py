"""What a retry key stands for: the checkout that was begun under it, if it can still go on."""

from datetime import datetime

from application.checkout.checkout import BegunCheckout, Checkout
from application.checkout.ports import CheckoutWork
from domain.checkout.refusals import CheckoutEnded, PaymentRefused
from domain.checkout.session import FAILURE_STORED, SESSION_REFUSED, CheckoutSession
from domain.identity.owner import Owner
from domain.operations.reply import RequestInFlight
from domain.orders.status import OrderStatus


async def recall_checkout(
    work: CheckoutWork, owner: Owner, begun: BegunCheckout, at: datetime, failures_max: int
) -> Checkout | None:
    """None when no page was opened and none can be by that intent: then it is begun anew.

    Raises RequestInFlight, and CheckoutEnded or PaymentRefused for what ended without a page.
    """
    order = await work.orders.get(owner.id, begun.order_id)
    session = await work.sessions.of_order(order.id)
    if session is None:
        raise RequestInFlight
    if session.is_open:
        # What was answered once is answered again, whatever became of the page.
        return Checkout(order=order, session=session)
    if order.status is OrderStatus.CANCELLED:
        # Asking the provider again would make a page that can be paid, for an order that is over.
        events = [entry.event for entry in await work.timeline.of(order.id)]
        raise PaymentRefused if SESSION_REFUSED in events else CheckoutEnded
    if await can_go_on(work, session, at, failures_max):
        return Checkout(order=order, session=session)
    return None


async def can_go_on(
    work: CheckoutWork, session: CheckoutSession, at: datetime, failures_max: int
) -> bool:
    """May a buyer be sent to this page, or may the same request still be made with success?"""
    if not session.can_be_used(at):
        return False
    if session.is_open:
        return True
    events = [entry.event for entry in await work.timeline.of(session.order_id)]
    return events.count(FAILURE_STORED) < failures_max
