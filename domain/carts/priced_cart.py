"""A cart as it is shown: each line with its product and today's price."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.carts.cart import Cart
from domain.catalog.catalogue import Catalogue
from domain.catalog.product import Product
from domain.shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    id: UUID
    product: Product
    title: str
    quantity: int
    unit_price: Money
    price_when_added: Money
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedCart:
    """`subtotal` is before shipping and tax, which depend on the destination."""

    id: UUID
    currency: str
    version: int
    lines: tuple[PricedLine, ...]
    subtotal: Money


def priced(
    cart: Cart,
    products: Mapping[UUID, Product],
    catalogue: Catalogue,
    currency: str | None = None,
) -> PricedCart:
    """In the cart's own currency, or in another that the catalogue sells in."""
    shown_in = currency or cart.currency
    lines = []
    for line in cart.lines:
        product = products[line.product_id]
        frame = catalogue.frame(product.frame_size, product.frame_style, product.frame_material)
        price = frame.price_in(shown_in)
        lines.append(
            PricedLine(
                id=line.id,
                product=product,
                title=frame.title,
                quantity=line.quantity,
                unit_price=price,
                price_when_added=line.price_when_added,
                amount=price * line.quantity,
            )
        )
    return PricedCart(
        id=cart.id,
        currency=shown_in,
        version=cart.version,
        lines=tuple(lines),
        subtotal=Money.total((line.amount for line in lines), shown_in),
    )
