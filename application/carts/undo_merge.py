"""Take a merge back: both carts are as they were, and the guest has their belongings again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from application.carts.merge_ports import BeginMergeWork, CartsToMerge, MergeWork
from application.carts.price_cart import PriceCart
from application.shared.ports import Clock, NewId
from domain.carts.cart import Cart
from domain.carts.history import CartAction, CartEntry
from domain.carts.past_merge import MergeNotFound, MergeUndoRefused, PastMerge
from domain.carts.priced_cart import PricedCart
from domain.identity.owner import Owner
from domain.operations.reply import Request
from domain.shared.origin import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUndo:
    user: Owner
    merge_id: UUID
    origin: Origin
    request: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoneMerge:
    """`cart` is the user's; `guest` has theirs again."""

    merge_id: UUID
    guest: Owner
    undone_at: datetime
    cart: PricedCart


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoMerge:
    begin: BeginMergeWork
    price: PriceCart
    clock: Clock
    new_id: NewId
    default_currency: str
    undo_within: timedelta

    async def __call__(self, wish: MergeUndo) -> UndoneMerge:
        """Raises the refusals of domain.carts.past_merge. Undoing again changes nothing."""
        async with self.begin() as work:
            if wish.request is not None:
                answered = await work.replies.recall(wish.request, UndoneMerge)
                if answered is not None:
                    return answered

            past = await work.merges.lock_past(wish.merge_id, wish.user.id)
            if past is None:
                raise MergeNotFound
            # Also when it is repeated: the answer hands out the guest's token.
            past.check_undoable(self.clock.now(), self.undo_within)
            if past.undone_at is None:
                past = await self._undo(work, wish, past)
            cart = await work.carts.lock(wish.user.id, self.new_id(), self.default_currency)
            undone = UndoneMerge(
                merge_id=past.id,
                guest=Owner(past.guest_id),
                undone_at=past.undone_at or past.at,
                cart=self.price(cart),
            )

            if wish.request is not None:
                await work.replies.keep(wish.request, undone)
            await work.commit()
        return undone

    async def _undo(self, work: MergeWork, wish: MergeUndo, past: PastMerge) -> PastMerge:
        at = self.clock.now()
        found = await work.merges.lock(
            past.guest_id, past.user_id, self.new_id(), self.default_currency
        )
        restored = past.restored(found.user.cart)
        _check_free(found)
        given_away = await work.carts.read_any(past.guest_cart_id)
        if given_away is None:
            raise MergeNotFound

        def entry(before: Cart, after: Cart) -> CartEntry:
            details = {"mergeId": str(past.id)}
            return CartEntry.of(CartAction.MERGE_UNDONE, before, after, wish.origin, at, details)

        guest = given_away.cart
        undone = past.undo(at)
        await work.belongings.move_back(past.guest_id, past.user_id, past.moved)
        await work.carts.save(found.user.cart, restored, entry(found.user.cart, restored))
        await work.merges.undo(
            undone,
            entry(guest, replace(guest, version=guest.version + 1)),
            set_aside=None if found.guest is None else found.guest.cart.id,
        )
        return undone


def _check_free(found: CartsToMerge) -> None:
    """Raises MergeUndoRefused."""
    if found.user.checkout is not None:
        raise MergeUndoRefused(
            "Your cart waits for payment.",
            facts={"orderId": str(found.user.checkout.order_id)},
        )
    guest = found.guest
    if guest is not None and (not guest.cart.is_empty or guest.checkout is not None):
        raise MergeUndoRefused("The guest has begun another cart.")
