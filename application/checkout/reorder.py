"""Order once more what was ordered before: at today's prices, as far as it can be had.

A design is bought as a copy that shares the print file of the first, so nothing is drawn again and
it looks the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from application.checkout.basket import OfferBasket, Wanted
from application.checkout.keep_draft import KeepDraft
from application.checkout.ports import BeginCheckoutWork, CheckoutWork
from application.checkout.price_checkout import PricedCheckout
from application.checkout.what_can_be_had import (
    BoughtLine,
    StillThere,
    WhatCanBeHad,
    still_there,
)
from application.shared.ports import Clock, NewId
from application.shipping.ports import AddressRules
from domain.catalog.product import Product
from domain.designs.chosen import chosen_of
from domain.designs.design import Design
from domain.designs.refusals import DesignNotFinal
from domain.designs.render import Render
from domain.designs.status import DesignStatus, RenderStatus
from domain.identity.owner import Owner
from domain.operations.reply import Request
from domain.orders.order import Order
from domain.orders.placing import NothingToReorder, OrderWasErased, UnavailableLine
from domain.shared.erased import ERASED_EMAIL
from domain.shipping.address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderWish:
    """What is not given is as it was."""

    owner: Owner
    order_id: UUID
    email: str | None = None
    address: Address | None = None
    shipping_method: str | None = None
    expected_total: int | None = None
    request: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reordered:
    """Kept as the answer to a repeat of the same request."""

    order_id: UUID
    unavailable: tuple[UnavailableLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A line of the new basket; of a design with its copy, which is not kept yet."""

    wanted: Wanted
    design: Design | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorder:
    begin: BeginCheckoutWork
    what_can_be_had: WhatCanBeHad
    offer: OfferBasket
    keep: KeepDraft
    address_rules: AddressRules
    clock: Clock
    new_id: NewId

    async def __call__(self, wish: ReorderWish) -> tuple[Order, Sequence[UnavailableLine]]:
        """A new draft, and what is not in it. Raises OrderNotFound, OrderWasErased,
        NothingToReorder, the refusals of address, price and way, and outside troubles.
        """
        async with self.begin(reading=True) as work:
            before = await self._before(work, wish)
            if before is not None:
                return before
            bought = await work.orders.get(wish.owner.id, wish.order_id)
            kept = await still_there(work, wish.owner, bought)
        wish = _whole(wish, bought)
        address = await self.address_rules.check(wish.address or bought.address)
        can, cannot = await self.what_can_be_had(bought, kept, address)
        if not can:
            raise NothingToReorder(facts={"unavailable": [_told(line) for line in cannot]})
        at = self.clock.now()
        copies = [self._copied(each, kept, at) for each in can]
        offer = await self.offer(
            wish.owner.id,
            [copy.wanted for copy in copies],
            address,
            wish.shipping_method or bought.shipping_method,
            wish.expected_total,
            at,
        )
        return await self._kept(wish, bought, address, offer, copies, cannot)

    async def _before(
        self, work: CheckoutWork, wish: ReorderWish, *, claim: bool = False
    ) -> tuple[Order, Sequence[UnavailableLine]] | None:
        if wish.request is None:
            return None
        asking = work.replies.recall if claim else work.replies.find
        told = await asking(wish.request, Reordered)
        if told is None:
            return None
        return await work.orders.get(wish.owner.id, told.order_id), told.unavailable

    def _copied(self, bought: BoughtLine, kept: StillThere, at: datetime) -> Copy:
        quantity, design = bought.line.quantity, bought.design
        if design is None:
            return Copy(wanted=Wanted(product=bought.product, quantity=quantity), design=None)
        copied = design.copied(design_id=self.new_id(), parameters=design.parameters, at=at)
        final = _finalized(copied, kept.renders[design.print_file], at)
        product = Product.of_design(
            bought.frame,
            product_id=self.new_id(),
            owner_id=bought.product.owner_id,
            chosen=chosen_of(final),
            at=at,
        )
        return Copy(wanted=Wanted(product=product, quantity=quantity), design=final)

    async def _kept(
        self,
        wish: ReorderWish,
        bought: Order,
        address: Address,
        offer: PricedCheckout,
        copies: Sequence[Copy],
        cannot: Sequence[UnavailableLine],
    ) -> tuple[Order, Sequence[UnavailableLine]]:
        async with self.begin() as work:
            before = await self._before(work, wish, claim=True)
            if before is not None:
                return before
            at = self.clock.now()
            designs = [copy.design for copy in copies if copy.design is not None]
            await work.designs.add_many(await _as_now(work, designs, at))
            products = [copy.wanted.product for copy in copies if copy.design is not None]
            await work.products.add_or_get_many(products)
            order = await self.keep(
                work,
                offer,
                wish.email or bought.email,
                address,
                wish.shipping_method or bought.shipping_method,
                at,
                reorderOf=str(bought.id),
            )
            if wish.request is not None:
                told = Reordered(order_id=order.id, unavailable=tuple(cannot))
                await work.replies.keep(wish.request, told)
            await work.commit()
        return order, cannot


def _whole(wish: ReorderWish, bought: Order) -> ReorderWish:
    """Raises OrderWasErased where something is neither given nor known."""
    if wish.address is None and bought.is_of_nobody:
        raise OrderWasErased("Say where it goes.", field="address")
    if wish.email is None and bought.email == ERASED_EMAIL:
        raise OrderWasErased("Say where the confirmation goes.", field="email")
    return wish


def _finalized(copied: Design, render: Render, at: datetime) -> Design:
    is_made = render.status is RenderStatus.COMPLETED
    status = DesignStatus.READY if is_made else DesignStatus.QUEUED
    return copied.finalized(render.id, status, at=at)


async def _as_now(work: CheckoutWork, designs: Sequence[Design], at: datetime) -> Sequence[Design]:
    """A render that is not over yet is held, so that its end is told to its copy, too."""
    waiting = [design for design in designs if design.status is not DesignStatus.READY]
    if not waiting:
        return designs
    # Pictures before renders, and those in one sequence, as whoever deletes a picture locks them.
    await work.pictures.get_many([design.parameters.picture_id for design in waiting])
    waiting.sort(key=lambda design: design.print_file)
    held = {design.id: await _held(work, design, at) for design in waiting}
    return [held.get(design.id, design) for design in designs]


async def _held(work: CheckoutWork, design: Design, at: datetime) -> Design:
    render = await work.renders.hold(design.print_file)
    if render is None:
        raise DesignNotFinal
    if render.status is RenderStatus.COMPLETED:
        return design.moved_to(DesignStatus.READY, at=at)
    return replace(design, updated_at=at)


def _told(line: UnavailableLine) -> dict[str, str]:
    return {"lineId": str(line.line_id), "title": line.title, "code": line.code.value}
