"""Turn a cart into an order that waits for payment, and send the buyer to the payment page.

Intend, act, record: the snapshot and the exact request are committed before the provider is asked,
the answer afterwards. A crash anywhere in between is mended by asking again.
"""

from dataclasses import dataclass

from application.checkout.checkout import Checkout, CheckoutWish
from application.checkout.intend_checkout import IntendCheckout
from application.checkout.open_payment_page import OpenPaymentPage


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateCheckout:
    intend: IntendCheckout
    open_page: OpenPaymentPage

    async def __call__(self, wish: CheckoutWish) -> Checkout:
        """Raises the refusals of cart, address, shipping and amount, and the gateway's troubles."""
        checkout = await self.intend(wish)
        return checkout if checkout.session.is_open else await self.open_page(checkout)
