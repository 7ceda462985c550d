"""A design whose print file could not be made was sold all the same, and its order only waited."""

from dataclasses import replace
from typing import Any

import pytest

from domain.carts.cart import CartLineUnavailable
from tests.contract.ordering import Ordering
from tests.contract.persistence import Persistence


class Killed(BaseException):
    """Nothing in the process catches it, as nothing survives SIGKILL."""


@pytest.fixture
def ordering(persistence: Persistence) -> Ordering:
    return Ordering(persistence)


async def test_nobody_is_charged_for_it(ordering: Ordering) -> None:
    final = await ordering.final()
    order = await ordering.place(ordering.wish(final))
    await ordering.failed(final)
    with pytest.raises(CartLineUnavailable) as refusal:
        await ordering.place(ordering.wish(final))
    assert refusal.value.facts["lines"] == [str(order.lines[0].product_id)]


async def test_nobody_is_sent_to_pay_for_it(ordering: Ordering) -> None:
    final = await ordering.final()
    order = await ordering.place(ordering.wish(final))
    await ordering.failed(final)
    with pytest.raises(CartLineUnavailable) as refusal:
        await ordering.open_page(ordering.shop.buyer, order.id)
    assert refusal.value.facts["lines"] == [str(order.lines[0].id)]
    # Whoever mends it makes the order payable again.
    await ordering.made(final)
    page = await ordering.open_page(ordering.shop.buyer, order.id)
    assert page.session.is_open


async def test_also_where_it_fails_while_it_is_ordered_again(ordering: Ordering) -> None:
    final = await ordering.final()
    order = await ordering.place(ordering.wish(final))
    asked = ordering.reorder.what_can_be_had

    async def asked_slowly(*given: Any) -> Any:
        """The lab is asked, and meanwhile the render comes to its end."""
        answer = await asked(*given)
        await ordering.failed(final)
        return answer

    slow: Any = asked_slowly
    ordering.reorder = replace(ordering.reorder, what_can_be_had=slow)
    with pytest.raises(CartLineUnavailable):
        await ordering.again(order)


async def test_also_where_a_page_was_asked_for_and_never_came(ordering: Ordering) -> None:
    final = await ordering.final()
    order = await ordering.place(ordering.wish(final))

    async def killed(*given: object) -> None:
        """Between the intent and the payment provider."""
        raise Killed

    dies: Any = killed
    with pytest.raises(Killed):
        await replace(ordering.open_page, open_page=dies)(ordering.shop.buyer, order.id)
    await ordering.failed(final)
    with pytest.raises(CartLineUnavailable):
        await ordering.open_page(ordering.shop.buyer, order.id)
