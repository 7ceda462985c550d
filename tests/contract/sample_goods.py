"""A buyer's picture and products, and the window they are sold in."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from domain.catalog.attributes import Attributes
from domain.catalog.catalogue import Catalogue
from domain.catalog.frame import Frame
from domain.catalog.product import Product
from domain.media.formats import PictureFormat
from domain.media.picture import Picture, picture_key
from domain.shared.origin import Origin
from tests.contract.persistence import Persistence

BROWSER = Origin(actor="guest", device="test browser", request_id="request-1")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _frame(size: str, pence: int) -> Frame:
    return Frame(
        frame_size=size,
        frame_style="classic",
        frame_material="black",
        size_name=f"{size} inches",
        style_name="Classic frame",
        sku=f"GLOBAL-CFP-{size.upper()}",
        attributes=Attributes.of({"color": "black"}),
        print_area_px=(2400, 3000),
        prices={"GBP": pence, "EUR": pence + 500, "USD": pence + 900},
    )


SMALL, LARGE = _frame("8x10", 3_900), _frame("16x20", 7_900)
CATALOGUE = Catalogue.of([SMALL, LARGE])


def a_picture(owner_id: UUID) -> Picture:
    picture_id = uuid4()
    return Picture(
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
        created_at=NOON,
    )


async def framed(persistence: Persistence, owner_id: UUID, frame: Frame = SMALL) -> Product:
    """A product of a new picture, kept and committed."""
    picture = a_picture(owner_id)
    product = Product.of(
        frame, product_id=uuid4(), owner_id=owner_id, picture_id=picture.id, at=NOON
    )
    async with persistence.begin() as work:
        await work.pictures.add(picture)
        await work.products.add_or_get(product)
        await work.commit()
    return product
