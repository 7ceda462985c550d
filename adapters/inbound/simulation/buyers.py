"""Buyers: they click twice, change their minds, leave, come back, and want their money again."""

import asyncio
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID, uuid4

from adapters.inbound.simulation.processes import ConnectionLost
from adapters.inbound.simulation.programs import Programs
from adapters.inbound.simulation.staff import Staff
from adapters.inbound.simulation.till import Till
from application.carts.add_to_cart import Addition
from application.checkout.checkout import Checkout, CheckoutWish
from application.shared.outcomes import OutsideTrouble
from domain.identity.owner import Owner
from domain.operations.reply import Request
from domain.shared.origin import Origin
from domain.shared.refusals import DomainError
from domain.shipping.address import Address

BROWSER = Origin(actor="guest", device="simulated", request_id="simulated")
LONDON = Address(
    name="Ada Lovelace",
    line1="12 St James's Square",
    town_or_city="London",
    postal_or_zip_code="SW1Y 4JH",
    country_code="GB",
)
TRIES_MAX = 12


@dataclass(slots=True)
class Answered:
    """What buyers were told, to be held against the books at the end."""

    by_key: dict[str, set[UUID]] = field(default_factory=dict)
    orders: set[UUID] = field(default_factory=set)
    refusals: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Buyer:
    dice: Random
    programs: Programs
    till: Till
    answered: Answered
    products: tuple[UUID, ...]
    owner: Owner
    staff: Staff

    async def shop_once(self) -> None:
        """From an empty cart to money that has gone, or to nothing."""
        await asyncio.sleep(self.dice.expovariate(1 / 900))
        for product in self.products[: 1 + (self.dice.random() < 0.25)]:
            await self._add(product)
        opened = await self._check_out()
        if opened is not None and self.dice.random() < 0.06:
            opened = await self._changes_their_mind(opened)
        if opened is None:
            return
        await asyncio.sleep(self.dice.expovariate(1 / 60))
        await self._pays(opened)

    async def _add(self, product: UUID) -> None:
        addition = Addition(owner=self.owner, origin=BROWSER, product_id=product, quantity=1)
        await self._insist(lambda: self.programs.shop.add_to_cart(addition))

    async def _check_out(self) -> Checkout | None:
        """Twice at once, sometimes, as by a double click or in two tabs."""
        key = str(self.dice.getrandbits(64))
        if self.dice.random() < 0.1:
            other = key if self.dice.random() < 0.5 else f"{key}-2"
            both = await asyncio.gather(self._ask(key), self._ask(other))
            return both[0] or both[1]
        return await self._ask(key)

    async def _ask(self, key: str) -> Checkout | None:
        request = Request(owner_id=self.owner.id, key=key, fingerprint="the same")
        wish = CheckoutWish(
            owner=self.owner,
            email="ada@buyer.example",
            address=LONDON,
            shipping_method="Standard",
            request=request,
        )
        checkout: Checkout | None = await self._insist(
            lambda: self.programs.shop.create_checkout(wish)
        )
        if checkout is not None:
            self.answered.by_key.setdefault(key, set()).add(checkout.order.id)
            self.answered.orders.add(checkout.order.id)
        return checkout

    async def _changes_their_mind(self, opened: Checkout) -> Checkout | None:
        """Another piece, another checkout; and then, sometimes, the old page is paid too."""
        await self._add(self.products[-1])
        again = await self._check_out()
        if again is not None and self.dice.random() < 0.3:
            await self._pays(opened)
        return again

    async def _pays(self, opened: Checkout) -> None:
        session_id, mood = opened.session.session_id, self.dice.random()
        if session_id is None or mood < 0.08 or not self.till.is_payable(session_id):
            return
        if mood < 0.16:
            succeeds = self.dice.random() < 0.7
            after_s = self.dice.expovariate(1 / 3600)
            await self.till.pay_later(session_id, succeeds=succeeds, after_s=after_s)
            if not succeeds:
                return
        else:
            self.till.pay(session_id)
        if self.dice.random() < 0.1:
            await self.staff.look_after(opened.order.id)
        await self._regrets(session_id)

    async def _regrets(self, session_id: str) -> None:
        mood = self.dice.random()
        if mood > 0.08:
            return
        await asyncio.sleep(self.dice.expovariate(1 / self.dice.choice((2, 300, 3000))))
        captured = self.till.charges[session_id].captured.amount
        if self.till.charges[session_id].refunded:
            return
        if mood < 0.04:
            self.till.give_back(session_id, captured)
        elif mood < 0.06:
            self.till.give_back(session_id, captured // 3)
        else:
            self.till.dispute(session_id)

    async def _insist(self, ask: Any) -> Any:
        """As a front end does: the same request again while there is no clear answer."""
        for attempt in range(TRIES_MAX):
            try:
                return await self.programs.api().answer(ask)
            except (ConnectionLost, OutsideTrouble):
                if self.dice.random() < 0.03:
                    return None
                await asyncio.sleep(self.dice.uniform(0.5, 2.0) * 2 ** min(attempt, 6))
            except DomainError as refusal:
                if refusal.code not in ("cart_changed", "idempotency_key_in_use"):
                    self.answered.refusals.append(refusal.code)
                    return None
                await asyncio.sleep(1.0)
        return None


def new_owner() -> Owner:
    return Owner(uuid4())
