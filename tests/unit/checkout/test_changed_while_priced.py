"""What another tab puts into the cart while it is priced is not paid unseen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from application.checkout.create_checkout import CreateCheckout
from domain.carts.cart import CartChanged
from domain.catalog.frame import Frame
from tests.contract.sample_goods import SMALL
from tests.unit.checkout.shop import Shop


@dataclass
class AnotherTab:
    """Adds to the cart while the lab is asked whether it makes what was priced."""

    shop: Shop

    async def check(self, frames: Sequence[Frame], country: str) -> None:
        await self.shop.fill_cart(SMALL)


async def test_a_cart_that_changes_while_it_is_priced_is_not_frozen() -> None:
    shop = Shop()
    await shop.fill_cart()
    intend = replace(shop.checkout.intend, sku_check=AnotherTab(shop))
    checkout = CreateCheckout(intend=intend, open_page=shop.checkout.open_page)
    with pytest.raises(CartChanged):
        await checkout(shop.wish())
    assert shop.orders == []
    assert shop.gateway.sessions == ()
    assert len((await shop.checkout(shop.wish())).order.lines) == 3
