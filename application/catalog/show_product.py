"""Show one of the owner's products."""

from dataclasses import dataclass
from uuid import UUID

from application.catalog.offered_product import OfferedProduct
from application.catalog.ports import BeginCatalogWork
from domain.catalog.catalogue import Catalogue
from domain.catalog.print_quality import print_quality
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowProduct:
    begin: BeginCatalogWork
    catalogue: Catalogue

    async def __call__(self, owner: Owner, product_id: UUID) -> OfferedProduct:
        """Raises ProductNotFound."""
        async with self.begin(reading=True) as work:
            product = await work.products.get(owner.id, product_id)
            picture = await work.pictures.get(owner.id, product.picture_id)
        frame = self.catalogue.frame(
            product.frame_size, product.frame_style, product.frame_material
        )
        quality = print_quality(picture.width_px, picture.height_px, frame)
        return OfferedProduct(product=product, frame=frame, quality=quality)
