"""Freeze what is being bought and what will be asked of the provider, before it is asked.

Asked again, the same cart finds its order, and the same retry key finds what was begun under it.
"""

from dataclasses import dataclass
from datetime import timedelta

from application.checkout.checkout import BegunCheckout, Checkout, CheckoutWish
from application.checkout.draft_order import DraftOrder
from application.checkout.ports import (
    AddressRules,
    BeginCheckoutWork,
    CheckoutWork,
    SessionGateway,
    SkuCheck,
)
from application.checkout.price_checkout import PriceCheckout, PricedCheckout
from application.shared.ports import Clock, NewId
from domain.carts.cart import CartChanged, CartIsEmpty
from domain.checkout.refusals import TotalChanged
from domain.checkout.session import CheckoutSession
from domain.operations.job import JobKind, NewJob
from domain.operations.reply import RequestInFlight
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.orders.timeline import TimelineEntry
from domain.pricing.totals import check_chargeable
from domain.shipping.address import Address


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

    async def __call__(self, wish: CheckoutWish) -> Checkout:
        """The session may be open already. Raises the refusals of cart, address and amount."""
        return await self._begun_before(wish) or await self._begin(wish)

    async def _begun_before(self, wish: CheckoutWish) -> Checkout | None:
        if wish.request is None:
            return None
        async with self.begin(reading=True) as work:
            begun = await work.replies.find(wish.request, BegunCheckout)
            return None if begun is None else await self._found(work, wish, begun)

    async def _found(
        self, work: CheckoutWork, wish: CheckoutWish, begun: BegunCheckout
    ) -> Checkout:
        order = await work.orders.get(wish.owner.id, begun.order_id)
        session = await work.sessions.of_order(begun.order_id)
        if session is None:
            raise RequestInFlight
        return Checkout(order=order, session=session)

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
        return await self._intend(wish, address, offer)

    async def _intend(
        self, wish: CheckoutWish, address: Address, offer: PricedCheckout
    ) -> Checkout:
        at = self.clock.now()
        async with self.begin() as work:
            # The order before the cart, as a payment locks them: so the two never wait in a circle.
            await work.orders.lock_open_for_cart(offer.cart.id)
            # The cart's lock makes a second click wait here, and then find the first one's order.
            locked = await work.carts.lock(wish.owner.id, self.new_id(), self.default_currency)
            if wish.request is not None:
                begun = await work.replies.recall(wish.request, BegunCheckout)
                if begun is not None:
                    return await self._found(work, wish, begun)
            seen = (offer.cart.id, offer.cart.version)
            if (locked.cart.id, locked.cart.version) != seen:
                raise CartChanged(facts={"version": locked.cart.version})
            order = await self.draft(work, wish.email, address, wish.shipping_method, offer, at)
            current = await work.orders.lock_open_for_cart(locked.cart.id)
            if current is not None:
                session = await work.sessions.of_order(current.id)
                same = current.fingerprint == order.fingerprint
                if same and session is not None and session.can_be_used(at):
                    if wish.request is not None:
                        await work.replies.keep(wish.request, BegunCheckout(order_id=current.id))
                        await work.commit()
                    return Checkout(order=current, session=session)
                await self._supersede(work, current, session)

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
            if wish.request is not None:
                await work.replies.keep(wish.request, BegunCheckout(order_id=order.id))
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
            await work.commit()
        return Checkout(order=order, session=session)

    async def _supersede(
        self, work: CheckoutWork, current: Order, session: CheckoutSession | None
    ) -> None:
        """The buyer came back with something else; the old page must not stay payable."""
        cancelled = current.move_to(OrderStatus.CANCELLED)
        await work.orders.save(cancelled)
        await work.timeline.add(
            TimelineEntry(
                order_id=current.id,
                at=self.clock.now(),
                actor="buyer",
                event="order_superseded",
                why="The buyer checked out again with a changed cart, address or shipping.",
                before=current.status.value,
                after=cancelled.status.value,
            )
        )
        if session is not None:
            await work.jobs.add(
                [
                    NewJob(
                        kind=JobKind.EXPIRE_SESSION,
                        dedupe_key=f"expire-session:{current.id}",
                        payload={"order_id": str(current.id)},
                    )
                ]
            )
