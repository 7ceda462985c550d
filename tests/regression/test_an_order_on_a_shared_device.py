"""Whose log-in ran out may order as a guest; whoever logs in there next does not get that order."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from domain.identity.login_session import LoginSession
from domain.orders.order import OrderNotFound
from domain.orders.status import OrderStatus
from tests.contract.merging_counter import Counter
from tests.contract.persistence import Persistence
from tests.contract.sample_account import kept_account
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import an_order


@pytest.mark.parametrize("somebody_else", [True, False], ids=["another", "the same person"])
async def test_an_order_stays_with_the_guest_of_another_account(
    persistence: Persistence, *, somebody_else: bool
) -> None:
    counter = Counter(persistence)
    account = await kept_account(persistence)
    if not somebody_else:
        counter.user = replace(counter.user, id=account.id)
    lapsed = LoginSession(
        id=uuid4(),
        account_id=account.id,
        device="kitchen",
        created_at=NOON,
        rotated_at=NOON,
        expires_at=NOON + timedelta(days=30),
        guest_id=counter.guest.id,
    )
    async with persistence.begin() as work:
        await work.logins.add(lapsed, lapsed.newest_token(uuid4().hex, timedelta(days=30)))
        await work.commit()
    order = await counter.place(
        replace(an_order(), owner_id=counter.guest.id, status=OrderStatus.PAID)
    )
    await counter.merge()
    async with persistence.begin(reading=True) as work:
        holder = counter.guest if somebody_else else counter.user
        await work.orders.get(holder.id, order.id)
        with pytest.raises(OrderNotFound):
            other = counter.user if somebody_else else counter.guest
            await work.orders.get(other.id, order.id)
