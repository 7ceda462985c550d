"""Designs are ordered without a cart, and what is printed is the file of the very design."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from domain.carts.cart import CartIsFull, CartLineUnavailable, QuantityNotAllowed
from domain.catalog.product import ProductNotFound
from domain.checkout.refusals import OrderAlreadyPaid, TotalChanged
from domain.designs.refusals import DesignNotFinal, DesignNotFound
from domain.designs.status import DesignStatus
from domain.fulfilment.status import DropshipStatus
from domain.identity.owner import Owner
from domain.operations.reply import Request
from domain.orders.order import OrderNotFound
from domain.orders.placing import (
    CannotBeHad,
    NothingToReorder,
    OrderNotPayable,
    OrderPricesOutdated,
)
from domain.orders.status import OrderStatus
from tests.contract.ordering import PRICES_VALID, Ordering, file_of
from tests.contract.persistence import Persistence
from tests.contract.sample_design import design_of
from tests.contract.sample_goods import SMALL, a_picture, framed

D = DropshipStatus


@pytest.fixture
def ordering(persistence: Persistence) -> Ordering:
    return Ordering(persistence)


def keyed(ordering: Ordering, key: str = "click") -> Request:
    return Request(owner_id=ordering.shop.buyer.id, key=key, fingerprint="the same")


async def test_a_design_is_ordered_while_the_cart_stays_as_it_is(ordering: Ordering) -> None:
    await ordering.shop.fill_cart()
    final = await ordering.final(made=True)
    order = await ordering.place(ordering.wish(final))
    [line] = (await ordering.shop.order(order.id)).lines
    assert (line.design_id, line.design_revision, line.render_id) == (
        final.design.id,
        final.design.revision,
        final.render.id,
    )
    made = file_of(final.render)
    assert (line.asset_key, line.asset_md5) == (made.asset_key, made.md5)
    assert line.title == f"Your design: {SMALL.title}"
    assert order.status is OrderStatus.DRAFT
    paid = await ordering.pay(await ordering.open_page(ordering.shop.buyer, order.id))
    await ordering.until_statuses(paid, D.SUBMITTED)
    async with ordering.shop.begin(reading=True) as work:
        cart = await work.carts.read(ordering.shop.buyer.id)
    assert cart is not None
    assert len(cart.cart.lines) == 2


async def test_a_product_and_the_design_it_is_of_are_one_line(ordering: Ordering) -> None:
    final = await ordering.final(made=True)
    [item] = ordering.wish(final).items
    order = await ordering.place(ordering.wish(items=[item, item]))
    [line] = order.lines
    assert line.quantity == 2
    by_product = replace(item, design_id=None, product_id=line.product_id)
    [same] = (await ordering.place(ordering.wish(items=[by_product]))).lines
    assert same.design_id == final.design.id


async def test_one_key_is_one_order_and_each_wish_without_one_is_its_own(
    ordering: Ordering,
) -> None:
    final = await ordering.final(made=True)
    wish = ordering.wish(final, request=keyed(ordering, str(uuid4())))
    first, again = await ordering.place(wish), await ordering.place(wish)
    assert first.id == again.id
    other = await ordering.place(ordering.wish(final))
    assert other.id != first.id


async def test_two_placed_orders_of_the_same_design_are_two_purchases(ordering: Ordering) -> None:
    final = await ordering.final(made=True)
    pages = [await ordering.placed(final), await ordering.placed(final)]
    for page in pages:
        paid = await ordering.pay(page)
        await ordering.until_statuses(paid, D.SUBMITTED)
        assert (paid.status, paid.held_because) == (OrderStatus.PAID, None)


async def test_what_is_not_final_or_not_ones_own_is_refused(ordering: Ordering) -> None:
    somebody = await ordering.final(owner_id=uuid4())
    with pytest.raises(DesignNotFound):
        await ordering.place(ordering.wish(somebody))
    picture = a_picture(ordering.shop.buyer.id)
    draft = design_of(picture)
    async with ordering.shop.begin() as work:
        await work.pictures.add(picture)
        await work.designs.add(draft)
        await work.commit()
    with pytest.raises(DesignNotFinal):
        await ordering.place(ordering.wish(replace(somebody, design=draft)))
    product = await framed(ordering.shop.persistence, uuid4())
    [item] = ordering.wish(somebody).items
    foreign = replace(item, design_id=None, product_id=product.id)
    with pytest.raises(ProductNotFound):
        await ordering.place(ordering.wish(items=[foreign]))


async def test_limits_and_totals_are_those_of_a_cart(ordering: Ordering) -> None:
    final = await ordering.final()
    [item] = ordering.wish(final).items
    with pytest.raises(QuantityNotAllowed):
        await ordering.place(ordering.wish(items=[replace(item, quantity=100)]))
    with pytest.raises(QuantityNotAllowed):
        await ordering.place(ordering.wish(items=[replace(item, quantity=0)]))
    with pytest.raises(TotalChanged):
        await ordering.place(ordering.wish(final, expected_total=1))
    many = [
        replace(item, design_id=None, product_id=(await framed(ordering.shop.persistence, b)).id)
        for b in [ordering.shop.buyer.id] * 21
    ]
    with pytest.raises(CartIsFull):
        await ordering.place(ordering.wish(items=many))


async def test_two_clicks_on_pay_open_one_page(ordering: Ordering) -> None:
    order = await ordering.place(ordering.wish(await ordering.final()))
    buyer = ordering.shop.buyer
    key = keyed(ordering, str(uuid4()))
    pages = [
        await ordering.open_page(buyer, order.id),
        await ordering.open_page(buyer, order.id, key),
        await ordering.open_page(buyer, order.id, key),
    ]
    assert len({page.session.session_id for page in pages}) == 1
    with pytest.raises(OrderNotFound):
        await ordering.open_page(Owner(uuid4()), order.id)
    paid = await ordering.pay(pages[0])
    with pytest.raises(OrderAlreadyPaid):
        await ordering.open_page(buyer, paid.id)


async def test_an_order_that_was_given_up_cannot_be_paid_but_ordered_again(
    ordering: Ordering,
) -> None:
    checkout = await ordering.placed(await ordering.final(made=True))
    buyer = ordering.shop.buyer
    assert (await ordering.cancel(buyer, checkout.order.id)).status is OrderStatus.CANCELLED
    with pytest.raises(OrderNotPayable):
        await ordering.open_page(buyer, checkout.order.id)
    again, unavailable = await ordering.again(checkout.order)
    assert (again.status, list(unavailable)) == (OrderStatus.DRAFT, [])


async def test_a_page_that_has_ended_ends_its_order(ordering: Ordering) -> None:
    checkout = await ordering.placed(await ordering.final())
    ordering.shop.clock.advance(timedelta(hours=2))
    with pytest.raises(OrderNotPayable):
        await ordering.open_page(ordering.shop.buyer, checkout.order.id)
    ended = await ordering.shop.order(checkout.order.id)
    assert ended.status is OrderStatus.CANCELLED


async def test_prices_are_kept_for_a_while_only(ordering: Ordering) -> None:
    order = await ordering.place(ordering.wish(await ordering.final()))
    ordering.shop.clock.advance(PRICES_VALID)
    with pytest.raises(OrderPricesOutdated):
        await ordering.open_page(ordering.shop.buyer, order.id)


async def test_what_was_bought_before_is_ordered_again_with_the_same_file(
    ordering: Ordering,
) -> None:
    final = await ordering.final(made=True)
    order = await ordering.paid(final)
    request = keyed(ordering, str(uuid4()))
    again, unavailable = await ordering.again(order, request=request)
    assert list(unavailable) == []
    [line], [before] = again.lines, order.lines
    assert line.design_id not in (None, before.design_id)
    same = ("render_id", "asset_key", "asset_md5", "sku", "quantity")
    assert [getattr(line, each) for each in same] == [getattr(before, each) for each in same]
    assert line.design_id is not None
    async with ordering.shop.begin(reading=True) as work:
        copy = await work.designs.get(ordering.shop.buyer.id, line.design_id)
    assert copy.original_design_id == final.design.id
    assert (copy.status, copy.parameters) == (DesignStatus.READY, final.design.parameters)
    repeated, _ = await ordering.again(order, request=request)
    assert repeated.id == again.id
    paid = await ordering.pay(await ordering.open_page(ordering.shop.buyer, again.id))
    await ordering.until_statuses(paid, D.SUBMITTED)
    assert (await ordering.shop.order(paid.id)).held_because is None


async def test_a_copy_of_a_design_whose_file_is_not_made_yet_waits_for_the_same_file(
    ordering: Ordering,
) -> None:
    final = await ordering.final()
    order = await ordering.place(ordering.wish(final))
    again, _ = await ordering.again(order)
    paid = await ordering.pay(await ordering.open_page(ordering.shop.buyer, again.id))
    render = await ordering.made(final)
    await ordering.until_statuses(paid, D.SUBMITTED)
    [made] = ordering.at_lab(paid)
    assert render.file is not None
    assert render.file.asset_key in made.request["asset_url"]
    [line] = paid.lines
    assert line.design_id is not None
    async with ordering.shop.begin(reading=True) as work:
        copy = await work.designs.get(ordering.shop.buyer.id, line.design_id)
    assert copy.status is DesignStatus.READY


async def test_each_line_that_cannot_be_had_any_more_says_why(ordering: Ordering) -> None:
    good, broken = await ordering.final(made=True), await ordering.final()
    order = await ordering.place(ordering.wish(good, broken))
    await ordering.failed(broken)
    again, unavailable = await ordering.again(order)
    assert [line.code for line in unavailable] == [CannotBeHad.DESIGN_NOT_PRINTABLE]
    assert [line.line_id for line in unavailable] == [order.lines[1].id]
    assert [line.render_id for line in again.lines] == [good.render.id]
    ordering.sku_check.not_made.add(SMALL.sku)
    with pytest.raises(NothingToReorder) as refusal:
        await ordering.again(order)
    told = refusal.value.facts["unavailable"]
    assert isinstance(told, list)
    assert [line["code"] for line in told] == ["sku_unavailable", "design_not_printable"]


async def test_a_deleted_picture_cannot_be_ordered_again(ordering: Ordering) -> None:
    product = await framed(ordering.shop.persistence, ordering.shop.buyer.id)
    [item] = ordering.wish(await ordering.final()).items
    plain = replace(item, design_id=None, product_id=product.id)
    order = await ordering.place(ordering.wish(items=[plain]))
    async with ordering.shop.begin() as work:
        await work.pictures.forget([product.picture_id], ordering.shop.at())
        await work.commit()
    with pytest.raises(CartLineUnavailable):
        await ordering.place(ordering.wish(items=[plain]))
    with pytest.raises(NothingToReorder) as refusal:
        await ordering.again(order)
    assert "picture_deleted" in json.dumps(refusal.value.facts)


async def test_who_orders_again_and_again_may_still_design(ordering: Ordering) -> None:
    """What was ordered stays for good, so it takes nobody's place."""
    final = await ordering.final(made=True)
    order = await ordering.place(ordering.wish(final))
    await ordering.again(order)
    async with ordering.shop.begin(reading=True) as work:
        assert await work.designs.count(ordering.shop.buyer.id) == 0
    await ordering.final()
    async with ordering.shop.begin(reading=True) as work:
        assert await work.designs.count(ordering.shop.buyer.id) == 1
