"""Freeze what is being bought and what will be asked of the provider, before it is asked.

Asked again, the same cart finds its order, and the same retry key finds what was begun under it.
An intent that came to nothing (too old, or a failure that the provider remembers) is superseded by
one with a new order and so a new key; whatever page the old one may have made is expired by a job.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.checkout.checkout import BegunCheckout, Checkout, CheckoutWish
from application.checkout.draft_order import DraftOrder
from application.checkout.end_checkout import end_checkout
from application.checkout.ports import (
    BeginCheckoutWork,
    CheckoutWork,
    SessionGateway,
    SkuCheck,
)
from application.checkout.price_checkout import PriceCheckout, PricedCheckout
from application.checkout.recall_checkout import can_go_on, recall_checkout
from application.shared.ports import Clock, NewId
from application.shipping.ports import AddressRules
from domain.carts.cart import CartChanged, CartIsEmpty
from domain.checkout.refusals import TotalChanged
from domain.checkout.session import CheckoutSession
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry
from domain.pricing.totals import check_chargeable
from domain.shipping.address import Address

WHY_CHANGED = "The buyer checked out again with a changed cart, address or shipping."
WHY_UNUSABLE = "Its payment page had ended, or could not be opened."


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendCheckout:
    begin: BeginCheckoutWork
    price: PriceCheckout
    draft: DraftOrder
    sku_check: SkuCheck
    address_rules: AddressRules
    gateway: SessionGateway
    clock: Clock
    new_id: NewId
    session_lifetime: timedelta
    default_currency: str
    turns_max: int = 5
    stored_failures_max: int = 2

    async def __call__(self, wish: CheckoutWish) -> Checkout:
        """The session may be open already. Raises the refusals of cart, address and amount."""
        return await self._begun_before(wish) or await self._begin(wish)

    async def _begun_before(self, wish: CheckoutWish) -> Checkout | None:
        if wish.request is None:
            return None
        async with self.begin(reading=True) as work:
            begun = await work.replies.find(wish.request, BegunCheckout)
            return None if begun is None else await self._recalled(work, wish, begun)

    async def _recalled(
        self, work: CheckoutWork, wish: CheckoutWish, begun: BegunCheckout
    ) -> Checkout | None:
        at = self.clock.now()
        return await recall_checkout(work, wish.owner, begun, at, self.stored_failures_max)

    async def _begin(self, wish: CheckoutWish) -> Checkout:
        address = await self.address_rules.check(wish.address)
        async with self.begin(reading=True) as work:
            found = await work.carts.read(wish.owner.id)
        if found is None or found.cart.is_empty:
            raise CartIsEmpty
        offer = await self.price(found, address.country_code, self.clock.now())
        chosen = offer.option(wish.shipping_method)
        check_chargeable(chosen.totals.total)
        if wish.expected_total not in (None, chosen.totals.total.amount):
            raise TotalChanged(facts={"total": chosen.totals.total.amount})
        await self.sku_check.check(offer.frames, address.country_code)
        for _ in range(self.turns_max):
            checkout = await self._intend(wish, address, offer)
            if checkout is not None:
                return checkout
        raise CartChanged(facts={"version": offer.cart.version})

    async def _intend(
        self, wish: CheckoutWish, address: Address, offer: PricedCheckout
    ) -> Checkout | None:
        """None when another checkout of the cart came between: let go of all locks, try again."""
        async with self.begin() as work:
            # The order before the cart, as a payment locks them: so the two never wait in a circle.
            current = await work.orders.lock_open_for_cart(offer.cart.id)
            # The cart's lock makes a second click wait here, and then find the first one's order.
            locked = await work.carts.lock(wish.owner.id, self.new_id(), self.default_currency)
            if wish.request is not None:
                begun = await work.replies.recall(wish.request, BegunCheckout)
                recalled = None if begun is None else await self._recalled(work, wish, begun)
                if recalled is not None:
                    return recalled
            seen = (offer.cart.id, offer.cart.version)
            if (locked.cart.id, locked.cart.version) != seen:
                raise CartChanged(facts={"version": locked.cart.version})
            waiting = None if locked.checkout is None else locked.checkout.order_id
            if waiting != (None if current is None else current.id):
                # To lock that order now would be to lock it after the cart.
                return None
            checkout = await self._decide(work, wish, address, offer, current)
            if wish.request is not None:
                begun = BegunCheckout(order_id=checkout.order.id)
                await work.replies.keep(wish.request, begun)
            await work.commit()
        return checkout

    async def _decide(
        self,
        work: CheckoutWork,
        wish: CheckoutWish,
        address: Address,
        offer: PricedCheckout,
        current: Order | None,
    ) -> Checkout:
        at = self.clock.now()
        order = await self.draft(work, wish.email, address, wish.shipping_method, offer, at)
        if current is not None:
            session = await work.sessions.of_order(current.id)
            same = current.fingerprint == order.fingerprint
            usable = session is not None and await can_go_on(
                work, session, at, self.stored_failures_max
            )
            if same and usable and session is not None:
                # The cart may have been changed and changed back: it is this cart that is bought.
                current = current.of_cart_version(offer.cart.version)
                await work.orders.save(current)
                return Checkout(order=current, session=session)
            why = WHY_UNUSABLE if same else WHY_CHANGED
            await end_checkout(work, current, event="order_superseded", why=why, at=at)
        return await self._drafted(work, order, offer, at)

    async def _drafted(
        self, work: CheckoutWork, order: Order, offer: PricedCheckout, at: datetime
    ) -> Checkout:
        expires_at = at + self.session_lifetime
        session = CheckoutSession(
            order_id=order.id,
            idempotency_key=f"checkout-{order.id}",
            request_body=self.gateway.session_request(order, expires_at),
            created_at=at,
            expires_at=expires_at,
        )
        await work.orders.add(order)
        await work.sessions.add(session)
        await work.timeline.add(
            TimelineEntry(
                order_id=order.id,
                at=at,
                actor="buyer",
                event="order_drafted",
                after=order.status.value,
                data={"shippingSource": offer.source.value},
            )
        )
        return Checkout(order=order, session=session)
