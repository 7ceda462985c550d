"""When two products are the same."""

from datetime import UTC, datetime
from uuid import UUID

from domain.catalog.product import Product
from tests.unit.catalog.frames import frame


def product(
    number: int, *, picture: int = 1, size: str = "12x16", material: str = "black"
) -> Product:
    return Product.of(
        frame(size, material),
        product_id=UUID(int=number),
        owner_id=UUID(int=0),
        picture_id=UUID(int=picture),
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def test_the_same_picture_in_the_same_frame_has_the_same_fingerprint() -> None:
    assert product(1).fingerprint == product(2).fingerprint


def test_another_picture_size_or_material_has_another_fingerprint() -> None:
    others = [product(2, picture=2), product(3, size="8x10"), product(4, material="white")]
    assert len({product(1).fingerprint, *(other.fingerprint for other in others)}) == 4
