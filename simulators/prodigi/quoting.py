"""What an order would cost: the body of POST /quotes and the quotes that answer it."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from simulators.prodigi import costs, destinations
from simulators.prodigi.answers import validation_failed
from simulators.prodigi.catalogue import Product
from simulators.prodigi.destinations import Zone
from simulators.prodigi.fields import Fields
from simulators.prodigi.item_request import read_attributes, read_print_area, read_product
from simulators.prodigi.order_request import read_shipping_method
from simulators.prodigi.recipient_request import read_country_code
from simulators.prodigi.wire import Document, money

_MERCHANT_CURRENCY = "GBP"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedLine:
    product: Product | None
    copies: int
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRequest:
    country_code: str
    shipping_method: str | None
    currency: str
    lines: list[QuotedLine]


def read_quote(body: Document) -> QuoteRequest:
    """`sizing` and asset urls are unknown here, so they are refused like any other stray name."""
    fields = Fields(body)
    currency = fields.text("currencyCode") or _MERCHANT_CURRENCY
    if not costs.is_known_currency(currency.upper()):
        fields.fail("currencyCode", "MustBeAValidCurrencyCode", currency)
    request = QuoteRequest(
        country_code=read_country_code(fields, "destinationCountryCode") or "",
        shipping_method=read_shipping_method(fields),
        currency=currency.upper(),
        lines=[_read_line(item) for item in fields.records("items")],
    )
    fields.close()
    if fields.failures:
        raise validation_failed(fields.failures)
    return request


def _read_line(fields: Fields) -> QuotedLine:
    product = read_product(fields)
    line = QuotedLine(
        product=product,
        copies=fields.count("copies", required=True) or 1,
        attributes=read_attributes(fields, product),
    )
    for asset in fields.records("assets"):
        read_print_area(asset)
        asset.close()
    fields.close()
    return line


def quotes_for(request: QuoteRequest) -> list[Document]:
    """One quote per method available there; empty when nothing can be delivered."""
    zone = destinations.zone_of(request.country_code)
    if zone is None:
        return []
    methods = [request.shipping_method] if request.shipping_method else list(zone.shipping)
    return [_quote(request, zone, method) for method in methods if method in zone.shipping]


def _quote(request: QuoteRequest, zone: Zone, method: str) -> Document:
    currency = request.currency
    items = [_quoted_item(line, currency) for line in request.lines]
    goods = sum((Decimal(i["unitCost"]["amount"]) * i["copies"] for i in items), Decimal(0))
    copies = sum(line.copies for line in request.lines)
    shipping = costs.from_gbp(zone.shipping_cost_gbp(method, copies), currency)
    tax = costs.tax(goods + shipping, request.country_code)
    return {
        "shipmentMethod": method,
        "costSummary": {
            "items": money(goods, currency),
            "shipping": money(shipping, currency),
            "totalCost": money(goods + shipping + tax, currency),
            "totalTax": money(tax, currency),
        },
        "shipments": [
            {
                "carrier": {"name": zone.carrier, "service": f"{zone.carrier} {method}"},
                "fulfillmentLocation": {"countryCode": zone.lab_country, "labCode": zone.lab_code},
                "cost": money(shipping, currency),
                "items": [item["id"] for item in items],
            }
        ],
        "items": items,
    }


def _quoted_item(line: QuotedLine, currency: str) -> Document:
    if line.product is None:
        raise ValueError("a quote whose SKU is unknown is refused before it is priced")
    return {
        "id": f"qit_{uuid4().hex}",
        "sku": line.product.sku,
        "copies": line.copies,
        "unitCost": money(costs.unit_cost(line.product, currency), currency),
        "attributes": line.attributes,
        "assets": [{"printArea": "default"}],
    }
