"""Orders that are placed without a cart: placed, paid, placed once more, or forgotten."""

from adapters.outbound.system.clock import new_id
from application.checkout.basket import OfferBasket
from application.checkout.draft_order import DraftOrder
from application.checkout.expire_draft import ExpireDraft
from application.checkout.keep_draft import KeepDraft
from application.checkout.open_order_page import OpenOrderPage
from application.checkout.open_payment_page import OpenPaymentPage
from application.checkout.place_order import PlaceOrder
from application.checkout.price_checkout import PriceCheckout
from application.checkout.products_wanted import FindProducts
from application.checkout.reorder import Reorder
from application.checkout.what_can_be_had import WhatCanBeHad
from application.operations.run_job import Handler
from composition.carts import cart_limits
from composition.ground import seconds
from composition.wiring import Provided, Wiring
from domain.operations.job import JobKind


def placing_use_cases(wiring: Wiring, price: PriceCheckout) -> Provided:
    outside, settings, rerun = wiring.outside, wiring.settings, wiring.rerun
    begin, clock, catalogue = outside.begin(), outside.clock(), outside.catalogue()
    prices_valid = seconds(settings.order_prices_valid_s)
    offer = OfferBasket(price=price, sku_check=outside.sku_check(), new_id=new_id)
    keep = KeepDraft(draft=DraftOrder(new_id=new_id), prices_valid=prices_valid)
    place_order = PlaceOrder(
        begin=begin,
        find_products=FindProducts(begin=begin, catalogue=catalogue, clock=clock, new_id=new_id),
        offer=offer,
        keep=keep,
        address_rules=outside.address_rules(),
        clock=clock,
    )
    open_order_page = OpenOrderPage(
        begin=begin,
        gateway=outside.gateway(),
        open_page=OpenPaymentPage(begin=begin, gateway=outside.gateway(), clock=clock),
        clock=clock,
        session_lifetime=seconds(settings.checkout_session_lifetime_s),
        prices_valid=prices_valid,
        stored_failures_max=settings.checkout_stored_failures_max,
    )
    reorder = Reorder(
        begin=begin,
        what_can_be_had=WhatCanBeHad(
            catalogue=catalogue, limits=cart_limits(settings), sku_check=outside.sku_check()
        ),
        offer=offer,
        keep=keep,
        address_rules=outside.address_rules(),
        clock=clock,
        new_id=new_id,
    )
    return {
        "place_order": rerun(place_order),
        "open_order_page": rerun(open_order_page),
        "reorder_order": rerun(reorder),
    }


def placing_handlers(wiring: Wiring) -> dict[str, Handler]:
    outside = wiring.outside
    return {JobKind.EXPIRE_DRAFT: ExpireDraft(begin=outside.begin(), clock=outside.clock())}
