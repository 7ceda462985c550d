"""Put one of the owner's pictures into a frame: the product, made at most once."""

from dataclasses import dataclass
from uuid import UUID

from application.catalog.offered_product import OfferedProduct
from application.catalog.ports import BeginCatalogWork
from application.shared.ports import Clock, NewId
from domain.catalog.catalogue import Catalogue
from domain.catalog.print_quality import printable_quality
from domain.catalog.product import Product
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductWish:
    owner: Owner
    picture_id: UUID
    frame_size: str
    frame_style: str
    frame_material: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeProduct:
    """Asking again answers with the same product, so no retry key is needed."""

    begin: BeginCatalogWork
    catalogue: Catalogue
    clock: Clock
    new_id: NewId

    async def __call__(self, wish: ProductWish) -> OfferedProduct:
        """Raises FrameUnknown, PictureNotFound or PictureTooSmall."""
        frame = self.catalogue.frame(wish.frame_size, wish.frame_style, wish.frame_material)
        async with self.begin() as work:
            picture = await work.pictures.hold(wish.owner.id, wish.picture_id)
            quality = printable_quality(picture.width_px, picture.height_px, frame, self.catalogue)
            product = Product.of(
                frame,
                product_id=self.new_id(),
                owner_id=wish.owner.id,
                picture_id=picture.id,
                at=self.clock.now(),
            )
            kept = await work.products.add_or_get(product)
            await work.commit()
        return OfferedProduct(
            product=kept, frame=frame, quality=quality, is_new=kept.id == product.id
        )
