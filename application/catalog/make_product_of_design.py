"""Make a final design something that can be bought: its product, made at most once."""

from dataclasses import dataclass
from uuid import UUID

from application.catalog.offered_product import OfferedProduct
from application.catalog.ports import BeginCatalogWork
from application.catalog.quality_of_design import quality_of_design
from application.shared.ports import Clock, NewId
from domain.catalog.product import Product
from domain.designs.chosen import chosen_of
from domain.designs.wish import Offered
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeProductOfDesign:
    """Frame and picture are those of the design, which was checked when it was finalized."""

    begin: BeginCatalogWork
    offered: Offered
    clock: Clock
    new_id: NewId

    async def __call__(self, owner: Owner, design_id: UUID) -> OfferedProduct:
        """Raises DesignNotFound, DesignNotFinal, FrameUnknown or PictureNotFound."""
        async with self.begin() as work:
            design = await work.designs.get(owner.id, design_id)
            chosen = chosen_of(design)
            look = design.parameters
            frame = self.offered.catalogue.frame(
                look.frame_size, look.frame_style, look.frame_material
            )
            picture = await work.pictures.hold(owner.id, chosen.picture_id)
            product = Product.of_design(
                frame,
                product_id=self.new_id(),
                owner_id=owner.id,
                chosen=chosen,
                at=self.clock.now(),
            )
            kept = await work.products.add_or_get(product)
            await work.commit()
        return OfferedProduct(
            product=kept,
            frame=frame,
            quality=quality_of_design(design, picture, self.offered),
            is_new=kept.id == product.id,
        )
