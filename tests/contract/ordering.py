"""A shop in which designs are ordered without a cart, and whose renders come when a test says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from adapters.outbound.memory.address_rules import MemoryAddressRules
from adapters.outbound.memory.print_lab import LabOrder
from adapters.outbound.memory.sku_check import MemorySkuCheck
from application.checkout.basket import OfferBasket
from application.checkout.cancel_checkout import CancelCheckout
from application.checkout.checkout import Checkout
from application.checkout.draft_order import DraftOrder
from application.checkout.expire_draft import ExpireDraft
from application.checkout.keep_draft import KeepDraft
from application.checkout.open_order_page import OpenOrderPage
from application.checkout.open_payment_page import OpenPaymentPage
from application.checkout.place_order import OrderWish, PlaceOrder
from application.checkout.products_wanted import FindProducts, OrderItem
from application.checkout.reorder import Reorder, ReorderWish
from application.checkout.what_can_be_had import WhatCanBeHad
from application.fulfilment.when_print_file_is_ready_submit import SubmitWaitingPrints
from domain.designs.design import Design
from domain.designs.render import Render, RenderedFile, render_key
from domain.designs.status import DesignStatus
from domain.fulfilment.status import DropshipStatus
from domain.operations.job import JobKind
from domain.orders.order import Order
from domain.orders.placing import UnavailableLine
from tests.contract.persistence import Persistence, until
from tests.contract.sample_design import design_of, render_of
from tests.contract.sample_goods import CATALOGUE, a_picture
from tests.contract.sample_order import LONDON
from tests.unit.checkout.shop import LIMITS, Shop

PRICES_VALID = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Final:
    """A final design and its render."""

    design: Design
    render: Render


class Ordering:
    """`shop` does everything else; `sku_check` is the lab's word on what it makes."""

    def __init__(self, kept: Persistence | None = None) -> None:
        self.shop = shop = Shop(kept)
        begin, clock = shop.begin, shop.clock
        self.sku_check = MemorySkuCheck()
        price = shop.checkout.intend.price
        offer = OfferBasket(price=price, sku_check=self.sku_check, new_id=uuid4)
        keep = KeepDraft(draft=DraftOrder(new_id=uuid4), prices_valid=PRICES_VALID)
        self.place = PlaceOrder(
            begin=begin,
            find_products=FindProducts(begin=begin, catalogue=CATALOGUE, clock=clock, new_id=uuid4),
            offer=offer,
            keep=keep,
            address_rules=MemoryAddressRules(),
            clock=clock,
        )
        self.open_page = OpenOrderPage(
            begin=begin,
            gateway=shop.gateway,
            open_page=OpenPaymentPage(begin=begin, gateway=shop.gateway, clock=clock),
            clock=clock,
            session_lifetime=timedelta(hours=1),
            prices_valid=PRICES_VALID,
        )
        self.reorder = Reorder(
            begin=begin,
            what_can_be_had=WhatCanBeHad(
                catalogue=CATALOGUE, limits=LIMITS, sku_check=self.sku_check
            ),
            offer=offer,
            keep=keep,
            address_rules=MemoryAddressRules(),
            clock=clock,
            new_id=uuid4,
        )
        self.cancel = CancelCheckout(begin=begin, clock=clock)
        handlers: Any = shop.run.handlers
        handlers[JobKind.EXPIRE_DRAFT] = ExpireDraft(begin=begin, clock=clock)

    async def final(self, *, owner_id: UUID | None = None, made: bool = False) -> Final:
        """A final design of a new picture, whose print file is made if `made`."""
        picture = a_picture(owner_id or self.shop.buyer.id)
        draft = design_of(picture)
        render = render_of(draft)
        design = draft.finalized(render.id, DesignStatus.QUEUED, at=draft.created_at)
        async with self.shop.begin() as work:
            await work.pictures.add(picture)
            await work.renders.add_or_get(render)
            await work.designs.add(design)
            await work.commit()
        found = Final(design, render)
        return Final(design, await self.made(found)) if made else found

    async def made(self, final: Final, *, told: bool = True) -> Render:
        """Its print file is there; whoever waits for it is told, if `told`."""
        render = final.render.begun()
        completed = render.completed(file_of(render), at=self.shop.at())
        async with self.shop.begin() as work:
            await work.renders.save(completed)
            await work.designs.follow(render.id, DesignStatus.READY, self.shop.at())
            if told:
                await SubmitWaitingPrints()(work, completed, self.shop.at())
            await work.commit()
        return completed

    async def failed(self, final: Final) -> None:
        async with self.shop.begin() as work:
            broken = final.render.begun().failed("render_broken", at=self.shop.at())
            await work.renders.save(broken)
            await work.designs.follow(broken.id, DesignStatus.FAILED, self.shop.at())
            await work.commit()

    def wish(self, *finals: Final, **more: Any) -> OrderWish:
        items = [OrderItem(quantity=1, design_id=final.design.id) for final in finals]
        usual: dict[str, Any] = {
            "owner": self.shop.buyer,
            "items": items,
            "email": "ada@buyer.example",
            "address": LONDON,
            "shipping_method": "Standard",
        }
        return OrderWish(**(usual | more))

    async def placed(self, *finals: Final) -> Checkout:
        """Placed, and its page is open."""
        order = await self.place(self.wish(*finals))
        return await self.open_page(self.shop.buyer, order.id)

    async def paid(self, *finals: Final) -> Order:
        """Paid and told, and nothing sent to the lab yet."""
        checkout = await self.placed(*finals)
        return await self.pay(checkout)

    async def pay(self, checkout: Checkout) -> Order:
        session_id = checkout.session.session_id or ""
        self.shop.gateway.money_arrives(session_id, payment_intent_id=f"pi_{uuid4()}")
        await self.shop.deliver("checkout.session.completed", session_id)

        async def is_paid() -> Order | None:
            await self.shop.run.oldest_overdue(timedelta())
            order = await self.shop.order(checkout.order.id)
            return order if order.has_been_paid else None

        return await until(self.shop.persistence, is_paid)

    async def until_statuses(self, order: Order, *statuses: DropshipStatus) -> None:
        async def are_there() -> bool | None:
            await self.shop.work()
            found = {part.status for part in await self.shop.parts(order.id)}
            return True if found == set(statuses) else None

        await until(self.shop.persistence, are_there)

    def at_lab(self, order: Order) -> list[LabOrder]:
        """A worker also does what other tests with the same database left behind."""
        return [made for made in self.shop.lab.orders if made.request["order_id"] == str(order.id)]

    async def again(self, order: Order, **more: Any) -> tuple[Order, Sequence[UnavailableLine]]:
        return await self.reorder(ReorderWish(owner=self.shop.buyer, order_id=order.id, **more))


def file_of(render: Render) -> RenderedFile:
    return RenderedFile(
        asset_key=render_key(render.id, render.attempt),
        width_px=2400,
        height_px=3000,
        bytes_count=9_000_000,
        md5=render.id.hex,
        sha256=render.id.hex * 2,
    )
