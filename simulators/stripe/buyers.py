"""What the payment page learns about the buyer."""

from dataclasses import dataclass, field

from simulators.stripe.records import Record
from simulators.stripe.refusals import ApiRefusal
from simulators.stripe.session_shape import customer_details


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """What the payment page asks for."""

    email: str | None = None
    name: str | None = None
    phone: str | None = None
    address: Record = field(default_factory=dict)
    shipping_rate: str | None = None


def fill_in(session: Record, buyer: Buyer) -> None:
    """Write the buyer into the session; refuses what is missing or out of reach."""
    email = session["customer_email"] or buyer.email
    if not email:
        raise ApiRefusal("Your email is required.", param="email")
    address = {**dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))}
    address |= {name: value or None for name, value in buyer.address.items() if name in address}
    session["customer_details"] = customer_details(
        {"email": email, "name": buyer.name, "phone": buyer.phone, "address": address}
    )
    wanted = session["shipping_address_collection"]
    if wanted is None:
        return
    if not buyer.name or not address["line1"] or not address["country"]:
        raise ApiRefusal("Name, address and country are required.", param="address")
    if address["country"] not in wanted["allowed_countries"]:
        raise ApiRefusal("We cannot deliver to this country.", param="country")
    session["collected_information"] = {
        "business_name": None,
        "individual_name": None,
        "shipping_details": {"address": address, "name": buyer.name},
    }
