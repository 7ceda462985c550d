"""Buyers: they click twice, change their minds, leave, come back, and want their money again."""

import asyncio
from dataclasses import dataclass, field
from random import Random
from uuid import UUID, uuid4

from adapters.inbound.simulation.insistence import Insistence
from adapters.inbound.simulation.staff import Staff
from adapters.inbound.simulation.surroundings import SimulatedShop
from adapters.inbound.simulation.till import Till
from application.carts.add_to_cart import Addition
from application.checkout.checkout import Checkout, CheckoutWish
from domain.identity.owner import Owner
from domain.operations.reply import Request
from domain.shared.origin import Origin
from domain.shipping.address import Address

BROWSER = Origin(actor="guest", device="simulated", request_id="simulated")
LONDON = Address(
    name="Ada Lovelace",
    line1="12 St James's Square",
    town_or_city="London",
    postal_or_zip_code="SW1Y 4JH",
    country_code="GB",
)


@dataclass(slots=True)
class Answered:
    """What buyers were told, to be held against the books at the end."""

    by_key: dict[str, set[UUID]] = field(default_factory=dict)
    orders: set[UUID] = field(default_factory=set)
    cancelled: set[UUID] = field(default_factory=set)


@dataclass(slots=True)
class Buyer:
    dice: Random
    insist: Insistence
    shop: SimulatedShop
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
        mood = self.dice.random()
        if opened is not None and mood < 0.06:
            opened = await self._changes_their_mind(opened)
        elif opened is not None and mood < 0.13:
            opened = await self._goes_back(opened)
        if opened is None:
            return
        await asyncio.sleep(self.dice.expovariate(1 / 60))
        if not await self._pays(opened):
            return
        afterwards = [self._regrets(opened.session.session_id or "")]
        if self.dice.random() < 0.12:
            afterwards.append(self.staff.look_after(opened.order))
        await asyncio.gather(*afterwards)

    async def _add(self, product: UUID) -> None:
        addition = Addition(owner=self.owner, origin=BROWSER, product_id=product, quantity=1)
        await self.insist(lambda: self.shop.add_to_cart(addition))

    async def _check_out(self) -> Checkout | None:
        """Twice at once, sometimes, as by a double click or in two tabs; or again, much later."""
        key, mood = str(self.dice.getrandbits(64)), self.dice.random()
        if mood < 0.1:
            other = key if mood < 0.05 else f"{key}-2"
            both = await asyncio.gather(self._ask(key), self._ask(other))
            return both[0] or both[1]
        opened = await self._ask(key)
        if mood > 0.95:
            await asyncio.sleep(self.dice.expovariate(1 / 300))
            await self._ask(key)
        return opened

    async def _ask(self, key: str) -> Checkout | None:
        request = Request(owner_id=self.owner.id, key=key, fingerprint="the same")
        wish = CheckoutWish(
            owner=self.owner,
            email="ada@buyer.example",
            address=LONDON,
            shipping_method="Standard",
            request=request,
        )
        checkout: Checkout | None = await self.insist(lambda: self.shop.create_checkout(wish))
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

    async def _goes_back(self, opened: Checkout) -> Checkout | None:
        """From the payment page; the page is still there in another tab, and so is a new one."""
        cancelled = await self.insist(
            lambda: self.shop.cancel_checkout(self.owner, opened.order.id)
        )
        if cancelled is not None:
            self.answered.cancelled.add(opened.order.id)
        mood = self.dice.random()
        if mood < 0.25:
            return opened
        again = await self._check_out() if mood < 0.8 else None
        if again is not None and mood < 0.45:
            await self._pays(opened)
        return again

    async def _pays(self, opened: Checkout) -> bool:
        session_id, mood = opened.session.session_id, self.dice.random()
        if session_id is None or mood < 0.08 or not self.till.is_payable(session_id):
            return False
        if mood < 0.16:
            succeeds = self.dice.random() < 0.7
            after_s = self.dice.expovariate(1 / 3600)
            await self.till.pay_later(session_id, succeeds=succeeds, after_s=after_s)
            return succeeds
        self.till.pay(session_id)
        return True

    async def _regrets(self, session_id: str) -> None:
        """Money is given back in the provider's own pages, or the bank is asked for it."""
        mood = self.dice.random()
        if mood > 0.1:
            return
        await asyncio.sleep(self.dice.expovariate(1 / self.dice.choice((2, 300, 3000))))
        left = self.till.charges[session_id].left
        if mood < 0.03:
            self.till.money.give_back(session_id, left)
        elif mood < 0.05:
            self.till.money.give_back(session_id, left // 3)
        elif left > 0:
            self.till.money.dispute(session_id)


def new_owner() -> Owner:
    return Owner(uuid4())
