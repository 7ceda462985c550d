"""A failure that the provider stores under a key blocks that key, not the buyer."""

import pytest

from adapters.outbound.memory.jobs import MemoryJob
from application.shared.outcomes import FailureStored
from domain.operations.job import JobKind, JobState
from domain.operations.reply import Request
from domain.orders.status import OrderStatus
from domain.payments.event import SessionState
from tests.unit.checkout.shop import Shop

STORED = FailureStored("stripe", "APIError 500")


async def failing(shop: Shop, request: Request | None = None, *, happened: bool = False) -> None:
    """One checkout that meets the stored failure."""
    trouble = shop.gateway.trouble
    (trouble.after_effect if happened else trouble.before_effect)(STORED)
    with pytest.raises(FailureStored):
        await shop.checkout(shop.wish(request=request))


def expiring(shop: Shop) -> MemoryJob:
    [job] = shop.jobs(JobKind.EXPIRE_SESSION)
    return job


@pytest.mark.parametrize("keyed", [False, True], ids=["without a key", "with a key"])
async def test_a_key_that_only_fails_is_left_for_another(*, keyed: bool) -> None:
    shop = Shop()
    await shop.fill_cart()
    request = Request(owner_id=shop.buyer.id, key="click", fingerprint="body") if keyed else None
    await failing(shop, request)
    await failing(shop, request)
    assert len(shop.orders) == 1
    fresh = await shop.checkout(shop.wish(request=request))
    assert fresh.session.is_open
    assert [order.status for order in shop.orders] == [
        OrderStatus.CANCELLED,
        OrderStatus.AWAITING_PAYMENT,
    ]
    assert (await shop.checkout(shop.wish(request=request))).order.id == fresh.order.id


async def test_one_stored_failure_alone_gives_nothing_up() -> None:
    shop = Shop()
    await shop.fill_cart()
    await failing(shop)
    checkout = await shop.checkout(shop.wish())
    assert checkout.session.is_open
    assert len(shop.orders) == 1


async def test_a_page_that_was_made_all_the_same_is_found_and_expired() -> None:
    shop = Shop()
    await shop.fill_cart()
    await failing(shop, happened=True)
    await failing(shop)
    fresh = await shop.checkout(shop.wish())
    # The key still answers with its failure when the job asks.
    shop.gateway.trouble.before_effect(STORED)
    await shop.work()
    assert expiring(shop).state is JobState.DONE
    pages = {page.session_id: page.state for page in shop.gateway.sessions}
    assert len(pages) == 2
    assert [page for page in pages if pages[page] is SessionState.OPEN] == [
        fresh.session.session_id
    ]
