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
    "order_not_payable": Words(
        409, "Too late to pay", "This order was given up or has ended.", "Order it again."
    ),
    "order_prices_outdated": Words(
        409, "Prices may have changed", "This order was placed too long ago.", "Order it again."
    ),
    "nothing_to_reorder": Words(
        409, "Not to be had any more", "Nothing of it can be ordered again.", "Choose anew."
    ),
    "order_erased": Words(
        422, "Please fill in", "We do not know any more where it went.", "Say where it goes."
    ),
    "product_choice_unclear": Words(
        422, "Please check", "It is not clear what should be made.", "Name a design or a picture."
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
        415, "Not a picture", "We can print JPEG, PNG, WebP, TIFF and HEIC.", "Choose another file."
    ),
    "picture_type_differs": Words(
        415, "Not what it says", "The file is not the type it claims.", "Choose another file."
    ),
    "picture_undecodable": Words(
        422, "Cannot be read", "We could not open this picture.", "Save it anew, or choose another."
    ),
    "picture_truncated": Words(
        422, "Damaged picture", "The picture ends too early or is damaged.", "Upload it again."
    ),
    "upload_not_found": Words(404, "Not found", "There is no such upload.", "Send it again."),
    "upload_ended": Words(410, "Too late", "This upload has ended.", "Send the picture again."),
    "upload_offset_differs": Words(
        409, "Out of step", "Part of the picture came already.", "Go on from where it is."
    ),
    "upload_too_long": Words(413, "Too long", "More was sent than announced.", "Send it again."),
    "upload_too_many_open": Words(
        409, "One at a time", "Many pictures are on their way already.", "Wait until they are here."
    ),
    "upload_too_many_parts": Words(
        409, "In too many pieces", "This picture came in too many pieces.", "Send it again."
    ),
    "upload_checksum_differs": Words(
        460, "Damaged on its way", "What arrived is not what was sent.", "Send this part again."
    ),
    "upload_header_invalid": Words(400, "Not understood", "The upload was not understood."),
    "upload_body_unsupported": Words(415, "Not understood", "The upload was not understood."),
    "upload_version_unsupported": Words(412, "Not understood", "The upload was not understood."),
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
    "picture_in_use": Words(
        409, "Still needed", "An order still needs this picture.", "Wait until it has arrived."
    ),
    "picture_deleted": Words(
        409, "The picture is gone", "Its owner deleted it, so it cannot be printed again."
    ),
    "picture_url_refused": Words(
        422, "Not from there", "We cannot take a picture from that address.", "Send the file."
    ),
    "picture_url_unreachable": Words(
        422,
        "Not reached",
        "We could not get the picture from there.",
        "Try again, or send the file.",
    ),
    "picture_fetching_busy": Words(
        503, "One moment", "Many pictures are being fetched right now.", "Try again shortly."
    ),
    "picture_title_invalid": Words(
        422, "Which title?", "A picture needs a short title.", "Correct."
    ),
    "curated_picture_not_found": Words(
        404, "Not found", "We do not offer that picture any more.", "Choose another one."
    ),
    "cursor_invalid": Words(400, "Begin again", "We lost our place in the list.", "Reload."),
    "design_not_found": Words(
        404, "Not found", "We could not find that design.", "Look at your designs."
    ),
    "render_not_found": Words(
        404, "Not found", "We could not find that job.", "Look at your designs."
    ),
    "template_unknown": Words(
        422, "Choose another template", "We do not have that template.", "Choose one of ours."
    ),
    "placement_invalid": Words(
        422, "Please check", "The picture cannot be placed like that.", "Correct it."
    ),
    "colour_invalid": Words(422, "Please check", "That is not a colour.", "Write it as #rrggbb."),
    "mount_not_offered": Words(
        422, "Not made like that", "This frame does not come with that mount.", "Choose another."
    ),
    "text_not_accepted": Words(
        422,
        "It does not fit",
        "The template has no room for these words, or its font lacks one of their characters.",
        "Shorten them, and leave out emoji.",
    ),
    "design_incomplete": Words(
        422,
        "Something is missing",
        "A design needs a template, a picture and a frame.",
        "Choose them.",
    ),
    "design_frozen": Words(
        409, "It is final", "A finished design cannot be changed.", "Copy it, and change the copy."
    ),
    "design_not_final": Words(
        409, "Not finished yet", "Only a finished design can be ordered.", "Finish it first."
    ),
    "design_cannot_move": Words(
        409, "Something changed", "The design is in another state by now.", "Reload."
    ),
    "design_revision_differs": Words(
        412, "Changed elsewhere", "The design was changed in the meantime.", "Reload."
    ),
    "too_many_designs": Words(
        409, "Enough designs", "You have as many designs as we keep.", "Delete a draft, or order."
    ),
    "too_many_revisions": Words(
        409,
        "Enough changes",
        "This design was changed too often.",
        "Copy it, and go on with the copy.",
    ),
    "render_not_failed": Words(
        409, "Not given up", "Only a render that failed can be asked for again."
    ),
    "origin_not_ours": Words(
        403, "Not from here", "Another site asked in your name.", "Reload the page."
    ),
    "too_many_sockets": Words(
        429, "Too many windows", "You follow too many jobs at once.", "Close a window."
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
