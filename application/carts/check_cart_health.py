"""Check the owner's cart against all that it must agree with, and put right what can be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from application.carts.ports import OpenCart
from application.carts.price_cart import PriceCart
from application.carts.record_ports import BeginCartHealthWork, CartHealthWork
from application.shared.ports import Clock, NewId
from domain.carts.cart import CartLimits
from domain.carts.health import (
    CartUnderCheck,
    HealthCheck,
    HealthReport,
    examined,
    repaired,
)
from domain.carts.history import CartAction, CartEntry
from domain.identity.owner import Owner
from domain.orders.order import Order, OrderNotFound
from domain.shared.origin import SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class CartHealth:
    """`version` is the cart's after the repairs; without a cart there is nothing to find."""

    reports: Sequence[HealthReport]
    version: int = 0

    @property
    def is_ok(self) -> bool:
        return all(report.is_ok for report in self.reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCartHealth:
    """Safe to repeat: a second look finds nothing left to repair."""

    begin: BeginCartHealthWork
    price: PriceCart
    limits: CartLimits
    clock: Clock
    new_id: NewId

    async def __call__(self, owner: Owner) -> CartHealth:
        """What was found is told as it was before the repair."""
        async with self.begin(reading=True) as work:
            found = await work.carts.read(owner.id)
            if found is None:
                return CartHealth(reports=[HealthReport(check=each) for each in HealthCheck])
            reports = examined(await self._case(work, found), self.limits)
        if all(each.is_ok for each in reports):
            return CartHealth(reports=reports, version=found.cart.version)
        return await self._repair(owner, found.cart.currency)

    async def _repair(self, owner: Owner, currency: str) -> CartHealth:
        """Looks again while nobody can change the cart: what was read piece by piece may have
        changed in between.
        """
        async with self.begin() as work:
            found = await work.carts.lock(owner.id, self.new_id(), currency)
            reports = examined(await self._case(work, found), self.limits)
            cart, repairs = repaired(found.cart, self.limits)
            if repairs:
                entry = CartEntry.of(
                    CartAction.REPAIRED, found.cart, cart, SYSTEM, self.clock.now()
                )
                await work.carts.save(found.cart, cart, entry)
            await work.commit()
        return CartHealth(
            reports=[
                replace(each, repaired=repairs) if each.check is HealthCheck.QUANTITIES else each
                for each in reports
            ],
            version=cart.version,
        )

    async def _case(self, work: CartHealthWork, found: OpenCart) -> CartUnderCheck:
        entries = await work.cart_history.of_cart(found.cart.id, 1, 1)
        checkout = found.checkout
        foreign = any(
            product.owner_id != found.cart.owner_id for product in found.products.values()
        )
        copied = foreign and await work.cart_history.has(found.cart.id, CartAction.COPIED)
        return CartUnderCheck(
            cart=found.cart,
            shown=self.price(found),
            products=found.products,
            last_entry_version=entries[0].entry.version if entries else None,
            is_a_copy=copied,
            order=None if checkout is None else await self._order(work, found),
            session=None if checkout is None else await work.sessions.of_order(checkout.order_id),
        )

    async def _order(self, work: CartHealthWork, found: OpenCart) -> Order | None:
        if found.checkout is None:
            return None
        try:
            return await work.orders.get(found.cart.owner_id, found.checkout.order_id)
        except OrderNotFound:
            return None
