"""A line for so many pieces of a product, at what one costs now."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from domain.carts.cart import CartLine
from domain.catalog.catalogue import Catalogue
from domain.catalog.product import Product, ProductNotFound


def new_line(
    product: Product,
    quantity: int,
    catalogue: Catalogue,
    currency: str,
    line_id: UUID,
    at: datetime,
) -> CartLine:
    """Raises FrameUnknown and CurrencyNotSold."""
    frame = catalogue.frame(product.frame_size, product.frame_style, product.frame_material)
    return CartLine(
        id=line_id,
        product_id=product.id,
        quantity=quantity,
        price_when_added=frame.price_in(currency),
        added_at=at,
    )


def product_among(products: Mapping[UUID, Product], product_id: UUID) -> Product:
    """Raises ProductNotFound."""
    product = products.get(product_id)
    if product is None:
        raise ProductNotFound(field="productId")
    return product
