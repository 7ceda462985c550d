"""An order's prints: how they are requested, and what staff do about them."""

from adapters.outbound.system.clock import new_callback_token, new_id
from application.carts.when_order_is_paid_take_bought_lines_out import TakeBoughtLinesOut
from application.checkout.when_order_is_paid_close_the_other_page import CloseTheOtherPage
from application.fulfilment.await_print_file import AwaitPrintFile
from application.fulfilment.cancel_dropship import CancelDropship
from application.fulfilment.cancel_order import CancelOrder
from application.fulfilment.release_order import ReleaseOrder
from application.fulfilment.reprint_line import ReprintLine
from application.fulfilment.resubmit_order import ResubmitOrder
from application.fulfilment.when_order_is_paid_request_prints import RequestPrints
from application.notifications.when_order_is_paid_confirm_by_mail import ConfirmByMail
from application.notifications.write_mail import WriteMail
from application.operations.run_job import Handler
from application.payments.ports import WhenOrderIsPaid
from application.reconciliation.close_what_is_gone import CloseWhatIsGone
from composition.ground import seconds
from composition.wiring import Provided, Wiring
from domain.operations.job import JobKind


def request_prints(wiring: Wiring) -> RequestPrints:
    outside, settings = wiring.outside, wiring.settings
    return RequestPrints(
        lab=outside.lab(),
        assets=outside.assets(),
        callback_token=new_callback_token,
        new_id=new_id,
        public_base_url=settings.public_base_url,
        asset_url_lifetime=seconds(settings.asset_url_lab_lifetime_s),
    )


def await_print_file(wiring: Wiring) -> AwaitPrintFile:
    settings = wiring.settings
    return AwaitPrintFile(
        prints=request_prints(wiring),
        look_again_s=settings.print_file_look_s,
        patience=seconds(settings.print_file_patience_s),
    )


def paid_reactions(wiring: Wiring) -> tuple[WhenOrderIsPaid, ...]:
    """What follows from a payment. A page is closed while the cart still holds what was bought."""
    return (
        request_prints(wiring),
        ConfirmByMail(write=WriteMail(new_id=new_id)),
        CloseTheOtherPage(),
        TakeBoughtLinesOut(),
    )


def late_reactions(wiring: Wiring) -> tuple[WhenOrderIsPaid, ...]:
    """What follows when a held order is let go on: by then another page is another purchase."""
    return tuple(
        reaction
        for reaction in paid_reactions(wiring)
        if not isinstance(reaction, CloseTheOtherPage)
    )


def staff_print_use_cases(wiring: Wiring) -> Provided:
    begin, clock, rerun = wiring.outside.begin(), wiring.outside.clock(), wiring.rerun
    close = CloseWhatIsGone()
    return {
        "resubmit_order": rerun(ResubmitOrder(begin=begin, close_items=close, clock=clock)),
        "reprint_line": rerun(
            ReprintLine(begin=begin, prints=request_prints(wiring), close_items=close, clock=clock)
        ),
        "cancel_order": rerun(CancelOrder(begin=begin, close_items=close, clock=clock)),
        "release_order": rerun(
            ReleaseOrder(
                begin=begin, reactions=late_reactions(wiring), close_items=close, clock=clock
            )
        ),
    }


def print_handlers(wiring: Wiring) -> dict[str, Handler]:
    outside = wiring.outside
    return {
        JobKind.CANCEL_DROPSHIP: CancelDropship(
            begin=outside.begin(), lab=outside.lab(), clock=outside.clock()
        )
    }
