"""Every collection of checkout sessions keeps one per order."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from domain.checkout.session import CheckoutSession
from domain.shared.refusals import Conflict
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import an_order

# Long before anything else that expires in the same database.
LONG_AGO = NOON - timedelta(days=9_000)


async def a_session(persistence: Persistence, expires_at: datetime = NOON) -> CheckoutSession:
    """Of a new order, kept and committed."""
    order = an_order()
    session = CheckoutSession(
        order_id=order.id,
        idempotency_key=f"checkout-{order.id}",
        request_body=b'{"amount": 2500}\x00\xff',
        created_at=expires_at - timedelta(hours=1),
        expires_at=expires_at,
    )
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.sessions.add(session)
        await work.commit()
    return session


async def saved(persistence: Persistence, session: CheckoutSession) -> None:
    async with persistence.begin() as work:
        await work.sessions.save(session)
        await work.commit()


async def of_order(persistence: Persistence, order_id: UUID) -> CheckoutSession | None:
    async with persistence.begin(reading=True) as work:
        return await work.sessions.of_order(order_id)


async def test_a_session_comes_back_as_it_was_added(persistence: Persistence) -> None:
    session = await a_session(persistence)
    assert await of_order(persistence, session.order_id) == session
    assert await of_order(persistence, uuid4()) is None


async def test_a_session_is_found_by_the_providers_id_once_that_was_recorded(
    persistence: Persistence,
) -> None:
    session = await a_session(persistence)
    opened = session.opened(f"cs_{uuid4()}", "https://pay.example/1")
    await saved(persistence, opened)
    async with persistence.begin(reading=True) as work:
        assert await work.sessions.of_session(opened.session_id or "") == opened
        assert await work.sessions.of_session(f"cs_{uuid4()}") is None


async def test_the_answer_and_the_end_are_saved_and_the_request_is_frozen(
    persistence: Persistence,
) -> None:
    session = await a_session(persistence)
    opened = replace(session.opened(f"cs_{uuid4()}", "https://pay.example/1"), settled_at=NOON)
    await saved(persistence, replace(opened, request_body=b"other", expires_at=LONG_AGO))
    assert await of_order(persistence, session.order_id) == opened


async def test_an_order_has_one_session(persistence: Persistence) -> None:
    session = await a_session(persistence)
    with pytest.raises(Conflict):
        async with persistence.begin() as work:
            await work.sessions.add(replace(session, idempotency_key="another"))


async def test_two_orders_never_share_a_key_or_a_session(persistence: Persistence) -> None:
    first, second = await a_session(persistence), await a_session(persistence)
    session_id = f"cs_{uuid4()}"
    await saved(persistence, first.opened(session_id, None))
    with pytest.raises(Conflict):
        await saved(persistence, second.opened(session_id, None))
    order = an_order()
    with pytest.raises(Conflict):
        async with persistence.begin() as work:
            await work.orders.add(order)
            await work.sessions.add(replace(first, order_id=order.id))


async def test_unsettled_are_the_opened_ones_that_ran_out_unheard_of(
    persistence: Persistence,
) -> None:
    late, later, latest, settled, unopened = [
        await a_session(persistence, LONG_AGO + timedelta(minutes=minutes))
        for minutes in (0, 1, 2, 0, 0)
    ]
    for session in (later, late, latest):
        await saved(persistence, session.opened(f"cs_{uuid4()}", None))
    await saved(persistence, replace(settled.opened(f"cs_{uuid4()}", None), settled_at=NOON))
    async with persistence.begin() as work:
        before = LONG_AGO + timedelta(minutes=2)
        found = [each.order_id for each in await work.sessions.unsettled(before, 10)]
        first = [each.order_id for each in await work.sessions.unsettled(before, 1)]
    assert found == [late.order_id, later.order_id]
    assert first == [late.order_id]
    assert unopened.order_id not in found
    # Out of the way of whoever looks next.
    for session in (late, later, latest):
        known = await of_order(persistence, session.order_id)
        assert known is not None
        await saved(persistence, replace(known, settled_at=NOON))
