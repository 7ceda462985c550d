"""An order as the contract tests need one, with as many lines as they like."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from domain.orders.order import Order, OrderLine
from domain.orders.status import OrderStatus
from domain.pricing.tax import TaxRate
from domain.pricing.totals import totals_of
from domain.shared.money import Money
from domain.shipping.address import Address

LONDON = Address(
    name="Ada Lovelace",
    line1="12 St James's Square",
    town_or_city="London",
    postal_or_zip_code="SW1Y 4JH",
    country_code="GB",
)


def an_order(
    *,
    lines: int = 2,
    tax_percent: str = "20",
    currency: str = "GBP",
    number: str | None = None,
    address: Address = LONDON,
) -> Order:
    """Every call makes another order; the first line is of two pieces."""
    order_id = uuid4()
    bought = tuple(_line(place, currency) for place in range(lines))
    return Order(
        id=order_id,
        number=number or f"PP-{order_id.int % 10**9}",
        owner_id=uuid4(),
        cart_id=uuid4(),
        cart_version=1,
        status=OrderStatus.DRAFT,
        email="ada@buyer.example",
        address=address,
        shipping_method="Standard",
        lines=bought,
        totals=totals_of(
            [line.amount for line in bought],
            Money(795, currency),
            TaxRate(name="VAT", percent=Decimal(tax_percent)),
        ),
        fingerprint="0" * 64,
        placed_at=datetime.now(UTC),
    )


def _line(place: int, currency: str) -> OrderLine:
    return OrderLine(
        id=uuid4(),
        product_id=uuid4(),
        picture_id=UUID(int=place + 1),
        title=f"Classic frame 8x10, black, picture {place + 1}",
        sku="GLOBAL-CFP-8X10",
        attributes={"color": "black"},
        sizing="fillPrintArea",
        asset_key=f"pictures/{place}.jpg",
        asset_md5="0123456789abcdef0123456789abcdef",
        quantity=2 if place == 0 else 1,
        unit_price=Money(3_900 + place, currency),
    )
