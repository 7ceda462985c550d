"""The products that somebody orders, by their ids or by those of final designs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from application.checkout.basket import Wanted
from application.checkout.ports import BeginCheckoutWork, CheckoutWork
from application.shared.ports import Clock, NewId
from domain.catalog.catalogue import Catalogue
from domain.catalog.product import Product, ProductChoiceUnclear, ProductNotFound
from domain.designs.chosen import chosen_of
from domain.designs.refusals import DesignNotFound
from domain.identity.owner import Owner
from domain.media.refusals import PictureNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderItem:
    """Either a product or a design."""

    quantity: int
    product_id: UUID | None = None
    design_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindProducts:
    """A design becomes the product that it would be in a cart, made at most once."""

    begin: BeginCheckoutWork
    catalogue: Catalogue
    clock: Clock
    new_id: NewId

    async def __call__(self, owner: Owner, items: Sequence[OrderItem]) -> Sequence[Wanted]:
        """Raises ProductChoiceUnclear, ProductNotFound, DesignNotFound, DesignNotFinal,
        PictureNotFound or FrameUnknown.
        """
        if any((item.product_id is None) == (item.design_id is None) for item in items):
            raise ProductChoiceUnclear("Each item names a product or a design.", field="items")
        async with self.begin() as work:
            known = await self._known(work, owner, items)
            designed = await self._designed(work, owner, items)
            await work.commit()
        return [
            Wanted(
                product=known[item.product_id]
                if item.product_id is not None
                else designed[item.design_id],
                quantity=item.quantity,
            )
            for item in items
        ]

    async def _known(
        self, work: CheckoutWork, owner: Owner, items: Sequence[OrderItem]
    ) -> Mapping[UUID | None, Product]:
        wanted = {item.product_id for item in items if item.product_id is not None}
        if not wanted:
            return {}
        found = await work.products.get_own(owner.id, sorted(wanted))
        if len(found) < len(wanted):
            raise ProductNotFound(field="items")
        return {product.id: product for product in found}

    async def _designed(
        self, work: CheckoutWork, owner: Owner, items: Sequence[OrderItem]
    ) -> Mapping[UUID | None, Product]:
        wanted = {item.design_id for item in items if item.design_id is not None}
        if not wanted:
            return {}
        found = await work.designs.get_many(owner.id, sorted(wanted))
        if len(found) < len(wanted):
            raise DesignNotFound(field="items")
        # Held, so that a log-in which hands all of this over waits, and takes the products along.
        shown = {design.parameters.picture_id for design in found}
        held = await work.pictures.get_many(list(shown))
        if {picture.id for picture in held if picture.owner_id == owner.id} != shown:
            raise PictureNotFound(field="items")
        at = self.clock.now()
        made = [
            Product.of_design(
                self.catalogue.frame(
                    design.parameters.frame_size,
                    design.parameters.frame_style,
                    design.parameters.frame_material,
                ),
                product_id=self.new_id(),
                owner_id=owner.id,
                chosen=chosen_of(design),
                at=at,
            )
            for design in found
        ]
        return {product.design_id: product for product in await work.products.add_or_get_many(made)}
