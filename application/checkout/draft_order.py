"""Freeze what is being bought into a draft order; from here on nobody reads the cart again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.checkout.ports import CheckoutWork
from application.checkout.price_checkout import PricedCheckout
from application.shared.ports import NewId
from domain.carts.cart import CartLineUnavailable
from domain.carts.priced_cart import PricedLine
from domain.designs.render import RenderedFile
from domain.designs.status import RenderStatus
from domain.media.picture import Picture
from domain.orders.order import Order, OrderLine
from domain.orders.status import OrderStatus
from domain.pricing.totals import Totals
from domain.shipping.address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOrder:
    new_id: NewId

    async def __call__(
        self,
        work: CheckoutWork,
        email: str,
        address: Address,
        shipping_method: str,
        offer: PricedCheckout,
        at: datetime,
    ) -> Order:
        """Not saved yet. Its fingerprint is equal for equal purchases of the same cart."""
        pictures = await work.pictures.get_many(
            [line.product.picture_id for line in offer.priced.lines]
        )
        files = await _files(work, offer.priced.lines)
        lines = self._lines(offer, {picture.id: picture for picture in pictures}, files)
        totals = offer.option(shipping_method).totals
        return Order(
            id=self.new_id(),
            number=await work.orders.next_number(),
            owner_id=offer.cart.owner_id,
            cart_id=offer.cart.id,
            cart_version=offer.cart.version,
            status=OrderStatus.DRAFT,
            email=email,
            address=address,
            shipping_method=shipping_method,
            lines=lines,
            totals=totals,
            fingerprint=_fingerprint(lines, totals, email, address, shipping_method),
            placed_at=at,
        )

    def _lines(
        self,
        offer: PricedCheckout,
        pictures: Mapping[UUID, Picture],
        files: Mapping[UUID, RenderedFile],
    ) -> tuple[OrderLine, ...]:
        lines = []
        for line, frame in zip(offer.priced.lines, offer.frames, strict=True):
            picture = pictures.get(line.product.picture_id)
            if picture is None:
                # It was deleted after the cart was priced.
                raise CartLineUnavailable(facts={"lines": [str(line.id)]})
            product = line.product
            # Of a design its own file is printed, which may not be made yet.
            file = picture if product.render_id is None else files.get(product.render_id)
            lines.append(
                OrderLine(
                    id=self.new_id(),
                    product_id=product.id,
                    picture_id=picture.id,
                    title=line.title,
                    sku=frame.sku,
                    attributes=frame.attributes.as_dict,
                    sizing=frame.sizing,
                    asset_key="" if file is None else file.asset_key,
                    asset_md5="" if file is None else file.md5,
                    quantity=line.quantity,
                    unit_price=line.unit_price,
                    design_id=product.design_id,
                    design_revision=product.design_revision,
                    render_id=product.render_id,
                )
            )
        return tuple(lines)


async def _files(work: CheckoutWork, lines: Sequence[PricedLine]) -> Mapping[UUID, RenderedFile]:
    """By render, those that are made already. Raises CartLineUnavailable for what cannot be."""
    wanted = {
        line.id: line.product.render_id for line in lines if line.product.render_id is not None
    }
    if not wanted:
        return {}
    found = await work.renders.get_many(list(wanted.values()))
    printable = {render.id for render in found if render.status is not RenderStatus.FAILED}
    in_vain = [str(line_id) for line_id, render_id in wanted.items() if render_id not in printable]
    if in_vain:
        raise CartLineUnavailable(facts={"lines": in_vain})
    return {render.id: render.file for render in found if render.file is not None}


def _fingerprint(
    lines: Sequence[OrderLine],
    totals: Totals,
    email: str,
    address: Address,
    shipping_method: str,
) -> str:
    parts = [
        (line.product_id.hex, line.sku, line.quantity, line.unit_price.amount) for line in lines
    ]
    whole = repr((parts, totals, email, address, shipping_method))
    return hashlib.sha256(whole.encode()).hexdigest()
