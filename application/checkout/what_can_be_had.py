"""Of an old order's lines: which can be had once more, and why the others cannot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from application.checkout.ports import CheckoutWork, SkuCheck
from domain.carts.cart import CartLimits
from domain.catalog.catalogue import Catalogue
from domain.catalog.frame import Frame
from domain.catalog.product import Product, SkuUnavailable
from domain.designs.design import Design
from domain.designs.render import Render
from domain.designs.status import RenderStatus
from domain.identity.owner import Owner
from domain.orders.order import Order, OrderLine
from domain.orders.placing import CannotBeHad, UnavailableLine
from domain.shipping.address import Address
from domain.shipping.currency_of_country import currency_of_country


@dataclass(frozen=True, slots=True, kw_only=True)
class StillThere:
    """What is kept of the things that were bought, by their ids; all are the owner's."""

    products: Mapping[UUID, Product]
    designs: Mapping[UUID, Design]
    renders: Mapping[UUID, Render]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtLine:
    """`frame` is what is sold today as it; `design` is the one to be copied, if it is of one."""

    line: OrderLine
    product: Product
    frame: Frame
    design: Design | None


async def still_there(work: CheckoutWork, owner: Owner, order: Order) -> StillThere:
    """Three reads at most, however many lines there are."""
    lines = order.lines
    designs = [line.design_id for line in lines if line.design_id is not None]
    renders = [line.render_id for line in lines if line.render_id is not None]
    products = await work.products.get_own(owner.id, [line.product_id for line in lines])
    found = await work.designs.get_many(owner.id, designs) if designs else ()
    made = await work.renders.get_many(renders) if renders else ()
    return StillThere(
        products={product.id: product for product in products},
        designs={design.id: design for design in found},
        renders={render.id: render for render in made},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatCanBeHad:
    catalogue: Catalogue
    limits: CartLimits
    sku_check: SkuCheck

    async def __call__(
        self, order: Order, kept: StillThere, address: Address
    ) -> tuple[Sequence[BoughtLine], Sequence[UnavailableLine]]:
        """Asks the lab about every frame. Raises Unavailable."""
        currency = currency_of_country(address.country_code)
        judged = [(line, self._judged(line, kept, currency)) for line in order.lines]
        can = [found for _, found in judged if isinstance(found, BoughtLine)]
        made = await self._made(can, address.country_code)
        cannot = [
            UnavailableLine(
                line_id=line.id,
                title=line.title,
                code=CannotBeHad.SKU_UNAVAILABLE if isinstance(found, BoughtLine) else found,
            )
            for line, found in judged
            if not (isinstance(found, BoughtLine) and found.frame.title in made)
        ]
        return [found for found in can if found.frame.title in made], cannot

    def _judged(
        self, line: OrderLine, kept: StillThere, currency: str
    ) -> "BoughtLine | CannotBeHad":
        product = kept.products.get(line.product_id)
        if product is None:
            return CannotBeHad.PRODUCT_UNAVAILABLE
        frame = self.catalogue.find(product.frame_size, product.frame_style, product.frame_material)
        if frame is None:
            return CannotBeHad.PRODUCT_UNAVAILABLE
        design = None if line.design_id is None else kept.designs.get(line.design_id)
        render = None if line.render_id is None else kept.renders.get(line.render_id)
        reasons = (
            (not product.has_picture, CannotBeHad.PICTURE_DELETED),
            (line.design_id is not None and design is None, CannotBeHad.PRODUCT_UNAVAILABLE),
            (line.render_id is not None and not _prints(render), CannotBeHad.DESIGN_NOT_PRINTABLE),
            (currency not in frame.prices, CannotBeHad.CURRENCY_NOT_SOLD),
            (line.quantity > self.limits.line_quantity_max, CannotBeHad.QUANTITY_NOT_ALLOWED),
        )
        found = BoughtLine(line=line, product=product, frame=frame, design=design)
        return next((reason for is_so, reason in reasons if is_so), found)

    async def _made(self, lines: Iterable[BoughtLine], country: str) -> set[str]:
        """Titles of the frames that the lab makes and sends there."""
        frames = {each.frame.title: each.frame for each in lines}
        try:
            await self.sku_check.check(list(frames.values()), country)
        except SkuUnavailable:
            return {name for name, frame in frames.items() if await self._is_made(frame, country)}
        return set(frames)

    async def _is_made(self, frame: Frame, country: str) -> bool:
        try:
            await self.sku_check.check([frame], country)
        except SkuUnavailable:
            return False
        return True


def _prints(render: Render | None) -> bool:
    return render is not None and render.status is not RenderStatus.FAILED
