"""Show one of the owner's products."""

from dataclasses import dataclass
from uuid import UUID

from application.catalog.offered_product import OfferedProduct
from application.catalog.ports import BeginCatalogWork
from application.catalog.quality_of_design import quality_of_design
from domain.catalog.print_quality import print_quality
from domain.designs.wish import Offered
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowProduct:
    begin: BeginCatalogWork
    offered: Offered

    async def __call__(self, owner: Owner, product_id: UUID) -> OfferedProduct:
        """Raises ProductNotFound."""
        design = None
        async with self.begin(reading=True) as work:
            product = await work.products.get(owner.id, product_id)
            picture = await work.pictures.get(owner.id, product.picture_id)
            if product.design_id is not None:
                design = await work.designs.get(owner.id, product.design_id)
        frame = self.offered.catalogue.frame(
            product.frame_size, product.frame_style, product.frame_material
        )
        quality = (
            print_quality(picture.width_px, picture.height_px, frame)
            if design is None
            else quality_of_design(design, picture, self.offered)
        )
        return OfferedProduct(product=product, frame=frame, quality=quality)
