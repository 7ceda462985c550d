"""A cart is checked against all that it must agree with; what is put right is told and noted."""

from dataclasses import replace
from uuid import UUID, uuid4

from application.carts.check_cart_health import CartHealth
from application.carts.copy_cart import CopyCart
from domain.carts.cart import CartLimits, CartLine
from domain.carts.health import HealthCheck, Repair
from domain.carts.history import CartAction, CartEntry
from domain.checkout.session import CheckoutSession
from domain.identity.owner import Owner
from domain.orders.status import OrderStatus
from domain.shared.money import Money
from tests.contract.cart_till import CartTill, held
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import BROWSER, LARGE, NOON, framed
from tests.contract.sample_order import an_order

TODAY = CartLimits(lines_max=20, line_quantity_max=5)


def a_till(persistence: Persistence) -> CartTill:
    return CartTill(begin=persistence.begin, owner=Owner(uuid4()))


def wrong(health: CartHealth) -> set[HealthCheck]:
    return {report.check for report in health.reports if not report.is_ok}


async def test_a_buyer_without_a_cart_is_well_and_stays_without(persistence: Persistence) -> None:
    till = a_till(persistence)
    health = await till.health(till.owner)
    assert health.is_ok
    assert [report.check for report in health.reports] == list(HealthCheck)
    async with persistence.begin(reading=True) as work:
        assert await work.carts.read(till.owner.id) is None


async def test_a_cart_in_use_is_well(persistence: Persistence) -> None:
    till = a_till(persistence)
    for frame in (None, LARGE):
        product = await framed(persistence, till.owner.id, *([frame] if frame else []))
        cart = await till.add(product.id, 3)
    await till.remove(cart.lines[0].id)
    health = await till.health(till.owner)
    assert health.is_ok
    assert health.version == 3


async def test_a_copy_may_hold_what_belongs_to_the_account_it_came_from(
    persistence: Persistence,
) -> None:
    account, guest = a_till(persistence), a_till(persistence)
    await account.add((await framed(persistence, account.owner.id)).id)
    async with persistence.begin() as work:
        copies = CopyCart(carts=work.carts, new_id=uuid4, clock=guest.clock, default_currency="GBP")
        await copies.copy(account.owner, guest.owner)
        await work.commit()
    assert (await guest.health(guest.owner)).is_ok


async def test_too_many_pieces_are_lowered_once_told_and_noted(persistence: Persistence) -> None:
    before = a_till(persistence)
    small = await framed(persistence, before.owner.id)
    large = await framed(persistence, before.owner.id, LARGE)
    await before.add(small.id, 9)
    cart = await before.add(large.id, 5)
    till = replace(before, limits=TODAY)
    health = await till.health(till.owner)
    [report] = [each for each in health.reports if not each.is_ok]
    assert report.check is HealthCheck.QUANTITIES
    line_id = cart.lines[0].id
    assert report.found == (f"line {line_id} holds 9 of at most 5",)
    assert report.repaired == (Repair(line_id=line_id, product_id=small.id, old=9, new=5),)
    assert held(await till.read()) == {small.id: 5, large.id: 5}
    assert (await till.read()).version == health.version == 3
    async with persistence.begin(reading=True) as work:
        noted = await work.cart_history.of_owner(till.owner.id, 1, 1)
    entry = noted[0].entry
    assert (entry.action, entry.origin.actor) == (CartAction.REPAIRED, "system")
    assert [(each.before, each.after) for each in entry.differences] == [(9, 5)]

    again = await till.health(till.owner)
    assert again.is_ok
    assert (await till.read()).version == 3


async def saved(persistence: Persistence, owner_id: UUID, *lines: CartLine) -> None:
    """A cart as no use case would write it."""
    async with persistence.begin() as work:
        empty = (await work.carts.lock(owner_id, uuid4(), "GBP")).cart
        full = replace(empty, lines=lines, version=1)
        await work.carts.save(
            empty, full, CartEntry.of(CartAction.ADDED, empty, full, BROWSER, NOON)
        )
        await work.commit()


def a_line(product_id: UUID, currency: str = "GBP") -> CartLine:
    return CartLine(
        id=uuid4(),
        product_id=product_id,
        quantity=1,
        price_when_added=Money(3_900, currency),
        added_at=NOON,
    )


async def test_somebody_elses_product_and_another_currency_are_found(
    persistence: Persistence,
) -> None:
    till = a_till(persistence)
    yours = await framed(persistence, uuid4())
    await saved(persistence, till.owner.id, a_line(yours.id, "EUR"))
    health = await till.health(till.owner)
    assert wrong(health) >= {HealthCheck.PRODUCTS, HealthCheck.CURRENCY}
    assert all(report.repaired == () for report in health.reports)
    assert wrong(await till.health(till.owner)) == wrong(health)


async def test_an_open_order_must_be_open(persistence: Persistence) -> None:
    till = a_till(persistence)
    product = await framed(persistence, till.owner.id)
    cart = await till.add(product.id)
    order = replace(
        an_order(),
        owner_id=till.owner.id,
        cart_id=cart.id,
        cart_version=1,
        status=OrderStatus.AWAITING_PAYMENT,
    )
    session = CheckoutSession(
        order_id=order.id,
        idempotency_key=f"checkout-{order.id}",
        request_body=b"{}",
        created_at=NOON,
        expires_at=NOON,
        session_id=f"cs_{order.id}",
    )
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.commit()
    assert wrong(await till.health(till.owner)) == {HealthCheck.OPEN_ORDER}
    async with persistence.begin() as work:
        await work.sessions.add(session)
        await work.commit()
    assert (await till.health(till.owner)).is_ok
    async with persistence.begin() as work:
        await work.sessions.save(replace(session, settled_at=NOON))
        await work.commit()
    health = await till.health(till.owner)
    assert wrong(health) == {HealthCheck.OPEN_ORDER}
    async with persistence.begin() as work:
        await work.orders.save(replace(order, status=OrderStatus.PAYMENT_FAILED))
        await work.commit()
    assert (await till.health(till.owner)).is_ok


async def test_an_order_of_somebody_else_or_of_later_is_found(persistence: Persistence) -> None:
    till = a_till(persistence)
    cart = await till.add((await framed(persistence, till.owner.id)).id)
    async with persistence.begin() as work:
        await work.orders.add(replace(an_order(), cart_id=cart.id, cart_version=1))
        await work.commit()
    health = await till.health(till.owner)
    assert wrong(health) == {HealthCheck.OPEN_ORDER}
