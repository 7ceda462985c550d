"""Order designs and products directly, without touching the cart; payment comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.checkout.basket import OfferBasket
from application.checkout.checkout import BegunCheckout
from application.checkout.keep_draft import KeepDraft
from application.checkout.ports import BeginCheckoutWork
from application.checkout.price_checkout import PricedCheckout
from application.checkout.products_wanted import FindProducts, OrderItem
from application.shared.ports import Clock
from application.shipping.ports import AddressRules
from domain.identity.owner import Owner
from domain.operations.reply import Request
from domain.orders.order import Order
from domain.shipping.address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWish:
    """`expected_total` is what the buyer was shown, in minor units, if the front end says so."""

    owner: Owner
    items: Sequence[OrderItem]
    email: str
    address: Address
    shipping_method: str
    expected_total: int | None = None
    request: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrder:
    """Each wish is an order of its own: only a retry key makes two of them one."""

    begin: BeginCheckoutWork
    find_products: FindProducts
    offer: OfferBasket
    keep: KeepDraft
    address_rules: AddressRules
    clock: Clock

    async def __call__(self, wish: OrderWish) -> Order:
        """A draft. Raises the refusals of items, address, price and way, and outside troubles."""
        if wish.request is not None:
            async with self.begin(reading=True) as work:
                begun = await work.replies.find(wish.request, BegunCheckout)
                if begun is not None:
                    return await work.orders.get(wish.owner.id, begun.order_id)
        address = await self.address_rules.check(wish.address)
        wanted = await self.find_products(wish.owner, wish.items)
        offer = await self.offer(
            wish.owner.id,
            wanted,
            address,
            wish.shipping_method,
            wish.expected_total,
            self.clock.now(),
        )
        return await self._kept(wish, address, offer)

    async def _kept(self, wish: OrderWish, address: Address, offer: PricedCheckout) -> Order:
        async with self.begin() as work:
            if wish.request is not None:
                begun = await work.replies.recall(wish.request, BegunCheckout)
                if begun is not None:
                    return await work.orders.get(wish.owner.id, begun.order_id)
            order = await self.keep(
                work, offer, wish.email, address, wish.shipping_method, self.clock.now()
            )
            if wish.request is not None:
                await work.replies.keep(wish.request, BegunCheckout(order_id=order.id))
            await work.commit()
        return order
