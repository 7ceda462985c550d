"""Reading a cart tells what changed since each line was added; checking it out refuses the rest."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.table import MemoryStore
from domain.carts.cart import CartLimits, CartLineUnavailable, QuantityNotAllowed
from domain.carts.line_issues import IssueCode, LineIssue
from domain.carts.priced_cart import check_payable
from domain.catalog.catalogue import Catalogue, FrameUnknown
from domain.identity.owner import Owner
from domain.shared.money import Money
from tests.contract.cart_till import CartTill
from tests.contract.persistence import InMemory
from tests.contract.sample_goods import LARGE, SMALL, framed

DEARER = replace(SMALL, prices={"GBP": 4_500, "EUR": 5_000})
LOWER = CartLimits(lines_max=20, line_quantity_max=2)


@pytest.fixture
async def filled() -> tuple[CartTill, list[UUID]]:
    """Three small frames and one large one, in a shop that then changes its mind."""
    persistence = InMemory(MemoryStore(), MemoryClock())
    till = CartTill(begin=persistence.begin, owner=Owner(uuid4()))
    goods = [(await framed(persistence, till.owner.id, frame)).id for frame in (SMALL, LARGE)]
    await till.add(goods[0], 3)
    await till.add(goods[1], 1)
    return till, goods


async def test_nothing_is_told_while_nothing_changed(filled: tuple[CartTill, list[UUID]]) -> None:
    cart = await filled[0].read()
    assert [line.issues for line in cart.lines] == [(), ()]
    check_payable(cart)


async def test_a_changed_price_is_told_with_the_old_one_and_counts(
    filled: tuple[CartTill, list[UUID]],
) -> None:
    till = replace(filled[0], catalogue=Catalogue.of([DEARER, LARGE]))
    cart = await till.read()
    assert cart.lines[0].issues == (
        LineIssue(
            code=IssueCode.PRICE_CHANGED,
            old_price=Money(3_900, "GBP"),
            new_price=Money(4_500, "GBP"),
        ),
    )
    assert cart.lines[0].price_when_added == Money(3_900, "GBP")
    assert cart.subtotal == Money(3 * 4_500 + 7_900, "GBP")
    check_payable(cart)


async def test_a_vanished_product_stays_at_its_old_price_and_counts_for_nothing(
    filled: tuple[CartTill, list[UUID]],
) -> None:
    till = replace(filled[0], catalogue=Catalogue.of([LARGE]))
    cart = await till.read()
    gone = cart.lines[0]
    assert not gone.available
    assert gone.issues == (LineIssue(code=IssueCode.PRODUCT_UNAVAILABLE),)
    assert gone.unit_price == Money(3_900, "GBP")
    assert cart.subtotal == Money(7_900, "GBP")
    with pytest.raises(CartLineUnavailable) as refusal:
        check_payable(cart)
    assert refusal.value.facts == {"lines": [str(gone.id)]}
    check_payable(await till.remove(gone.id))


async def test_a_product_without_a_price_in_the_carts_currency_is_not_sold(
    filled: tuple[CartTill, list[UUID]],
) -> None:
    abroad = replace(SMALL, prices={"EUR": 4_400})
    cart = await replace(filled[0], catalogue=Catalogue.of([abroad, LARGE])).read()
    assert [line.available for line in cart.lines] == [False, True]


async def test_a_quantity_above_todays_limit_is_told_with_the_limit(
    filled: tuple[CartTill, list[UUID]],
) -> None:
    till = replace(filled[0], limits=LOWER)
    cart = await till.read()
    assert cart.lines[0].issues == (
        LineIssue(code=IssueCode.QUANTITY_NOT_ALLOWED, maximum=LOWER.line_quantity_max),
    )
    assert cart.lines[0].quantity == 3
    with pytest.raises(QuantityNotAllowed) as refusal:
        check_payable(cart)
    assert refusal.value.facts == {"lines": [str(cart.lines[0].id)]}
    check_payable(await till.change(cart.lines[0].id, 2))


async def test_what_is_not_sold_any_more_cannot_be_added(
    filled: tuple[CartTill, list[UUID]],
) -> None:
    till, goods = filled
    with pytest.raises(FrameUnknown):
        await replace(till, catalogue=Catalogue.of([LARGE])).add(goods[0])


async def test_several_issues_of_one_line_are_all_told(
    filled: tuple[CartTill, list[UUID]],
) -> None:
    till = replace(filled[0], limits=LOWER, catalogue=Catalogue.of([DEARER, LARGE]))
    codes = [issue.code for issue in (await till.read()).lines[0].issues]
    assert codes == [IssueCode.QUANTITY_NOT_ALLOWED, IssueCode.PRICE_CHANGED]
