"""Which orders are of the same cart, as it is kept and as carts were merged."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from domain.carts.merge_report import MergeStrategy
from domain.orders.order import Order, OrderNotFound
from domain.orders.status import OrderStatus
from tests.contract.merging_counter import Counter
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import a_picture
from tests.contract.sample_order import an_order


@pytest.fixture
def counter(persistence: Persistence) -> Counter:
    return Counter(persistence)


async def open_beside(counter: Counter, order: Order) -> list[UUID]:
    async with counter.persistence.begin() as work:
        return [other.id for other in await work.orders_of_cart.lock_open(order)]


async def paid_since(counter: Counter, order: Order) -> list[UUID]:
    async with counter.persistence.begin(reading=True) as work:
        return [other.id for other in await work.orders_of_cart.paid_since(order)]


async def page_of(counter: Counter, products: Sequence[UUID], *, users: bool = False) -> Order:
    """An order of all that is in the cart by then, whose page has ended: so it may be merged."""
    owner = counter.user if users else counter.guest
    cart = await counter.fill(owner, dict.fromkeys(products, 1))
    return await placed(counter, await counter.cart(owner) or cart, status=OrderStatus.EXPIRED)


async def paid_now(counter: Counter, order: Order) -> None:
    async with counter.persistence.begin() as work:
        await work.orders.save(order.pay(f"pi_{uuid4()}", at=counter.clock.now()))
        await work.commit()


async def placed(counter: Counter, cart: object, **changed: object) -> Order:
    counter.clock.advance(timedelta(seconds=1))
    at = counter.clock.now()
    status = {"status": OrderStatus.AWAITING_PAYMENT}
    return await counter.order_of(cart, **{**status, "placed_at": at, **changed})  # type: ignore[arg-type]


async def merged(
    counter: Counter, strategy: MergeStrategy = MergeStrategy.SUM
) -> tuple[Order, Order]:
    """A page of the guest, and one of the user since the merge."""
    theirs = await counter.framed(counter.guest)
    guests = await page_of(counter, [theirs.id])
    mine = await counter.framed(counter.user)
    await counter.put(counter.user, mine)
    counter.clock.advance(timedelta(seconds=1))
    await counter.merge(strategy)
    users_cart = await counter.cart(counter.user)
    assert users_cart is not None
    return guests, await placed(counter, users_cart)


async def test_orders_of_other_carts_are_not_beside(counter: Counter) -> None:
    one = await page_of(counter, [(await counter.framed(counter.guest)).id])
    other = await page_of(counter, [(await counter.framed(counter.user)).id], users=True)
    for order in (one, other):
        assert await open_beside(counter, order) == []
        assert await paid_since(counter, order) == []


async def test_only_what_waits_for_payment_is_open(counter: Counter) -> None:
    order = replace(an_order(), status=OrderStatus.CANCELLED)
    newer = replace(
        an_order(),
        cart_id=order.cart_id,
        owner_id=order.owner_id,
        status=OrderStatus.AWAITING_PAYMENT,
    )
    for each in (order, newer):
        await counter.place(each)
    assert await open_beside(counter, order) == [newer.id]
    assert await open_beside(counter, newer) == []


@pytest.mark.parametrize(("earlier", "is_told"), [(0, True), (1, True), (-1, False)])
async def test_what_was_paid_before_the_order_was_placed_does_not_count(
    counter: Counter, earlier: int, is_told: bool
) -> None:
    order = await counter.place(an_order())
    paid_at = order.placed_at + timedelta(seconds=earlier)
    other = replace(
        an_order(), cart_id=order.cart_id, owner_id=order.owner_id, status=OrderStatus.CANCELLED
    )
    await counter.place(other)
    async with counter.persistence.begin() as work:
        await work.orders.save(other.pay(f"pi_{uuid4()}", at=paid_at))
        await work.commit()
    assert await paid_since(counter, order) == ([other.id] if is_told else [])


async def test_pages_of_a_merged_cart_are_beside_each_other(counter: Counter) -> None:
    guests, users = await merged(counter)
    assert await open_beside(counter, guests) == [users.id]
    assert await open_beside(counter, users) == []
    await paid_now(counter, guests)
    assert await paid_since(counter, users) == [guests.id]


async def test_a_paid_order_that_came_along_with_a_merge_is_still_beside(counter: Counter) -> None:
    theirs = await counter.framed(counter.guest)
    guests = await page_of(counter, [theirs.id])
    async with counter.persistence.begin() as work:
        later = counter.clock.now() + timedelta(hours=1)
        await work.orders.save(guests.pay(f"pi_{uuid4()}", at=later))
        await work.commit()
    await counter.merge(MergeStrategy.SUM)
    async with counter.persistence.begin(reading=True) as work:
        assert (await work.orders.get(counter.user.id, guests.id)).has_been_paid
    cart = await counter.cart(counter.user)
    assert cart is not None
    assert await paid_since(counter, await placed(counter, cart)) == [guests.id]


async def test_the_users_page_from_before_the_merge_holds_nothing_of_the_guest(
    counter: Counter,
) -> None:
    users = await page_of(counter, [(await counter.framed(counter.user)).id], users=True)
    guests = await page_of(counter, [(await counter.framed(counter.guest)).id])
    counter.clock.advance(timedelta(seconds=1))
    await counter.merge(MergeStrategy.SUM)
    await paid_now(counter, users)
    assert await paid_since(counter, guests) == []


async def test_a_merge_that_left_the_guests_lines_behind_makes_no_one_cart(
    counter: Counter,
) -> None:
    guests, users = await merged(counter, MergeStrategy.KEEP_USER)
    assert await open_beside(counter, guests) == []
    await paid_now(counter, guests)
    assert await paid_since(counter, users) == []


async def test_carts_of_two_guests_are_two_though_one_user_took_them_in(counter: Counter) -> None:
    one = await page_of(counter, [(await counter.framed(counter.guest)).id])
    await counter.merge(MergeStrategy.SUM)
    counter.guest = replace(counter.guest, id=uuid4())
    other = await page_of(counter, [(await counter.framed(counter.guest)).id])
    await counter.merge(MergeStrategy.SUM)
    await paid_now(counter, one)
    assert await paid_since(counter, other) == []


async def test_same_products_are_told_for_both_carts(counter: Counter) -> None:
    dog = a_picture(counter.user.id)
    mine = await counter.frame_picture(counter.user, dog)
    theirs = await counter.frame_picture(counter.guest, dog)
    guests = await page_of(counter, [theirs.id])
    await counter.put(counter.user, mine)
    await counter.merge(MergeStrategy.SUM)
    cart = await counter.cart(counter.user)
    assert cart is not None
    users = await placed(counter, cart)
    async with counter.persistence.begin(reading=True) as work:
        for order in (guests, users):
            assert dict(await work.orders_of_cart.same_products(order)) == {theirs.id: mine.id}


async def test_an_order_is_locked_to_be_paid(counter: Counter) -> None:
    guests, users = await merged(counter)
    async with counter.persistence.begin() as work:
        for order in (guests, users):
            locked = await work.orders_of_cart.lock_to_pay(order.id)
            assert (locked.id, locked.lines) == (order.id, order.lines)
        with pytest.raises(OrderNotFound):
            await work.orders_of_cart.lock_to_pay(uuid4())


async def test_placed_until_is_when_the_last_page_of_the_cart_was_placed(counter: Counter) -> None:
    order = await counter.place(an_order())
    alone = await placed_until(counter, order)
    newer = replace(
        an_order(),
        cart_id=order.cart_id,
        owner_id=order.owner_id,
        status=OrderStatus.CANCELLED,
        placed_at=order.placed_at + timedelta(seconds=70),
    )
    await counter.place(newer)
    assert alone == order.placed_at
    for each in (order, newer):
        assert await placed_until(counter, each) == newer.placed_at


async def placed_until(counter: Counter, order: Order) -> datetime:
    async with counter.persistence.begin(reading=True) as work:
        return await work.orders_of_cart.placed_until(order)
