"""What every change of a cart has in common: keys, versions, the quick way and the sure way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from application.carts.ports import BeginCartWork, OpenCart
from application.carts.price_cart import PriceCart
from application.operations.ports import KeptReply
from application.shared.ports import Clock, NewId
from domain.carts.cart import Cart
from domain.carts.history import CartAction, CartEntry
from domain.carts.priced_cart import CartVersionDiffers, PricedCart
from domain.identity.owner import Owner
from domain.operations.reply import Request
from domain.shared.origin import Origin

Decide = Callable[[OpenCart], Cart]


@dataclass(frozen=True, slots=True, kw_only=True)
class CartChange:
    """Who changes their cart, and from where.

    `if_version` is the version they saw, of the cart `if_cart`; `request` is their retry key.
    """

    owner: Owner
    origin: Origin
    if_version: int | None = None
    if_cart: UUID | None = None
    request: Request | None = None

    def was_made_of(self, cart: Cart) -> bool:
        """An owner's next cart counts its versions anew, and so does whom they log in as."""
        return self.if_version in (None, cart.version) and self.if_cart in (None, cart.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCart:
    """Two round trips when nobody else changes this cart: open, and save if unchanged.

    When somebody was quicker, four more: begin, lock and read, save, commit. With a retry key it is
    these four alone, and one to claim the key.
    """

    begin: BeginCartWork
    price: PriceCart
    clock: Clock
    new_id: NewId
    default_currency: str

    async def __call__(
        self,
        change: CartChange,
        action: CartAction,
        decide: Decide,
        wanted: Sequence[UUID] = (),
    ) -> PricedCart:
        """Raises CartVersionDiffers with the cart as it is, and what `decide` raises."""
        if change.request is None:
            answer = await self._at_once(change, action, decide, wanted)
            if answer is not None:
                return answer
        return await self._in_turn(change, action, decide, wanted)

    async def _at_once(
        self, change: CartChange, action: CartAction, decide: Decide, wanted: Sequence[UUID]
    ) -> PricedCart | None:
        """None when somebody else changed the cart in between."""
        async with self.begin(reading=True) as work:
            found = await work.carts.open(
                change.owner.id, self.new_id(), self.default_currency, wanted
            )
            cart = self._decided(change, found, decide)
            if cart == found.cart:
                return self.price(found)
            entry = self._entry(change, action, found, cart)
            saved = await work.carts.save_if_unchanged(found.cart, cart, entry)
        return self.price(found, cart) if saved else None

    async def _in_turn(
        self, change: CartChange, action: CartAction, decide: Decide, wanted: Sequence[UUID]
    ) -> PricedCart:
        async with self.begin() as work:
            if change.request is not None:
                answered = await work.replies.recall(change.request, PricedCart)
                if answered is not None:
                    return answered

            found = await work.carts.lock(
                change.owner.id, self.new_id(), self.default_currency, wanted
            )
            cart = self._decided(change, found, decide)

            answer = self.price(found, cart)
            reply = None if change.request is None else KeptReply(change.request, answer)
            if cart != found.cart:
                entry = self._entry(change, action, found, cart)
                await work.carts.save(found.cart, cart, entry, reply)
            elif reply is not None:
                # The quantity was what it should become: nothing happened, and none is noted.
                await work.replies.keep(reply.request, reply.answer)
            await work.commit()
        return answer

    def _decided(self, change: CartChange, found: OpenCart, decide: Decide) -> Cart:
        if not change.was_made_of(found.cart):
            raise CartVersionDiffers(current=self.price(found))
        return decide(found)

    def _entry(
        self, change: CartChange, action: CartAction, found: OpenCart, cart: Cart
    ) -> CartEntry:
        return CartEntry.of(action, found.cart, cart, change.origin, self.clock.now())
