"""The one table from refusal codes to HTTP status and to words for a buyer."""

from typing import NamedTuple

from domain.carts.priced_cart import CartVersionDiffers
from domain.shared.refusals import Conflict, DomainError, Forbidden, Invalid, NotFound


class Words(NamedTuple):
    status: int
    title: str
    message: str
    action: str = ""


FAMILIES: tuple[tuple[type[DomainError], Words], ...] = (
    (NotFound, Words(404, "Not found", "We could not find that.", "Check the address.")),
    (
        Forbidden,
        Words(401, "Please start again", "We do not know who you are any more.", "Reload."),
    ),
    (Conflict, Words(409, "Something changed", "This has changed in the meantime.", "Reload.")),
    (Invalid, Words(422, "Please check", "Something in this request cannot be right.", "Correct.")),
)

WORDS: dict[str, Words] = {
    "attention_not_found": Words(404, "Not found", "There is no such item on the list."),
    "attention_resolved": Words(409, "Closed", "The item has been dealt with.", "Reload."),
    "repair_unknown": Words(
        409, "By hand", "The shop cannot set this right by itself.", "Look at the order."
    ),
    "repair_not_confirmed": Words(
        422, "Are you sure?", "A repair changes things outside.", "Confirm it."
    ),
    "job_not_found": Words(404, "Not found", "There is no such job any more."),
    "job_not_dead": Words(409, "Not given up", "Only a job that was given up can start again."),
    "credential_missing": Words(
        401, "Who is shopping?", "Your shopping session has not begun.", "Reload the page."
    ),
    "token_invalid": Words(
        401, "Please start again", "Your shopping session is not valid.", "Reload the page."
    ),
    "token_expired": Words(
        401, "Session ended", "Your shopping session has ended.", "Reload to start a new one."
    ),
    "login_failed": Words(
        401,
        "That did not work",
        "E-mail or password is wrong, or the address is not confirmed yet.",
        "Try again, or reset the password.",
    ),
    "refresh_token_invalid": Words(401, "Logged out", "Your log-in is not valid.", "Log in again."),
    "refresh_token_expired": Words(
        401, "Logged out", "You have not been here for a long time.", "Log in again."
    ),
    "refresh_token_reused": Words(
        401, "Logged out for safety", "Your log-in was used from two places.", "Log in again."
    ),
    "role_invalid": Words(422, "No such role", "That role cannot be given.", "Choose another."),
    "last_admin": Words(409, "The last one", "The shop needs one administrator at least."),
    "login_required": Words(401, "Please log in", "This needs an account.", "Log in or sign up."),
    "session_ended": Words(401, "Logged out", "Your log-in has ended.", "Log in again."),
    "not_allowed": Words(403, "Not allowed", "This is not open to you."),
    "csrf_token_invalid": Words(
        403, "Please reload", "This page is out of date.", "Reload it and try again."
    ),
    "request_invalid": Words(
        400, "Please check", "Something in this request is missing or malformed.", "Correct it."
    ),
    "rate_limited": Words(
        429, "A moment, please", "That was a lot at once. Nothing is lost.", "Try again shortly."
    ),
    "login_unavailable": Words(
        503, "One moment", "Logging in is not possible right now.", "Try again shortly."
    ),
    "request_too_large": Words(413, "Too large", "That is more than we take at once."),
    "cart_is_empty": Words(
        409, "Your cart is empty", "There is nothing to pay for yet.", "Choose something first."
    ),
    "cart_changed": Words(
        409, "Your cart has changed", "It was changed in another window.", "Look at it again."
    ),
    "checkout_ended": Words(
        409, "Please begin again", "This payment was given up.", "Go to the checkout again."
    ),
    "order_already_paid": Words(
        409, "Already paid", "Your payment has arrived, so there is no way back.", "Look at it."
    ),
    "cart_is_full": Words(409, "Your cart is full", "It takes no more different items."),
    "guest_token_invalid": Words(
        422, "No such guest", "We could not find out whose cart that is.", "Go on without it."
    ),
    "guest_token_expired": Words(
        422, "Too long ago", "That cart was left too long ago to be brought along."
    ),
    "merge_strategy_unknown": Words(
        422, "Please choose", "Carts cannot be put together in that way.", "Choose another way."
    ),
    "merge_not_found": Words(404, "Not found", "We could not find that.", "Look at your cart."),
    "merge_undo_too_late": Words(
        409, "Too late to undo", "This can be undone for a while only.", "Change your cart by hand."
    ),
    "merge_cart_changed": Words(
        409, "Your cart has changed", "It was changed since, so nothing was undone.", "Look at it."
    ),
    "merge_undo_refused": Words(
        409, "Not now", "One of the two carts is in use.", "Finish or empty it first."
    ),
    "cart_not_found": Words(404, "No such cart", "There is no cart of that id.", "Check the id."),
    "cart_search_invalid": Words(
        422, "Please check", "Carts are found by one thing: the owner or an e-mail.", "Name one."
    ),
    "batch_is_empty": Words(422, "Nothing to do", "There was no operation in what was sent."),
    "batch_too_large": Words(
        422, "Too much at once", "That is more than we take at once.", "Send it in parts."
    ),
    "batch_refused": Words(
        409, "Not possible like this", "One of the changes cannot be made, so none was.", "Reload."
    ),
    "operation_id_reused": Words(
        409, "Already used", "A change was sent before with other content.", "Reload."
    ),
    "operation_invalid": Words(
        422, "Please check", "A change lacks something, or has too much.", "Correct it."
    ),
    "cart_line_unavailable": Words(
        409, "Not sold any more", "Something in your cart cannot be had any more.", "Take it out."
    ),
    "cart_currency_differs": Words(
        409, "One currency at a time", "Your cart holds prices in another currency."
    ),
    "quantity_not_allowed": Words(
        422, "Quantity not possible", "That many cannot be ordered.", "Choose another quantity."
    ),
    "currency_not_sold": Words(
        422, "No such currency", "We have no prices in that currency.", "Choose another."
    ),
    "picture_missing": Words(
        422, "No picture", "There was no picture in what was sent.", "Choose a file."
    ),
    "picture_empty": Words(400, "Empty file", "The file has nothing in it.", "Choose another."),
    "picture_not_recognised": Words(
        415, "Not a picture", "We can print JPEG, PNG and WebP pictures.", "Choose another file."
    ),
    "picture_type_differs": Words(
        415, "Not what it says", "The file is not the type it claims.", "Choose another file."
    ),
    "picture_truncated": Words(
        422, "Damaged picture", "The picture ends too early or is damaged.", "Upload it again."
    ),
    "picture_too_large": Words(413, "Too large", "That file is too large.", "Make it smaller."),
    "picture_too_many_pixels": Words(
        413, "Too many pixels", "That picture is larger than we can print.", "Make it smaller."
    ),
    "picture_too_small_for_print": Words(
        422, "Too small to print", "It would look blurred at that size.", "Choose a smaller size."
    ),
    "asset_signature_invalid": Words(403, "Link not valid", "This link is not one of ours."),
    "asset_url_expired": Words(403, "Link expired", "This link has expired.", "Reload the page."),
    "frame_unknown": Words(422, "Not offered", "We do not offer that frame.", "Choose another."),
    "sku_unavailable": Words(
        409, "Not available", "This frame cannot be made or sent there now.", "Choose another."
    ),
    "email_invalid": Words(422, "Check your e-mail", "That is no e-mail address.", "Correct it."),
    "email_unchanged": Words(
        422, "That is your address", "Your account has this address already.", "Choose another."
    ),
    "email_taken": Words(409, "Not possible", "This address cannot be used.", "Choose another."),
    "user_name_invalid": Words(
        422, "Check your name", "We need a name of at most 80 characters.", "Correct it."
    ),
    "phone_invalid": Words(422, "Check your number", "That is no telephone number.", "Correct it."),
    "password_too_weak": Words(
        422, "Choose a better password", "That password is too easy to guess.", "Take a longer one."
    ),
    "password_wrong": Words(
        422, "Check your password", "That is not your current password.", "Type it again."
    ),
    "password_hashing_busy": Words(
        503, "One moment", "Many people are logging in right now.", "Try again shortly."
    ),
    "ticket_invalid": Words(
        422,
        "Link not valid",
        "This link is not one of ours, or was used before.",
        "Log in, or ask for a new mail.",
    ),
    "ticket_expired": Words(422, "Link expired", "This link was good once.", "Ask for a new mail."),
    "accounts_elsewhere": Words(
        409, "Not here", "Accounts are kept by another provider.", "Log in there."
    ),
    "address_book_full": Words(
        409, "Your address book is full", "It takes no more addresses.", "Remove one first."
    ),
    "address_not_found": Words(404, "No such address", "That address is not in your book."),
    "export_not_found": Words(404, "No export", "You have not asked for your data yet."),
    "erasure_not_confirmed": Words(
        422, "Please confirm", "Repeat the e-mail address of your account.", "Correct it."
    ),
    "account_not_found": Words(404, "No account", "There is no such account."),
    "country_invalid": Words(422, "Check the country", "That is no country.", "Choose another."),
    "address_invalid": Words(
        422, "Check your address", "Parts of the address cannot be right.", "Correct them."
    ),
    "destination_not_served": Words(
        422, "We do not ship there", "We cannot send this there yet.", "Choose another address."
    ),
    "shipping_method_not_offered": Words(
        422, "Shipping not offered", "That way of shipping is not offered.", "Choose another."
    ),
    "total_changed": Words(
        409, "The total has changed", "The price has changed since you saw it.", "Look again."
    ),
    "amount_below_minimum": Words(
        422, "Too little to charge", "The amount is below what can be paid by card.", "Add more."
    ),
    "amount_above_maximum": Words(
        422, "Too much at once", "That is more than can be paid at once.", "Split the order."
    ),
    "payment_refused": Words(
        409, "Payment not possible", "The payment could not be started.", "Try again or ask us."
    ),
    "order_line_not_found": Words(404, "No such line", "The order has no such line."),
    "reason_missing": Words(
        422, "Why?", "A reason of 1 to 500 characters is kept with this.", "Say why."
    ),
    "order_not_producible": Words(
        409, "Not now", "The order is unpaid, over or held, so nothing is sent.", "Look at it."
    ),
    "nothing_to_resubmit": Words(
        409, "Nothing to send again", "No print of it failed or waits.", "Ask for a reprint."
    ),
    "print_under_way": Words(
        409, "Under way", "The lab may still make this one.", "Cancel it first, or confirm."
    ),
    "nothing_to_cancel": Words(
        409, "Nothing to cancel", "No print of it can be called off any more.", "Look at it."
    ),
    "hold_not_releasable": Words(
        409,
        "Not to be released",
        "Its money went or goes back, or its buyer was erased.",
        "Look at it.",
    ),
    "order_not_held": Words(409, "Not held", "Nothing keeps this order back.", "Look at it."),
    "order_not_paid": Words(409, "Not paid", "There is no payment of this order to give back."),
    "payment_disputed": Words(
        409, "Disputed", "The buyer's bank may take this money back itself.", "Wait for the bank."
    ),
    "refund_too_large": Words(
        409, "More than is left", "That is more than can still be refunded.", "See what is left."
    ),
    "refund_amount_invalid": Words(
        422, "Check the amount", "That amount cannot be refunded.", "Correct it."
    ),
    "idempotency_key_in_use": Words(
        409, "One moment", "We are still working on this.", "Wait a few seconds."
    ),
    "idempotency_key_reused": Words(
        422, "Already used", "This request was sent before with other content.", "Reload."
    ),
    "idempotency_key_invalid": Words(400, "Please check", "The retry key is not usable."),
    "webhook_signature_invalid": Words(400, "Not signed", "The signature is not ours."),
    "webhook_timestamp_outside_tolerance": Words(400, "Wrong time", "The signature is too old."),
    "webhook_malformed": Words(400, "Not an event", "The body is not an event."),
    "shipping_unavailable": Words(
        503, "One moment", "Shipping prices are not available right now.", "Try again shortly."
    ),
    "payment_unavailable": Words(
        503,
        "Payment is resting",
        "We cannot reach the payment provider. Your cart is safe.",
        "Try again shortly.",
    ),
    "lab_unavailable": Words(
        503, "One moment", "The print lab does not answer. Your cart is safe.", "Try again shortly."
    ),
    "picture_decoding_busy": Words(
        503, "One moment", "Many pictures are coming in right now.", "Try again shortly."
    ),
    "temporarily_unavailable": Words(
        503, "One moment", "Something of ours is resting. Nothing is lost.", "Try again shortly."
    ),
    "outside_refused": Words(502, "Not accepted", "A partner of ours refused this request."),
    "route_not_found": Words(404, "Not found", "There is nothing at this address."),
    "method_not_allowed": Words(405, "Not possible", "This cannot be done here."),
    "internal_error": Words(
        500, "Our mistake", "Something went wrong on our side.", "Try again, or tell us the id."
    ),
}


# The same code and words as another refusal, under the status that HTTP has for this case.
STATUSES: dict[type[DomainError], int] = {CartVersionDiffers: 412}


def words_of(error: DomainError) -> Words:
    """A code without an entry of its own speaks with the words of its family."""
    words = WORDS.get(error.code) or next(
        words for family, words in FAMILIES if isinstance(error, family)
    )
    return words._replace(status=STATUSES.get(type(error), words.status))
