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
    """Four round trips: begin, lock and read, save, commit; two more with a retry key."""

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
        async with self.begin() as work:
            if change.request is not None:
                answered = await work.replies.recall(change.request, PricedCart)
                if answered is not None:
                    return answered

            found = await work.carts.lock(
                change.owner.id, self.new_id(), self.default_currency, wanted
            )
            if change.if_version is not None and change.if_version != found.cart.version:
                raise CartVersionDiffers(facts={"version": found.cart.version})
            cart = decide(found)

            await work.carts.save(found.cart, cart)
            answer = priced(cart, found.products, self.catalogue)
            if change.request is not None:
                await work.replies.keep(change.request, answer)
            await work.commit()
        return answer
