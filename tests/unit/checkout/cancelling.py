"""Giving up a checkout in the shop in memory."""

from application.checkout.cancel_checkout import CancelCheckout
from tests.unit.checkout.shop import Shop


def cancel_of(shop: Shop) -> CancelCheckout:
    return CancelCheckout(begin=shop.begin, clock=shop.clock)
