"""What buyers come to the shop with: a picture of theirs, in a frame."""

from uuid import UUID, uuid4

from adapters.inbound.simulation.clock import START
from adapters.outbound.memory.table import MemoryStore
from domain.catalog.frame import Frame
from domain.catalog.product import Product
from domain.media.formats import PictureFormat
from domain.media.picture import Picture, picture_key


def framed_picture(store: MemoryStore, owner_id: UUID, frame: Frame) -> UUID:
    """The product's id; uploading is not what is simulated."""
    picture_id, product_id = uuid4(), uuid4()
    picture = Picture(
        id=picture_id,
        owner_id=owner_id,
        media_type=PictureFormat.JPEG,
        width_px=2400,
        height_px=3000,
        bytes_count=1_000_000,
        sha256="a" * 64,
        md5="b" * 32,
        original_sha256=f"{picture_id.int:064x}",
        original_name="dog.jpg",
        asset_key=picture_key(picture_id, PictureFormat.JPEG),
        created_at=START,
    )
    product = Product.of(
        frame, product_id=product_id, owner_id=owner_id, picture_id=picture_id, at=START
    )
    store.table("pictures").put(picture_id, picture)
    store.table("products").put(product_id, product)
    return product_id
