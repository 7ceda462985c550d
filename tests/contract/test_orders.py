"""Every collection of orders keeps the same promises."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domain.orders.order import CartHasOpenOrder, Order, OrderNotFound
from domain.orders.status import OPEN_FOR_PAYMENT, OrderStatus
from domain.shared.refusals import Conflict
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import LONDON, an_order


async def kept(persistence: Persistence, *orders: Order) -> None:
    async with persistence.begin() as work:
        for order in orders:
            await work.orders.add(order)
        await work.commit()


@pytest.mark.parametrize(
    "order",
    [
        an_order(),
        an_order(lines=1, tax_percent="0", currency="JPY"),
        an_order(lines=7, tax_percent="8.875", currency="USD"),
        an_order(address=replace(LONDON, line2="Flat 3", state_or_county="Zürich", phone="+41 1")),
    ],
    ids=["two lines", "yen", "seven lines", "full address"],
)
async def test_an_order_comes_back_as_it_was_added(persistence: Persistence, order: Order) -> None:
    order = replace(order, id=uuid4(), number=f"PP-{uuid4()}", cart_id=uuid4())
    order = replace(order, lines=tuple(replace(line, id=uuid4()) for line in order.lines))
    await kept(persistence, order)
    async with persistence.begin() as work:
        assert await work.orders.get(order.owner_id, order.id) == order
        assert await work.orders.lock(order.id) == order
        assert await work.orders.lock_open_for_cart(order.cart_id) == order


async def test_what_is_saved_is_status_payment_and_hold(persistence: Persistence) -> None:
    order = an_order()
    await kept(persistence, order)
    paid = order.pay(f"pi_{uuid4()}", at=NOON).hold("amount_differs")
    async with persistence.begin() as work:
        await work.orders.save(replace(paid, email="mallory@buyer.example", shipping_method="x"))
        await work.commit()
    async with persistence.begin() as work:
        assert await work.orders.lock(order.id) == paid
        assert await work.orders.lock_by_payment(paid.payment_intent_id or "") == paid


async def test_unknown_and_foreign_orders_are_not_found(persistence: Persistence) -> None:
    order = an_order()
    await kept(persistence, order)
    async with persistence.begin() as work:
        with pytest.raises(OrderNotFound):
            await work.orders.get(uuid4(), order.id)
        with pytest.raises(OrderNotFound):
            await work.orders.lock(uuid4())
        assert await work.orders.lock_by_payment("pi_of_nobody") is None
        assert await work.orders.lock_open_for_cart(uuid4()) is None


@pytest.mark.parametrize("status", sorted(OPEN_FOR_PAYMENT))
async def test_a_cart_has_one_open_order(persistence: Persistence, status: OrderStatus) -> None:
    first = replace(an_order(), status=status)
    second = replace(an_order(), cart_id=first.cart_id)
    await kept(persistence, first)
    async with persistence.begin() as work:
        with pytest.raises(CartHasOpenOrder):
            await work.orders.add(second)


async def test_a_cart_may_have_another_order_when_the_first_has_ended(
    persistence: Persistence,
) -> None:
    first = an_order()
    second = replace(an_order(), cart_id=first.cart_id)
    await kept(persistence, first)
    async with persistence.begin() as work:
        await work.orders.save(first.move_to(OrderStatus.CANCELLED))
        await work.orders.add(second)
        await work.commit()
    async with persistence.begin() as work:
        assert await work.orders.lock_open_for_cart(first.cart_id) == second


async def test_of_many_orders_of_a_cart_at_once_one_is_kept(persistence: Persistence) -> None:
    cart_id = uuid4()

    async def try_it() -> bool:
        try:
            await kept(persistence, replace(an_order(), cart_id=cart_id))
        except CartHasOpenOrder:
            return False
        return True

    assert sum(await asyncio.gather(*(try_it() for _ in range(10)))) == 1


async def test_one_payment_pays_one_order(persistence: Persistence) -> None:
    first, second = an_order(), an_order()
    await kept(persistence, first, second)
    payment = f"pi_{uuid4()}"
    async with persistence.begin() as work:
        await work.orders.save(first.pay(payment, at=NOON))
        await work.commit()
    with pytest.raises(Conflict):
        async with persistence.begin() as work:
            await work.orders.save(second.pay(payment, at=NOON))


async def test_changes_of_one_order_wait_for_each_other(persistence: Persistence) -> None:
    order = an_order()
    await kept(persistence, order)
    moves = 0

    async def pay() -> None:
        nonlocal moves
        async with persistence.begin() as work:
            locked = await work.orders.lock(order.id)
            if not locked.has_been_paid:
                await work.orders.save(locked.pay(None, at=NOON))
                moves += 1
            await work.commit()

    await asyncio.gather(*(pay() for _ in range(20)))
    assert moves == 1


async def test_numbers_are_never_given_twice(persistence: Persistence) -> None:
    async def number(*, commit: bool) -> str:
        async with persistence.begin() as work:
            given = await work.orders.next_number()
            if commit:
                await work.commit()
        return given

    given = await asyncio.gather(*(number(commit=place % 2 == 0) for place in range(20)))
    assert len(set(given)) == 20
    assert all(each.startswith("PP-1") for each in given)


async def test_pages_are_newest_first_with_one_more(persistence: Persistence) -> None:
    owner_id = uuid4()
    own = [
        replace(an_order(), owner_id=owner_id, placed_at=NOON + timedelta(minutes=minutes))
        for minutes in (2, 0, 4, 1, 3)
    ]
    await kept(persistence, *own, an_order())
    newest_first = sorted(own, key=lambda order: order.placed_at, reverse=True)

    async def page(number: int, owner_id: UUID = owner_id) -> list[Order]:
        async with persistence.begin(reading=True) as work:
            return list(await work.orders.page(owner_id, number, 2))

    assert await page(1) == newest_first[:3]
    assert await page(3) == newest_first[4:]
    assert await page(4) == []
    assert await page(1, uuid4()) == []
