"""One line of an order or a quote: its SKU, copies, attributes and pictures."""

import re
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from simulators.prodigi import catalogue
from simulators.prodigi.catalogue import Product
from simulators.prodigi.fields import Fields
from simulators.prodigi.wire import Document

SIZINGS = ("fillPrintArea", "fitPrintArea", "stretchToPrintArea")
_MD5 = re.compile(r"[0-9a-fA-F]{32}")


def read_order_item(fields: Fields) -> Document:
    product = read_product(fields)
    cost = fields.record("recipientCost")
    item: Document = {
        "merchantReference": fields.text("merchantReference", longest=255),
        "sku": product.sku if product else None,
        "copies": fields.count("copies", required=True),
        "sizing": fields.choice("sizing", SIZINGS, required=True),
        "attributes": read_attributes(fields, product),
        "recipientCost": _read_money(cost) if cost else None,
        "assets": [_read_asset(asset) for asset in fields.records("assets")],
    }
    _check_print_areas(fields, item["assets"])
    fields.close()
    return item


def read_product(fields: Fields) -> Product | None:
    sku = fields.text("sku", required=True, longest=100)
    if sku is None:
        return None
    product = catalogue.find(sku)
    if product is None:
        fields.fail("sku", "SkuNotFound", sku)
    return product


def read_attributes(fields: Fields, product: Product | None) -> dict[str, str]:
    """Values are accepted in any case and echoed as the catalogue spells them."""
    given = fields.record("attributes")
    chosen: dict[str, str] = {}
    if product is None:
        return chosen
    if given is not None:
        for name in given.values:
            value = given.text(name, required=True)
            if value is None:
                continue
            allowed = product.allowed_value(name, value)
            if name not in product.attributes:
                given.fail(name, "UnknownAttribute", value)
            elif allowed is None:
                given.fail(name, "InvalidAttributeValue", value)
            else:
                chosen[name] = allowed
    sent = given.values if given is not None else {}
    missing = [name for name in product.required_attributes if name not in sent]
    if missing:
        fields.fail("attributes", "MissingRequiredAttributes", ", ".join(missing))
    return chosen


def read_print_area(fields: Fields) -> str | None:
    area = fields.text("printArea", required=True)
    if area is not None and area.casefold() != "default":
        fields.fail("printArea", "UnknownPrintArea", area)
    return area.lower() if area else None


def _read_asset(fields: Fields) -> Document:
    md5_hash = fields.text("md5Hash")
    if md5_hash is not None and not _MD5.fullmatch(md5_hash):
        fields.fail("md5Hash", "MustBeAValidMd5Hash", md5_hash)
    asset: Document = {
        "printArea": read_print_area(fields),
        "url": read_url(fields, "url", required=True),
        "md5Hash": md5_hash,
    }
    if (pages := fields.count("pageCount")) is not None:
        asset["pageCount"] = pages
    fields.close()
    return asset


def read_url(fields: Fields, name: str, *, required: bool = False) -> str | None:
    url = fields.text(name, required=required)
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        fetchable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fetchable = False
    if not fetchable:
        fields.fail(name, "MustBeAValidUrl", url)
    return url


def _check_print_areas(fields: Fields, assets: list[Document]) -> None:
    if len([asset for asset in assets if asset["printArea"] == "default"]) > 1:
        fields.fail("assets", "DuplicatePrintArea", "default")


def _read_money(fields: Fields) -> Document:
    amount = fields.text("amount", required=True, longest=20)
    if amount is not None:
        try:
            valid = Decimal(amount).is_finite() and Decimal(amount) >= 0
        except InvalidOperation:
            valid = False
        if not valid:
            fields.fail("amount", "MustBeADecimalAmount", amount)
    currency = fields.text("currency", required=True)
    if currency is not None and not re.fullmatch("[A-Z]{3}", currency):
        fields.fail("currency", "MustBeAValidCurrencyCode", currency)
    fields.close()
    return {"amount": amount, "currency": currency}
