"""Carts: the busy routes, what staff and owners may look up, merging."""

from collections.abc import Callable

from adapters.inbound.http.carts.guests_named import GuestsNamed
from adapters.inbound.http.carts.routes import CartUseCases
from adapters.outbound.system.clock import (
    new_id,
)
from adapters.settings import Settings
from application.carts.add_to_cart import AddToCart
from application.carts.apply_batch import ApplyBatch
from application.carts.change_cart import ChangeCart
from application.carts.change_cart_line import ChangeCartLine
from application.carts.check_cart_health import CheckCartHealth
from application.carts.copy_cart import CopyCart
from application.carts.expire_carts import ExpireCarts
from application.carts.find_carts import FindCarts
from application.carts.merge_guest_cart import MergeGuestCart
from application.carts.price_cart import PriceCart
from application.carts.read_cart import ReadCart
from application.carts.read_cart_history import ReadCartHistory
from application.carts.remove_cart_line import RemoveCartLine
from application.carts.show_any_cart import ShowAnyCart
from application.carts.undo_merge import UndoMerge
from application.identity.ports import IdentityWork
from composition.ground import seconds
from composition.wiring import Provided, Wiring, once
from domain.carts.cart import CartLimits


def merge_guest_cart(wiring: Wiring) -> MergeGuestCart:
    outside, settings = wiring.outside, wiring.settings
    limits = cart_limits(settings)
    return MergeGuestCart(
        begin=outside.begin(),
        price=price_cart(wiring),
        catalogue=outside.catalogue(),
        limits=limits,
        clock=outside.clock(),
        new_id=new_id,
        default_currency=settings.default_currency,
        default_strategy=settings.cart_merge_strategy,
        undo_within=seconds(settings.cart_merge_undo_s),
    )


def merge_use_cases(wiring: Wiring) -> Provided:
    """What merging carts offers to routes, by the names that routes use."""
    outside, settings = wiring.outside, wiring.settings
    undo_merge = UndoMerge(
        begin=outside.begin(),
        price=price_cart(wiring),
        clock=outside.clock(),
        new_id=new_id,
        default_currency=settings.default_currency,
        undo_within=seconds(settings.cart_merge_undo_s),
    )
    return {
        "merge_guest_cart": wiring.rerun(merge_guest_cart(wiring)),
        "undo_merge": wiring.rerun(undo_merge),
        "guests_named": once(GuestsNamed(tokens=outside.tokens(), clock=outside.clock())),
    }


def copies_of_carts(wiring: Wiring) -> Callable[[IdentityWork], CopyCart]:
    """Carts of a work that somebody else has begun."""
    outside, settings = wiring.outside, wiring.settings
    return lambda work: CopyCart(
        carts=work.carts,
        new_id=new_id,
        clock=outside.clock(),
        default_currency=settings.default_currency,
    )


def cart_limits(settings: Settings) -> CartLimits:
    return CartLimits(
        lines_max=settings.cart_lines_max, line_quantity_max=settings.cart_line_quantity_max
    )


def price_cart(wiring: Wiring) -> PriceCart:
    return PriceCart(catalogue=wiring.outside.catalogue(), limits=cart_limits(wiring.settings))


def cart_use_cases(wiring: Wiring) -> CartUseCases:
    """Those of the busy routes, on the driver itself."""
    outside, settings, guarded = wiring.outside, wiring.settings, wiring.guarded
    begin, clock, catalogue = outside.driver_begin(), outside.clock(), outside.catalogue()
    limits, price = cart_limits(settings), price_cart(wiring)
    change_cart = ChangeCart(
        begin=begin,
        price=price,
        clock=clock,
        new_id=new_id,
        default_currency=settings.default_currency,
    )
    add_to_cart = AddToCart(
        change_cart=change_cart, catalogue=catalogue, limits=limits, new_id=new_id, clock=clock
    )
    return CartUseCases(
        add=guarded(add_to_cart),
        change=guarded(ChangeCartLine(change_cart=change_cart, limits=limits)),
        remove=guarded(RemoveCartLine(change_cart=change_cart)),
        batch=guarded(
            ApplyBatch(
                begin=begin,
                price=price,
                catalogue=catalogue,
                limits=limits,
                clock=clock,
                new_id=new_id,
                default_currency=settings.default_currency,
                operations_max=settings.cart_batch_operations_max,
            )
        ),
        read=ReadCart(
            begin=begin,
            price=price,
            new_id=new_id,
            default_currency=settings.default_currency,
        ),
    )


def record_use_cases(wiring: Wiring) -> Provided:
    """What owners and staff may look up about carts."""
    outside, settings = wiring.outside, wiring.settings
    begin, price = outside.begin(), price_cart(wiring)
    return {
        "read_cart_history": once(ReadCartHistory(begin=begin)),
        "check_cart_health": wiring.rerun(
            CheckCartHealth(
                begin=begin,
                price=price,
                limits=cart_limits(settings),
                clock=outside.clock(),
                new_id=new_id,
            )
        ),
        "find_carts": once(FindCarts(begin=begin)),
        "show_any_cart": once(ShowAnyCart(begin=begin, price=price)),
    }


def expire_carts(wiring: Wiring) -> ExpireCarts:
    settings = wiring.settings
    return ExpireCarts(
        begin=wiring.outside.begin(),
        clock=wiring.outside.clock(),
        expires_after=seconds(settings.cart_expires_after_s),
        operations_kept=seconds(settings.cart_operations_kept_s),
        replies_kept=seconds(settings.replies_kept_s),
        batch=settings.cart_expiry_batch,
    )
