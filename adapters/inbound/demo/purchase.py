"""A whole purchase: from a picture to a delivered order, and proof that each print exists once."""

import time
from pathlib import Path

from adapters.inbound.demo import designing, lab_books, mailbox, steps
from adapters.inbound.demo.answers import (
    Checkout,
    Frame,
    Order,
    Picture,
    PrintQuality,
    Product,
)
from adapters.inbound.demo.customer import Customer
from adapters.inbound.demo.following import follow, is_delivered
from adapters.inbound.demo.paying import pay_on_page
from adapters.inbound.demo.progress import Progress
from adapters.inbound.demo.view import Receipt

LARGE = ("mounted", "black")
SMALL = ("classic", "natural")


async def buy(
    customer: Customer,
    progress: Progress,
    *,
    name: str,
    content: bytes,
    preview: Path,
    lab_control: str,
) -> Receipt:
    """Raises DemoFailed."""
    began = time.monotonic()
    picture = await _bring_picture(customer, progress, name, content)
    with progress.step("Look at the frames") as step:
        offered = await steps.frames(customer)
        step.said = f"{len(offered)} frames"
    products = [
        await _frame_it(customer, progress, picture, steps.in_sizes(offered, *LARGE)),
        await _design_it(customer, progress, picture, steps.in_sizes(offered, *SMALL), preview),
    ]
    checkout = await _go_to_checkout(customer, progress, products)
    order = await _pay_and_follow(customer, progress, checkout)
    with progress.step("Read the mails") as step:
        mails = await mailbox.wait_for_mails(customer.http, customer.email, order.number)
        mailbox.check_each_once(mails, order.number)
        step.said = f"{len(mails)} mails to {customer.email}, each once"
    with progress.step("Look into the lab's books") as step:
        made = await lab_books.lab_orders(customer.http, lab_control, order.number)
        lab_books.check_each_once(made, expected=len(products))
        step.said = f"{len(made)} print orders, one per line, one key each"
    return Receipt(
        order=order,
        lab_order_ids=tuple(sorted(each.id for each in made)),
        mail_subjects=tuple(mail.subject for mail in mails),
        seconds=time.monotonic() - began,
    )


async def _bring_picture(
    customer: Customer, progress: Progress, name: str, content: bytes
) -> Picture:
    with progress.step("Become a guest") as step:
        guest = await steps.become_a_guest(customer)
        step.said = f"guest {guest.guest_id}"
    with progress.step("Upload a picture") as step:
        picture = await steps.upload(customer, name, content)
        size_mb = picture.bytes / 1_000_000
        step.said = f"{name}, {picture.width} by {picture.height} pixels, {size_mb:.1f} MB"
    return picture


async def _frame_it(
    customer: Customer, progress: Progress, picture: Picture, sizes: list[Frame]
) -> Product:
    with progress.step("Put it in a large frame") as step:
        product, passed_over = await steps.frame_it(customer, picture, sizes)
        chosen = f"{product.title}: {_quality(product.print_quality)}"
        step.said = "; ".join([chosen, *passed_over])
    return product


async def _design_it(
    customer: Customer,
    progress: Progress,
    picture: Picture,
    sizes: list[Frame],
    preview: Path,
) -> Product:
    with progress.step("Design a small one") as step:
        # Not larger than half the sizes that there are.
        designed = await designing.design(customer, picture, sizes[len(sizes) // 2 :])
        quality = _quality(designed.print_quality)
        step.said = f"{designed.template_id} in {designed.frame_size}: {quality}"
    with progress.step("Look at it on a wall") as step:
        await designing.look_at(customer, designed, preview)
        step.said = str(preview)
    with progress.step("Have its print file made") as step:
        job = await designing.have_it_made(customer, designed)
        step.said = f"{job.width} by {job.height} pixels"
        return await designing.as_product(customer, designed)


def _quality(quality: PrintQuality) -> str:
    return f"{quality.verdict}, {quality.dpi} dpi"


async def _go_to_checkout(
    customer: Customer, progress: Progress, products: list[Product]
) -> Checkout:
    with progress.step("Fill the cart") as step:
        for product in products:
            cart = await steps.put_in_cart(customer, product)
        step.said = f"{len(cart.items)} lines, {cart.totals.subtotal.formatted}"
    with progress.step("Ask what shipping costs") as step:
        quotes = await steps.quote_shipping(customer)
        option = steps.cheapest(quotes)
        days = option.estimated_days
        step.said = (
            f"{option.shipping_method} {option.cost.formatted}, {days.min} to {days.max} days "
            f"({quotes.source} price)"
        )
    with progress.step("Go to the checkout") as step:
        checkout = await steps.check_out(customer, option)
        step.said = f"{checkout.order_number}, {checkout.amount.formatted}"
    return checkout


async def _pay_and_follow(customer: Customer, progress: Progress, checkout: Checkout) -> Order:
    with progress.step("Pay on the hosted page") as step:
        await pay_on_page(customer.http, checkout.url, steps.NAME)
        step.said = checkout.url
    with progress.step("Follow the order") as step:
        order = await follow(customer, checkout.order_id, is_delivered, progress.tell)
        step.said = f"delivered, {len(order.prints)} prints"
    return order
