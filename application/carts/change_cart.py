"""What adding, changing and removing share: lock the cart, decide, save, answer with the cart."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from application.carts.ports import BeginCartWork, OpenCart
from application.shared.ports import NewId
from domain.carts.cart import Cart, CartVersionDiffers
from domain.carts.priced_cart import PricedCart, priced
from domain.catalog.catalogue import Catalogue
from domain.identity.owner import Owner
from domain.operations.reply import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class CartChange:
    """Who changes their cart; `if_version` is the version they saw, `request` their retry key."""

    owner: Owner
    if_version: int | None = None
    request: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCart:
    """Two round trips when nobody else changes this cart: open, and save if unchanged.

    When somebody was quicker, four more: begin, lock and read, save, commit. With a retry key it is
    these four alone, and two for the key.
    """

    begin: BeginCartWork
    new_id: NewId
    catalogue: Catalogue
    default_currency: str

    async def __call__(
        self,
        change: CartChange,
        decide: Callable[[OpenCart], Cart],
        wanted: UUID | None = None,
    ) -> PricedCart:
        if change.request is None:
            answer = await self._at_once(change, decide, wanted)
            if answer is not None:
                return answer
        return await self._in_turn(change, decide, wanted)

    async def _at_once(
        self, change: CartChange, decide: Callable[[OpenCart], Cart], wanted: UUID | None
    ) -> PricedCart | None:
        """None when somebody else changed the cart in between."""
        async with self.begin(reading=True) as work:
            found = await work.carts.open(
                change.owner.id, self.new_id(), self.default_currency, wanted
            )
            cart = self._decided(change, found, decide)
            saved = await work.carts.save_if_unchanged(found.cart, cart)
        return priced(cart, found.products, self.catalogue) if saved else None

    async def _in_turn(
        self, change: CartChange, decide: Callable[[OpenCart], Cart], wanted: UUID | None
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

            await work.carts.save(found.cart, cart)
            answer = priced(cart, found.products, self.catalogue)
            if change.request is not None:
                await work.replies.keep(change.request, answer)
            await work.commit()
        return answer

    def _decided(
        self, change: CartChange, found: OpenCart, decide: Callable[[OpenCart], Cart]
    ) -> Cart:
        if change.if_version is not None and change.if_version != found.cart.version:
            raise CartVersionDiffers(facts={"version": found.cart.version})
        return decide(found)
