"""Payments are found although nobody told of them, however often and in whatever pieces."""

from datetime import timedelta

from application.reconciliation.reconcile_payments import ReconcilePayments
from domain.operations.job import JobKind, JobState
from domain.orders.status import OrderStatus
from tests.unit.checkout.shop import Shop


def reconciler(
    shop: Shop, *, pages_max: int = 20, types: tuple[str, ...] = ()
) -> ReconcilePayments:
    return ReconcilePayments(
        begin=shop.begin,
        events=shop.gateway,
        sessions=shop.gateway,
        clock=shop.clock,
        types=types,
        overlap=timedelta(minutes=10),
        look_back=timedelta(days=1),
        session_grace=timedelta(minutes=1),
        session_given_up=timedelta(days=30),
        pages_max=pages_max,
        sessions_max=100,
    )


async def test_a_payment_of_which_nobody_told_is_found_once() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    shop.gateway.pay(checkout.session.session_id or "")
    reconcile = reconciler(shop)
    assert (await reconcile()).found == 1
    assert (await reconcile()).found == 0
    await shop.work()
    (order,) = shop.store.table("orders")
    assert order.status is OrderStatus.PAID
    assert shop.jobs(JobKind.HANDLE_STRIPE_EVENT, JobState.DEAD) == []


async def test_a_payment_that_the_events_do_not_show_is_found_by_its_session() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    shop.gateway.pay(checkout.session.session_id or "")
    shop.clock.advance(timedelta(minutes=2))
    reconcile = reconciler(shop, types=("no such type",))
    assert (await reconcile()).found == 1
    await shop.work()
    (order,) = shop.store.table("orders")
    assert order.status is OrderStatus.PAID
    assert (await reconcile()).looked_at == 0


async def test_a_long_list_is_read_in_pieces() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    shop.gateway.pay(checkout.session.session_id or "")
    shop.gateway.events_per_page = 1
    first = shop.gateway.happened[0]
    shop.gateway.happened.insert(
        0,
        type(first)(
            id="evt_older",
            type=first.type,
            object_id=first.object_id,
            livemode=False,
            body=b"{}",
            details={},
        ),
    )
    reconcile = reconciler(shop, pages_max=1)
    told = await reconcile()
    assert (told.found, told.cut_short) == (1, True)
    told = await reconcile()
    assert (told.found, told.cut_short) == (1, False)


async def test_a_session_that_the_provider_does_not_know_is_told_once() -> None:
    shop = Shop()
    await shop.check_out()
    shop.gateway._sessions.clear()
    shop.clock.advance(timedelta(minutes=2))
    reconcile = reconciler(shop)
    for _ in range(3):
        await reconcile()
    assert [item.reason for item in shop.store.table("attention_items")] == [
        "session_unknown_at_stripe"
    ]
    assert shop.jobs(JobKind.HANDLE_STRIPE_EVENT, JobState.READY) == []
