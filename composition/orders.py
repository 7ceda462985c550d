"""Orders: from a cart to a payment page, and from the payment to the parcel."""

from adapters.outbound.system.clock import new_id
from application.checkout.cancel_checkout import CancelCheckout
from application.checkout.create_checkout import CreateCheckout
from application.checkout.draft_order import DraftOrder
from application.checkout.expire_session import ExpireSession
from application.checkout.intend_checkout import IntendCheckout
from application.checkout.open_payment_page import OpenPaymentPage
from application.checkout.price_checkout import PriceCheckout
from application.checkout.quote_cart import QuoteCart
from application.checkout.retrieve_address import RetrieveAddress
from application.fulfilment.follow_dropship import FollowDropship
from application.fulfilment.poll_dropships import PollDropships
from application.fulfilment.receive_lab_callback import ReceiveLabCallback
from application.fulfilment.submit_dropship import SubmitDropship
from application.fulfilment.when_money_moved_look_at_prints_again import LookAtPrintsAgain
from application.notifications.send_mail import SendMail
from application.notifications.write_mail import WriteMail
from application.operations.run_job import Handler
from application.orders.list_orders import ListOrders
from application.orders.show_order import ShowOrder
from application.payments.handle_payment_completed import HandlePaymentCompleted
from application.payments.handle_payment_event import HandlePaymentEvent
from application.payments.intend_refund import IntendRefund
from application.payments.make_refund import MakeRefund
from application.payments.note_charge_event import NoteChargeEvent
from application.payments.receive_payment_event import ReceivePaymentEvent
from application.payments.settle_session import SettleSession
from application.payments.take_in_facts import TakeInFacts
from application.reconciliation.close_what_is_gone import CloseWhatIsGone
from application.shipping.validate_address import ValidateAddress
from composition.carts import cart_limits
from composition.ground import seconds
from composition.placing import placing_handlers, placing_use_cases
from composition.prints import (
    await_print_file,
    late_reactions,
    paid_reactions,
    print_handlers,
)
from composition.wiring import Provided, Wiring, once
from domain.operations.job import JobKind


def checkout_use_cases(wiring: Wiring) -> Provided:
    """From a cart to a paid order, and what the outside tells about it."""
    outside, settings, rerun = wiring.outside, wiring.settings, wiring.rerun
    begin, clock = outside.begin(), outside.clock()
    price = PriceCheckout(
        catalogue=outside.catalogue(),
        limits=cart_limits(settings),
        quote_shipping=outside.quote_shipping(),
        taxes=outside.taxes(),
    )
    create_checkout = CreateCheckout(
        intend=IntendCheckout(
            begin=begin,
            price=price,
            draft=DraftOrder(new_id=new_id),
            sku_check=outside.sku_check(),
            address_rules=outside.address_rules(),
            gateway=outside.gateway(),
            clock=clock,
            new_id=new_id,
            session_lifetime=seconds(settings.checkout_session_lifetime_s),
            default_currency=settings.default_currency,
            turns_max=settings.transaction_attempts_max,
            stored_failures_max=settings.checkout_stored_failures_max,
        ),
        open_page=OpenPaymentPage(begin=begin, gateway=outside.gateway(), clock=clock),
    )
    receive_payment_event = ReceivePaymentEvent(
        begin=begin, events=outside.signed_events(), clock=clock
    )
    return {
        **placing_use_cases(wiring, price),
        "quote_cart": once(QuoteCart(begin=begin, price=price, clock=clock)),
        "validate_address": once(ValidateAddress(rules=outside.address_rules())),
        "create_checkout": rerun(create_checkout),
        "cancel_checkout": rerun(CancelCheckout(begin=begin, clock=clock)),
        "retrieve_address": once(RetrieveAddress(begin=begin)),
        "list_orders": once(ListOrders(begin=begin)),
        "show_order": once(ShowOrder(begin=begin)),
        "receive_payment_event": rerun(receive_payment_event),
        "receive_lab_callback": rerun(ReceiveLabCallback(begin=begin, clock=clock)),
    }


def order_handlers(wiring: Wiring) -> dict[str, Handler]:
    """The jobs that bring a paid order to its buyer."""
    outside, settings = wiring.outside, wiring.settings
    clock, begin = outside.clock(), outside.begin()
    write_mail = WriteMail(new_id=new_id)
    when_paid = HandlePaymentCompleted(
        reactions=paid_reactions(wiring),
        intend_refund=IntendRefund(gateway=outside.gateway(), new_id=new_id),
        livemode=settings.stripe_is_live,
        clock=clock,
    )
    when_money_moved = LookAtPrintsAgain(reactions=late_reactions(wiring))
    take_in = TakeInFacts(when_money_moved=when_money_moved, close_items=CloseWhatIsGone())
    return {
        JobKind.HANDLE_STRIPE_EVENT: HandlePaymentEvent(
            begin=begin,
            settle=SettleSession(
                begin=begin, gateway=outside.gateway(), when_paid=when_paid, clock=clock
            ),
            note=NoteChargeEvent(
                begin=begin, take_in=take_in, clock=clock, waits_max=settings.event_waits_max
            ),
        ),
        JobKind.MAKE_REFUND: MakeRefund(
            begin=begin,
            gateway=outside.gateway(),
            take_in=take_in,
            when_money_moved=when_money_moved,
            clock=clock,
            patience=seconds(settings.refund_patience_s),
        ),
        JobKind.SUBMIT_DROPSHIP: SubmitDropship(
            begin=begin, lab=outside.lab(), print_file=await_print_file(wiring), clock=clock
        ),
        **print_handlers(wiring),
        JobKind.FOLLOW_DROPSHIP: FollowDropship(
            begin=begin,
            lab=outside.lab(),
            write_mail=write_mail,
            clock=clock,
            unseen_patience=seconds(settings.dropship_unseen_patience_s),
        ),
        JobKind.POLL_DROPSHIPS: PollDropships(
            begin=begin,
            clock=clock,
            interval=seconds(settings.dropship_round_s),
            failed_for=seconds(settings.dropship_failed_look_s),
        ),
        **placing_handlers(wiring),
        JobKind.EXPIRE_SESSION: ExpireSession(begin=begin, gateway=outside.gateway()),
        JobKind.SEND_MAIL: SendMail(
            begin=begin,
            letters=outside.letters(),
            links=outside.ticket_links(),
            mailer=outside.smtp() if settings.smtp_url else outside.mailbox(),
            clock=clock,
        ),
    }
