"""One session that could not be read kept those behind it from ever being looked at."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import uuid4

import pytest

from application.payments.ports import PaidSessions
from application.shared.outcomes import Unavailable
from domain.identity.owner import Owner
from domain.orders.status import OrderStatus
from domain.payments.event import SessionReport
from tests.unit.checkout.shop import Shop
from tests.unit.reconciliation.test_reconcile_payments import reconciler


@dataclass
class PartlyReadable:
    """Stripe, of which some answers cannot be read; `asked` counts all questions."""

    sessions: PaidSessions
    unreadable: set[str]
    asked: list[str] = field(default_factory=list)

    async def session(self, session_id: str) -> SessionReport:
        self.asked.append(session_id)
        if session_id in self.unreadable:
            raise Unavailable("stripe", "not understood")
        return await self.sessions.session(session_id)


async def pages(shop: Shop, count: int) -> list[str]:
    """Of as many buyers, in the order in which they are looked at."""
    begun = []
    for _ in range(count):
        shop.buyer = Owner(uuid4())
        begun.append(await shop.check_out())
    shop.clock.advance(timedelta(minutes=2))
    begun.sort(key=lambda checkout: checkout.order.id)
    return [checkout.session.session_id or "" for checkout in begun]


async def test_those_behind_it_are_looked_at_all_the_same() -> None:
    shop = Shop()
    unreadable, behind = await pages(shop, 2)
    shop.gateway.pay(behind)
    stripe = PartlyReadable(shop.gateway, {unreadable})
    with pytest.raises(Unavailable):
        await replace(reconciler(shop, types=("no such type",)), sessions=stripe)()
    await shop.work()
    statuses = sorted(order.status.value for order in shop.orders)
    assert statuses == [OrderStatus.AWAITING_PAYMENT.value, OrderStatus.PAID.value]


async def test_an_outage_still_ends_the_round_soon() -> None:
    shop = Shop()
    stripe = PartlyReadable(shop.gateway, set(await pages(shop, 8)))
    with pytest.raises(Unavailable):
        await replace(reconciler(shop), sessions=stripe)()
    assert len(stripe.asked) == 4
