"""A paid order and the staff who refund it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from application.checkout.checkout import Checkout
from application.payments.intend_refund import IntendRefund
from application.payments.read_ledger import OrderLedger, ReadLedger
from application.payments.refund_order import IntendedRefund, RefundOrder, RefundWish
from application.reconciliation.close_what_is_gone import CloseWhatIsGone
from domain.operations.job import JobKind, JobState
from domain.operations.reply import Request
from domain.payments.refund import RefundReason
from tests.unit.checkout.shop import Shop


def wish(order_id: UUID, amount: int | None = None, request: Request | None = None) -> RefundWish:
    return RefundWish(
        order_id=order_id,
        amount=amount,
        reason=RefundReason.REQUESTED_BY_CUSTOMER,
        note="The frame came scratched.",
        staff_id=UUID(int=7),
        request=request,
    )


async def refunded(shop: Shop, given: RefundWish) -> IntendedRefund:
    """Intended, and not made before the shop works."""
    refund_order = RefundOrder(
        begin=shop.begin,
        intend_refund=IntendRefund(gateway=shop.gateway, new_id=uuid4),
        close_items=CloseWhatIsGone(),
        clock=shop.clock,
    )
    return await refund_order(given)


async def arrived(shop: Shop) -> Checkout:
    """The money is here; no print was sent to the lab yet."""
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id)
    await shop.deliver("checkout.session.completed", session_id)
    assert await shop.run.oldest_overdue(timedelta())
    return checkout


async def events_taken_in(shop: Shop) -> None:
    """Before any print that waits as well is sent to the lab."""
    for job in shop.jobs(JobKind.HANDLE_STRIPE_EVENT, JobState.READY):
        await shop.run.by_id(job.id)


async def ledger(shop: Shop, order_id: UUID) -> OrderLedger:
    return await ReadLedger(begin=shop.begin)(order_id)


async def sums(shop: Shop, order_id: UUID) -> tuple[Any, ...]:
    """Captured, refunded, disputed and net; whatever mismatches fails the test."""
    read = await ledger(shop, order_id)
    assert read.mismatches == []
    [balance] = read.ledger.balances
    return balance.captured, balance.refunded, balance.disputed, balance.net
