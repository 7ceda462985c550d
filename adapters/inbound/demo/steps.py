"""The steps of a purchase up to the payment page, one function each."""

from collections.abc import Iterable

from adapters.inbound.demo.answers import (
    Cart,
    Checkout,
    Frame,
    Frames,
    Guest,
    Picture,
    Product,
    Quotes,
    ShippingOption,
)
from adapters.inbound.demo.customer import Customer, ShopRefused
from adapters.inbound.demo.refusals import DemoFailed

NAME = "Ada Lovelace"
ADDRESS = {
    "name": NAME,
    "line1": "12 St James's Square",
    "townOrCity": "London",
    "postalOrZipCode": "SW1Y 4JH",
    "countryCode": "GB",
}
PRINTS_WELL = ("excellent", "good")
TOO_SMALL = "picture_too_small_for_print"


async def become_a_guest(customer: Customer) -> Guest:
    guest = await customer.post("/api/auth/guest", Guest)
    customer.remember(guest.token)
    return guest


async def upload(customer: Customer, name: str, content: bytes) -> Picture:
    # No type is declared, because the shop looks at the bytes and not at what a name promises.
    part = (name, content, "application/octet-stream")
    return await customer.post("/api/user-images", Picture, files={"file": part})


async def frames(customer: Customer) -> list[Frame]:
    return (await customer.get("/api/frames", Frames)).items


def in_sizes(offered: Iterable[Frame], style: str, material: str) -> list[Frame]:
    """The largest first; all sizes of the first frame when there is none of that kind."""
    offered = list(offered)
    kinds = {(frame.frame_style, frame.frame_material) for frame in offered}
    if not kinds:
        raise DemoFailed("The shop has no frames.")
    first = (offered[0].frame_style, offered[0].frame_material)
    kind = (style, material) if (style, material) in kinds else first
    same = [frame for frame in offered if (frame.frame_style, frame.frame_material) == kind]
    return sorted(same, key=lambda frame: frame.print_area_px, reverse=True)


async def frame_it(
    customer: Customer, picture: Picture, sizes: Iterable[Frame]
) -> tuple[Product, list[str]]:
    """The first size in which the picture prints well, else the last that is printed at all;
    and what was said against the sizes before it. Raises DemoFailed.
    """
    passed_over: list[str] = []
    best: Product | None = None
    for frame in sizes:
        try:
            product = await _product(customer, picture, frame)
        except ShopRefused as refusal:
            if refusal.problem.code != TOO_SMALL:
                raise
            passed_over.append(f"{frame.frame_size} refused ({refusal.problem.facts['dpi']} dpi)")
            continue
        best = product
        quality = product.print_quality
        if quality.verdict in PRINTS_WELL:
            return product, passed_over
        passed_over.append(f"{frame.frame_size} {quality.verdict} ({quality.dpi} dpi)")
    if best is None:
        raise DemoFailed(
            f"The picture has {picture.width} by {picture.height} pixels, too few for the "
            "smallest frame: take a larger one."
        )
    return best, passed_over[:-1]


async def put_in_cart(customer: Customer, product: Product, quantity: int = 1) -> Cart:
    body = {"productId": product.id, "quantity": quantity, "currency": "GBP"}
    return await customer.post("/api/cart", Cart, json=body)


async def quote_shipping(customer: Customer) -> Quotes:
    country = {"countryCode": ADDRESS["countryCode"]}
    return await customer.post("/api/shipping/quotes", Quotes, json=country)


def cheapest(quotes: Quotes) -> ShippingOption:
    if not quotes.quotes:
        raise DemoFailed("The shop offers no way to ship to Great Britain.")
    return min(quotes.quotes, key=lambda option: option.cost.amount)


async def check_out(customer: Customer, option: ShippingOption) -> Checkout:
    body = {
        "email": customer.email,
        "address": ADDRESS,
        "shippingMethod": option.shipping_method,
        "expectedTotal": option.totals.total.amount,
    }
    return await customer.post("/api/checkout/create-session", Checkout, json=body)


async def _product(customer: Customer, picture: Picture, frame: Frame) -> Product:
    body = {
        "imageId": picture.id,
        "frameSize": frame.frame_size,
        "frameStyle": frame.frame_style,
        "frameMaterial": frame.frame_material,
    }
    return await customer.post("/api/products", Product, json=body)
