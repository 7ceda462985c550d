"""Who falls back to a guest has a copy of their cart, and logging in again doubles nothing."""

from uuid import uuid4

import pytest

from application.carts.copy_cart import CopyCart
from domain.carts.merge_report import LeftBehindBecause, LineFate
from domain.identity.owner import Owner
from tests.contract.merging_counter import Counter
from tests.contract.persistence import Persistence


@pytest.fixture
def counter(persistence: Persistence) -> Counter:
    return Counter(persistence)


async def copy(counter: Counter) -> None:
    async with counter.persistence.begin() as work:
        copies = CopyCart(
            carts=work.carts, new_id=uuid4, clock=counter.clock, default_currency="GBP"
        )
        await copies.copy(counter.user, counter.guest)
        await work.commit()


async def test_the_guest_has_the_same_lines_and_the_customer_too(counter: Counter) -> None:
    product = await counter.framed(counter.user)
    before = await counter.put(counter.user, product, 3, "EUR")
    await copy(counter)
    copied = await counter.cart(counter.guest)
    assert copied is not None
    assert (copied.currency, copied.id != before.id) == ("EUR", True)
    (line,), (original,) = copied.lines, before.lines
    assert line.id != original.id
    assert (line.product_id, line.quantity) == (product.id, 3)
    assert (line.price_when_added, line.added_at) == (original.price_when_added, original.added_at)
    assert await counter.cart(counter.user) == before


async def test_nothing_to_copy_leaves_no_cart(counter: Counter) -> None:
    await copy(counter)
    assert await counter.cart(counter.guest) is None


async def test_what_the_guest_has_already_stays(counter: Counter) -> None:
    await counter.put(counter.user, await counter.framed(counter.user))
    before = await counter.put(counter.guest, await counter.framed(counter.guest))
    await copy(counter)
    assert await counter.cart(counter.guest) == before


async def test_logging_in_again_doubles_nothing(counter: Counter) -> None:
    product = await counter.framed(counter.user)
    await counter.put(counter.user, product, 3)
    await copy(counter)
    await counter.merge()
    assert await counter.counted(counter.user) == {product.id: 3}


async def test_somebody_else_on_the_same_device_gets_nothing_of_it(counter: Counter) -> None:
    product = await counter.framed(counter.user)
    before = await counter.put(counter.user, product)
    await copy(counter)
    own = await counter.framed(counter.guest)
    await counter.put(counter.guest, own)
    other = Owner(uuid4())
    outcome = await counter.merge(user=other)
    assert outcome.report is not None
    told = {row.product_id: (row.fate, row.because) for row in outcome.report.lines}
    assert told == {
        product.id: (LineFate.LEFT_BEHIND, LeftBehindBecause.OTHER_ACCOUNT),
        own.id: (LineFate.ADDED, None),
    }
    assert await counter.counted(other) == {own.id: 1}
    assert await counter.cart(counter.user) == before
