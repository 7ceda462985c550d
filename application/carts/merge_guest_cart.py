"""Put a guest's cart, and all else the guest had, into the hands of the user they turned out to be.

Asked again, it answers with what was done the first time.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from application.carts.merge_outcome import KeptApart, MergeOutcome, MergeStatus, kept_apart
from application.carts.merge_ports import BeginMergeWork, CartsToMerge, MergeWork
from application.carts.ports import OpenCart
from application.carts.price_cart import PriceCart
from application.shared.ports import Clock, NewId
from domain.carts.cart import Cart, CartLimits
from domain.carts.history import CartAction, CartEntry
from domain.carts.merge import MergeRules, merge
from domain.carts.merge_report import MergeStrategy
from domain.carts.past_merge import Moved, PastMerge
from domain.catalog.catalogue import Catalogue
from domain.catalog.frame import Frame
from domain.identity.owner import Owner
from domain.operations.reply import Request
from domain.shared.origin import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestMerge:
    """`dry_run` shows what would come of it and changes nothing; without a strategy, the shop's."""

    guest: Owner
    user: Owner
    origin: Origin
    strategy: MergeStrategy | None = None
    dry_run: bool = False
    request: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeGuestCart:
    """Nine round trips for carts of any size, two more with a retry key."""

    begin: BeginMergeWork
    price: PriceCart
    catalogue: Catalogue
    limits: CartLimits
    clock: Clock
    new_id: NewId
    default_currency: str
    default_strategy: MergeStrategy
    undo_within: timedelta

    async def __call__(self, wish: GuestMerge) -> MergeOutcome:
        request = None if wish.dry_run else wish.request
        async with self.begin() as work:
            if request is not None:
                answered = await work.replies.recall(request, MergeOutcome)
                if answered is not None:
                    return answered

            found = await work.merges.lock(
                wish.guest.id, wish.user.id, self.new_id(), self.default_currency
            )
            outcome = await self._merged(work, wish, found)

            if wish.dry_run:
                # The true outcome of the true steps, of which none is kept.
                return replace(outcome, merge_id=None, undoable_until=None)
            if request is not None:
                await work.replies.keep(request, outcome)
            await work.commit()
        return outcome

    async def _merged(self, work: MergeWork, wish: GuestMerge, found: CartsToMerge) -> MergeOutcome:
        if found.guest is None or found.guest.has_nothing_to_give:
            return await self._nothing_to_merge(work, wish)
        apart = kept_apart(found.guest, found.user)
        if apart is not None:
            return self._apart(found.user, apart)
        return await self._merge(work, wish, found.guest, found.user)

    async def _nothing_to_merge(self, work: MergeWork, wish: GuestMerge) -> MergeOutcome:
        """Pictures and orders from before are moved all the same."""
        await self._move_belongings(work, wish)
        past = await work.merges.latest(wish.guest.id, wish.user.id)
        return await self._outcome(work, wish, MergeStatus.ALREADY_MERGED, past)

    def _apart(self, user: OpenCart, apart: KeptApart) -> MergeOutcome:
        return MergeOutcome(status=MergeStatus.KEPT_APART, cart=self.price(user), kept_apart=apart)

    async def _merge(
        self, work: MergeWork, wish: GuestMerge, guest: OpenCart, user: OpenCart
    ) -> MergeOutcome:
        moved = await self._move_belongings(work, wish)
        owners = {product.id: product.owner_id for product in guest.products.values()}
        rules = MergeRules(
            strategy=wish.strategy or self.default_strategy,
            limits=self.limits,
            same_product=moved.same_products,
            sold_as=self._sold_as(guest, user),
            foreign=frozenset(
                each for each, owner in owners.items() if owner not in (wish.guest.id, wish.user.id)
            ),
            users_own=frozenset(each for each, owner in owners.items() if owner == wish.user.id),
        )
        merged, report = merge(guest.cart, user.cart, rules, self.new_id)
        past = PastMerge(
            id=self.new_id(),
            guest_id=wish.guest.id,
            guest_cart_id=guest.cart.id,
            user_id=wish.user.id,
            user_cart_before=user.cart,
            version_after=merged.version,
            at=self.clock.now(),
            moved=moved,
            report=report,
        )
        await work.carts.save(user.cart, merged, _entry(user.cart, merged, past, wish))
        given_away = replace(guest.cart, version=guest.cart.version + 1)
        await work.merges.add(past, _entry(guest.cart, given_away, past, wish))
        return await self._outcome(work, wish, MergeStatus.MERGED, past)

    async def _move_belongings(self, work: MergeWork, wish: GuestMerge) -> Moved:
        # A queue begun offline as a guest may be replayed as the user.
        await work.operations.hand_over(wish.guest.id, wish.user.id)
        return await work.belongings.move(wish.guest.id, wish.user.id)

    async def _outcome(
        self, work: MergeWork, wish: GuestMerge, status: MergeStatus, past: PastMerge | None
    ) -> MergeOutcome:
        # Read again: what was moved may be another product, of another picture, than it was.
        cart = await work.carts.read(wish.user.id)
        if cart is None:
            raise RuntimeError("The user's cart was locked in this work.")
        if past is None:
            return MergeOutcome(status=MergeStatus.NOTHING_TO_MERGE, cart=self.price(cart))
        return MergeOutcome(
            status=status,
            cart=self.price(cart),
            report=past.report,
            merge_id=past.id,
            undoable_until=past.at + self.undo_within,
        )

    def _sold_as(self, *carts: OpenCart) -> dict[UUID, Frame]:
        found = {}
        for cart in carts:
            for product in cart.products.values():
                frame = self.catalogue.find(
                    product.frame_size, product.frame_style, product.frame_material
                )
                if frame is not None:
                    found[product.id] = frame
        return found


def _entry(before: Cart, after: Cart, past: PastMerge, wish: GuestMerge) -> CartEntry:
    details = {"mergeId": str(past.id), "strategy": past.report.strategy.value}
    return CartEntry.of(CartAction.MERGED, before, after, wish.origin, past.at, details)
