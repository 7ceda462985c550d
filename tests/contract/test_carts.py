"""Every collection of carts keeps the same promises, also to many buyers' clicks at once."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from adapters.outbound.memory.clock import MemoryClock
from application.carts.add_to_cart import Addition, AddToCart
from application.carts.change_cart import ChangeCart
from application.carts.change_cart_line import ChangeCartLine, LineChange
from application.carts.ports import OpenCart
from application.carts.price_cart import PriceCart
from application.carts.read_cart import ReadCart
from application.carts.remove_cart_line import LineRemoval, RemoveCartLine
from domain.carts.cart import Cart, CartLimits, CartLine
from domain.carts.history import CartAction, CartEntry
from domain.carts.priced_cart import CartVersionDiffers
from domain.catalog.product import ProductNotFound
from domain.identity.owner import Owner
from domain.operations.reply import Request
from domain.shared.money import Money
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import BROWSER, CATALOGUE, LARGE, NOON, framed

LIMITS = CartLimits(lines_max=20, line_quantity_max=99)


def add_to_cart(persistence: Persistence) -> AddToCart:
    return AddToCart(
        change_cart=change_cart(persistence),
        catalogue=CATALOGUE,
        limits=LIMITS,
        new_id=uuid4,
        clock=MemoryClock(),
    )


def change_cart(persistence: Persistence) -> ChangeCart:
    return ChangeCart(
        begin=persistence.begin,
        price=PriceCart(catalogue=CATALOGUE, limits=LIMITS),
        clock=MemoryClock(),
        new_id=uuid4,
        default_currency="GBP",
    )


def by(owner: Owner) -> dict[str, Any]:
    return {"owner": owner, "origin": BROWSER}


def entry(before: Cart, after: Cart) -> CartEntry:
    return CartEntry.of(CartAction.CHANGED, before, after, BROWSER, NOON)


async def read(persistence: Persistence, owner_id: UUID) -> OpenCart:
    async with persistence.begin(reading=True) as work:
        found = await work.carts.read(owner_id)
    assert found is not None
    return found


async def test_an_owner_without_a_cart_has_none_to_read(persistence: Persistence) -> None:
    async with persistence.begin(reading=True) as work:
        assert await work.carts.read(uuid4()) is None


async def test_locking_makes_the_cart_once(persistence: Persistence) -> None:
    owner_id, first_id = uuid4(), uuid4()
    async with persistence.begin() as work:
        made = await work.carts.lock(owner_id, first_id, "EUR")
        await work.commit()
    assert made.cart == Cart(id=first_id, owner_id=owner_id, currency="EUR", version=0)
    async with persistence.begin() as work:
        assert (await work.carts.lock(owner_id, uuid4(), "GBP")).cart == made.cart


async def test_a_cart_comes_back_as_it_was_saved(persistence: Persistence) -> None:
    owner_id = uuid4()
    products = [await framed(persistence, owner_id) for _ in range(3)]
    lines = [
        CartLine(
            id=uuid4(),
            product_id=product.id,
            quantity=place + 1,
            price_when_added=Money(3_900 + place, "GBP"),
            added_at=NOON + timedelta(seconds=place),
        )
        for place, product in enumerate(products)
    ]
    async with persistence.begin() as work:
        empty = (await work.carts.lock(owner_id, uuid4(), "GBP")).cart
        full = empty
        for line in lines:
            full = full.add(line, LIMITS)
        await work.carts.save(empty, full, entry(empty, full))
        await work.commit()
    found = await read(persistence, owner_id)
    assert found.cart == full
    assert found.products == {product.id: product for product in products}

    changed = full.remove(lines[0].id).change(lines[1].id, 9, LIMITS)
    async with persistence.begin() as work:
        assert (await work.carts.lock(owner_id, uuid4(), "GBP")).cart == full
        await work.carts.save(full, changed, entry(full, changed))
        await work.commit()
    assert (await read(persistence, owner_id)).cart == changed


async def test_a_wanted_product_is_loaded_only_for_its_owner(persistence: Persistence) -> None:
    owner_id = uuid4()
    mine, yours = await framed(persistence, owner_id), await framed(persistence, uuid4())
    async with persistence.begin() as work:
        found = await work.carts.lock(owner_id, uuid4(), "GBP", [mine.id])
        assert found.products == {mine.id: mine}
        assert (await work.carts.lock(owner_id, uuid4(), "GBP", [yours.id])).products == {}
        assert (await work.carts.lock(owner_id, uuid4(), "GBP", [uuid4()])).products == {}


async def test_fifty_additions_at_once_all_count(persistence: Persistence) -> None:
    owner = Owner(uuid4())
    product = await framed(persistence, owner.id)
    add = add_to_cart(persistence)
    await asyncio.gather(
        *(add(Addition(**by(owner), product_id=product.id, quantity=1)) for _ in range(50))
    )
    cart = (await read(persistence, owner.id)).cart
    assert [line.quantity for line in cart.lines] == [50]
    assert cart.version == 50


async def test_two_first_additions_at_once_make_one_cart(persistence: Persistence) -> None:
    owner = Owner(uuid4())
    small = await framed(persistence, owner.id)
    large = await framed(persistence, owner.id, LARGE)
    add = add_to_cart(persistence)
    answers = await asyncio.gather(
        *(
            add(Addition(**by(owner), product_id=product.id, quantity=2))
            for product in (small, large)
        )
    )
    assert answers[0].id == answers[1].id
    cart = (await read(persistence, owner.id)).cart
    assert cart.id == answers[0].id
    assert {line.product_id: line.quantity for line in cart.lines} == {small.id: 2, large.id: 2}


async def test_somebody_elses_product_is_not_found_and_leaves_no_cart(
    persistence: Persistence,
) -> None:
    owner = Owner(uuid4())
    yours = await framed(persistence, uuid4())
    with pytest.raises(ProductNotFound):
        await add_to_cart(persistence)(Addition(**by(owner), product_id=yours.id, quantity=1))
    async with persistence.begin(reading=True) as work:
        assert await work.carts.read(owner.id) is None


async def test_the_same_key_at_once_adds_once(persistence: Persistence) -> None:
    owner = Owner(uuid4())
    product = await framed(persistence, owner.id)
    add = add_to_cart(persistence)
    request = Request(owner_id=owner.id, key="click", fingerprint="add one")
    addition = Addition(**by(owner), product_id=product.id, quantity=1, request=request)
    answers = await asyncio.gather(*(add(addition) for _ in range(10)))
    assert all(answer == answers[0] for answer in answers)
    assert (await read(persistence, owner.id)).cart.lines[0].quantity == 1


async def test_a_change_of_what_is_no_longer_there_is_refused(persistence: Persistence) -> None:
    owner = Owner(uuid4())
    product = await framed(persistence, owner.id)
    seen = await add_to_cart(persistence)(
        Addition(**by(owner), product_id=product.id, quantity=1, if_version=0)
    )
    line_id = seen.lines[0].id
    change = ChangeCartLine(change_cart=change_cart(persistence), limits=LIMITS)
    after = await change(LineChange(**by(owner), line_id=line_id, quantity=5, if_version=1))
    assert (after.version, after.subtotal) == (2, Money(19_500, "GBP"))
    with pytest.raises(CartVersionDiffers) as refusal:
        await change(LineChange(**by(owner), line_id=line_id, quantity=7, if_version=1))
    assert refusal.value.current == after


async def test_a_save_that_comes_too_late_changes_nothing(persistence: Persistence) -> None:
    owner = Owner(uuid4())
    product = await framed(persistence, owner.id)
    add = add_to_cart(persistence)
    await add(Addition(**by(owner), product_id=product.id, quantity=1))
    seen = await read(persistence, owner.id)
    late = seen.cart.change(seen.cart.lines[0].id, 9, LIMITS)
    await add(Addition(**by(owner), product_id=product.id, quantity=1))
    async with persistence.begin(reading=True) as work:
        assert not await work.carts.save_if_unchanged(seen.cart, late, entry(seen.cart, late))
    assert [line.quantity for line in (await read(persistence, owner.id)).cart.lines] == [2]
    now = (await read(persistence, owner.id)).cart
    async with persistence.begin(reading=True) as work:
        none = now.remove(now.lines[0].id)
        assert await work.carts.save_if_unchanged(now, none, entry(now, none))
    assert (await read(persistence, owner.id)).cart.is_empty


async def test_a_removed_line_is_gone(persistence: Persistence) -> None:
    owner = Owner(uuid4())
    product = await framed(persistence, owner.id)
    seen = await add_to_cart(persistence)(Addition(**by(owner), product_id=product.id, quantity=1))
    remove = RemoveCartLine(change_cart=change_cart(persistence))
    await remove(LineRemoval(**by(owner), line_id=seen.lines[0].id))
    look = ReadCart(
        begin=persistence.begin,
        price=PriceCart(catalogue=CATALOGUE, limits=LIMITS),
        new_id=uuid4,
        default_currency="GBP",
    )
    assert (await look(owner)).lines == ()
