"""What the customer reads in the shop's answers; everything else in them is passed over."""

from datetime import datetime
from typing import Any

import msgspec


class Seen(msgspec.Struct, rename="camel"):
    """camelCase on the wire."""


class Money(Seen):
    amount: int
    currency: str
    formatted: str


class Guest(Seen):
    guest_id: str
    token: str


class Picture(Seen):
    id: str
    width: int
    height: int
    media_type: str
    bytes: int


class Frame(Seen):
    frame_size: str
    frame_style: str
    frame_material: str
    title: str
    print_area_px: tuple[int, int]


class Frames(Seen):
    items: list[Frame]


class PrintQuality(Seen):
    verdict: str
    dpi: int


class Product(Seen):
    id: str
    title: str
    frame_size: str
    print_quality: PrintQuality


class Design(Seen):
    id: str
    frame_size: str
    template_id: str
    print_quality: PrintQuality


class Queued(Seen):
    job_path: str


class RenderJob(Seen):
    status: str
    width: int | None
    height: int | None
    problem: str | None


class CartTotals(Seen):
    subtotal: Money


class Cart(Seen):
    items: list[dict[str, Any]]
    totals: CartTotals


class Days(Seen):
    min: int
    max: int


class Totals(Seen):
    tax: Money
    total: Money


class ShippingOption(Seen):
    shipping_method: str
    cost: Money
    estimated_days: Days
    totals: Totals


class Quotes(Seen):
    source: str
    quotes: list[ShippingOption]


class Checkout(Seen):
    order_id: str
    order_number: str
    url: str
    amount: Money
    session_id: str


class Shipment(Seen):
    carrier: str
    tracking_number: str | None
    tracking_url: str | None


class Print(Seen):
    line_id: str
    status: str
    provider_order_id: str | None
    shipments: list[Shipment]


class TimelineEntry(Seen):
    at: datetime
    actor: str
    event: str
    why: str = ""
    before: str | None = None
    after: str | None = None
    data: dict[str, str] = {}


class Order(Seen):
    id: str
    number: str
    status: str
    payment_status: str
    needs_attention: bool
    totals: Totals
    prints: list[Print]
    timeline: list[TimelineEntry]


class Problem(Seen):
    """RFC 9457, as far as a buyer's screen needs it."""

    code: str = "unknown"
    title: str = ""
    detail: str = ""
    user_message: dict[str, Any] = {}
    request_id: str = ""
    facts: dict[str, Any] = {}
