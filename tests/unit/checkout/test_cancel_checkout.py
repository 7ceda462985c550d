"""A buyer who gives up has the cart back at once, and nobody can pay the page by mistake."""

from dataclasses import replace
from uuid import uuid4

import pytest

from application.checkout.retrieve_address import RetrieveAddress
from application.shared.outcomes import OutcomeUnknown
from domain.carts.status import CartStatus
from domain.checkout.refusals import CheckoutEnded, OrderAlreadyPaid
from domain.identity.owner import Owner
from domain.operations.job import JobKind
from domain.operations.reply import Request
from domain.orders.order import OrderNotFound
from domain.orders.status import OrderStatus
from domain.payments.event import SessionState
from tests.contract.cart_till import CartTill
from tests.contract.sample_order import LONDON
from tests.unit.checkout.cancelling import cancel_of
from tests.unit.checkout.shop import LIMITS, Shop


async def test_giving_up_frees_the_cart_at_once_and_expires_the_page() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    cancelled = await cancel_of(shop)(shop.buyer, checkout.order.id)
    assert cancelled.status is OrderStatus.CANCELLED
    till = CartTill(begin=shop.begin, owner=shop.buyer, clock=shop.clock, limits=LIMITS)
    cart = await till.read()
    assert (cart.status, cart.order_id) == (CartStatus.ACTIVE, None)
    await shop.work()
    [page] = shop.gateway.sessions
    assert page.state is SessionState.EXPIRED
    again = await shop.checkout(shop.wish())
    assert again.order.id != checkout.order.id


async def test_giving_up_twice_is_giving_up_once() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    for _ in range(2):
        cancelled = await cancel_of(shop)(shop.buyer, checkout.order.id)
        assert cancelled.status is OrderStatus.CANCELLED
    assert len(shop.jobs(JobKind.EXPIRE_SESSION)) == 1
    events = [entry.event for entry in await shop.timeline(checkout.order.id)]
    assert events.count("checkout_cancelled") == 1


async def test_nobody_gives_up_somebody_elses_checkout() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    for order_id in (checkout.order.id, uuid4()):
        with pytest.raises(OrderNotFound):
            await cancel_of(shop)(Owner(uuid4()), order_id)
    assert (await shop.order(checkout.order.id)).status is OrderStatus.AWAITING_PAYMENT


async def test_what_is_paid_is_not_given_up() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    with pytest.raises(OrderAlreadyPaid):
        await cancel_of(shop)(shop.buyer, checkout.order.id)
    assert (await shop.order(checkout.order.id)).has_been_paid


async def test_what_has_run_out_stays_as_it_is() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    async with shop.begin() as work:
        await work.orders.save(replace(checkout.order, status=OrderStatus.EXPIRED))
        await work.commit()
    left = await cancel_of(shop)(shop.buyer, checkout.order.id)
    assert left.status is OrderStatus.EXPIRED
    assert shop.jobs(JobKind.EXPIRE_SESSION) == []


async def test_a_page_whose_answer_never_came_is_expired_when_its_buyer_gives_up() -> None:
    shop = Shop()
    await shop.fill_cart()
    shop.gateway.trouble.after_effect(OutcomeUnknown("stripe", "timeout"))
    with pytest.raises(OutcomeUnknown):
        await shop.checkout(shop.wish())
    [order] = shop.orders
    await cancel_of(shop)(shop.buyer, order.id)
    await shop.work()
    assert [page.state for page in shop.gateway.sessions] == [SessionState.EXPIRED]


async def test_the_key_of_a_checkout_given_up_before_it_had_a_page_opens_none() -> None:
    shop = Shop()
    await shop.fill_cart()
    request = Request(owner_id=shop.buyer.id, key="click", fingerprint="body")
    shop.gateway.trouble.before_effect(OutcomeUnknown("stripe", "timeout"))
    with pytest.raises(OutcomeUnknown):
        await shop.checkout(shop.wish(request=request))
    [order] = shop.orders
    await cancel_of(shop)(shop.buyer, order.id)
    await shop.work()
    with pytest.raises(CheckoutEnded):
        await shop.checkout(shop.wish(request=request))
    assert SessionState.OPEN not in {page.state for page in shop.gateway.sessions}
    assert (await shop.checkout(shop.wish())).session.is_open


async def test_an_owner_is_told_where_the_order_of_a_page_goes() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    retrieve = RetrieveAddress(begin=shop.begin)
    found = await retrieve(shop.buyer, session_id)
    assert (found.id, found.address) == (checkout.order.id, LONDON)
    for owner, asked in ((Owner(uuid4()), session_id), (shop.buyer, "cs_unknown")):
        with pytest.raises(OrderNotFound):
            await retrieve(owner, asked)
