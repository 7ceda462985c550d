"""Two carts that have come to the same version are told apart by If-Match and by a checkout."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import pytest

from adapters.inbound.http.carts.answers import etag
from adapters.inbound.http.carts.if_match import seen
from domain.carts.cart import CartChanged
from domain.carts.priced_cart import CartVersionDiffers
from domain.catalog.frame import Frame
from domain.identity.owner import Owner
from tests.contract.cart_till import CartTill, adding
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import LARGE, SMALL, framed
from tests.unit.checkout.shop import Shop


async def test_the_etag_of_a_cart_is_no_etag_of_the_next(persistence: Persistence) -> None:
    owner = Owner(uuid4())
    till = CartTill(begin=persistence.begin, owner=owner)
    product = await framed(persistence, owner.id)
    other = replace(till, owner=Owner(uuid4()))
    await other.add((await framed(persistence, other.owner.id)).id)
    shown = await till.add(product.id)
    named = seen(etag(await other.read()))
    assert named["if_version"] == shown.version
    with pytest.raises(CartVersionDiffers):
        await till.add(product.id, **named)
    with pytest.raises(CartVersionDiffers):
        await till.batch(adding("a", product.id), **named)
    assert await till.read() == shown
    assert (await till.add(product.id, **seen(etag(shown)))).version == 2


@dataclass(frozen=True)
class CartReplacedMeanwhile:
    """A check at the lab that takes so long that the cart has ended, and another has begun."""

    shop: Shop

    async def check(self, frames: Sequence[Frame], country: str) -> None:
        at = self.shop.clock.now()
        async with self.shop.begin() as work:
            assert await work.idle_carts.expire(at + timedelta(days=1), at, 10) == 1
            await work.commit()
        await self.shop.fill_cart(LARGE)


async def test_a_checkout_of_a_cart_that_ended_is_not_one_of_the_next() -> None:
    shop = Shop()
    await shop.fill_cart(SMALL)
    slow = replace(shop.checkout.intend, sku_check=CartReplacedMeanwhile(shop))
    with pytest.raises(CartChanged):
        await slow(shop.wish())
    assert shop.orders == []
