"""Of all pages of one cart that are paid at the same moment, one is honoured, wherever state is."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import pytest

from adapters.outbound.postgres.errors import TransactionConflict
from application.checkout.checkout import Checkout
from domain.operations.job import Lease
from domain.orders.bought_again import BOUGHT_TWICE
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.payments.refund import RefundState
from tests.contract.persistence import Persistence, until
from tests.contract.sample_order import LONDON
from tests.unit.checkout.cancelling import cancel_of
from tests.unit.checkout.shop import Journal, Shop
from tests.unit.payments.refunding import ledger

PAGES = 4
WORKERS = 6
ROUNDS = 3


async def pages_of_one_cart(shop: Shop) -> list[Checkout]:
    await shop.fill_cart()
    addresses = [replace(LONDON, line1=f"{number} Tab Street") for number in range(PAGES)]
    return [await shop.checkout(shop.wish(address)) for address in addresses]


async def paid_at_once(shop: Shop, pages: list[Checkout]) -> None:
    for page in pages:
        session_id = page.session.session_id or ""
        shop.gateway.money_arrives(session_id, payment_intent_id=f"pi_{uuid4()}")
        await shop.deliver("checkout.session.completed", session_id)


@dataclass
class Circles(Journal):
    """How often works waited for each other in a circle, so that one was undone."""

    count: int = 0

    def told(self, lease: Lease, fate: str, error: BaseException | None = None) -> None:
        super().told(lease, fate, error)
        self.count += isinstance(error, TransactionConflict)


async def worker(shop: Shop) -> None:
    while await shop.run.oldest_overdue(timedelta()):
        pass


async def ended(shop: Shop, pages: list[Checkout]) -> list[Order] | None:
    """The orders, once each is paid for good or over; a lease may have run out on the way."""
    await worker(shop)
    orders = [await shop.order(page.order.id) for page in pages]
    settled = all(order.has_been_paid and order.held_because is None for order in orders)
    return orders if settled and len(shop.lab.orders) == len(pages[0].order.lines) else None


@pytest.mark.parametrize("given_up", [False, True])
@pytest.mark.parametrize("_round", range(ROUNDS))
async def test_of_pages_that_are_settled_at_once_exactly_one_is_honoured(
    persistence: Persistence, _round: int, given_up: bool
) -> None:
    """Also when none of them waits for payment any more, so that only the cart is theirs all."""
    shop, circles = Shop(persistence), Circles()
    shop.run = replace(shop.run, journal=circles)
    pages = await pages_of_one_cart(shop)
    if given_up:
        await cancel_of(shop)(shop.buyer, pages[-1].order.id)
    await paid_at_once(shop, pages)
    await asyncio.gather(*(worker(shop) for _ in range(WORKERS)))
    orders = await until(persistence, lambda: ended(shop, pages))
    assert circles.count == 0
    honoured = [order for order in orders if await shop.parts(order.id)]
    assert len(honoured) == 1
    back = [order for order in orders if order.id != honoured[0].id]
    assert {(order.status, order.held_because) for order in back} == {(OrderStatus.REFUNDED, None)}
    assert len(shop.gateway.refunds) == len(back)
    for order in back:
        read = await ledger(shop, order.id)
        assert read.mismatches == []
        assert [(refund.purpose, refund.state) for refund in read.refunds] == [
            (BOUGHT_TWICE, RefundState.MADE)
        ]
