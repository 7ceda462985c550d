"""The one table from refusal codes to HTTP status and to words for a buyer."""

from typing import NamedTuple

from domain.carts.cart import CartVersionDiffers
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
    "credential_missing": Words(
        401, "Who is shopping?", "Your shopping session has not begun.", "Reload the page."
    ),
    "token_invalid": Words(
        401, "Please start again", "Your shopping session is not valid.", "Reload the page."
    ),
    "token_expired": Words(
        401, "Session ended", "Your shopping session has ended.", "Reload to start a new one."
    ),
    "request_invalid": Words(
        400, "Please check", "Something in this request is missing or malformed.", "Correct it."
    ),
    "request_too_large": Words(413, "Too large", "That is more than we take at once."),
    "cart_is_empty": Words(
        409, "Your cart is empty", "There is nothing to pay for yet.", "Choose something first."
    ),
    "cart_changed": Words(
        409, "Your cart has changed", "It was changed in another window.", "Look at it again."
    ),
    "cart_is_full": Words(409, "Your cart is full", "It takes no more different items."),
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
