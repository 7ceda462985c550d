"""Routes of the checkout: from the cart to the payment page."""

import re
from datetime import datetime
from typing import Self
from uuid import UUID

from litestar import Controller, post
from litestar.params import JSONBody

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Body, MoneyAnswer
from adapters.inbound.http.provided import Provided
from adapters.inbound.http.shipping_quotes import TotalsAnswer, checked_country
from application.checkout.checkout import Checkout, CheckoutWish
from application.checkout.create_checkout import CreateCheckout
from domain.identity.owner import Owner
from domain.identity.refusals import EmailInvalid
from domain.operations.reply import Request as RetryRequest
from domain.resilience.rate_class import RateClass
from domain.shipping.address import Address

EMAIL = re.compile(r"[^@\s\x00-\x1f,;<>\"]{1,64}@[^@\s\x00-\x1f,;<>\"]{1,180}\.[^@\s.,;<>\"]{2,24}")


def checked_email(given: str) -> str:
    """Raises EmailInvalid."""
    if not EMAIL.fullmatch(given):
        raise EmailInvalid("That is no e-mail address.", field="email")
    return given


class AddressBody(Body):
    """Fields as the lab wants them; `countryCode` is ISO 3166-1 alpha-2."""

    name: str
    line1: str
    town_or_city: str
    country_code: str
    postal_or_zip_code: str = ""
    line2: str | None = None
    state_or_county: str | None = None
    phone: str | None = None

    def to_domain(self) -> Address:
        return Address(
            name=self.name.strip(),
            line1=self.line1.strip(),
            line2=(self.line2 or "").strip() or None,
            town_or_city=self.town_or_city.strip(),
            state_or_county=(self.state_or_county or "").strip() or None,
            postal_or_zip_code=self.postal_or_zip_code.strip(),
            country_code=checked_country(self.country_code),
            phone=(self.phone or "").strip() or None,
        )


class CreateSessionBody(Body):
    """`expectedTotal`, in minor units, refuses a total that is not the one the buyer saw."""

    email: str
    address: AddressBody
    shipping_method: str
    expected_total: int | None = None


class CheckoutAnswer(Answer):
    """Send the buyer to `url` before `expiresAt`."""

    order_id: UUID
    order_number: str
    session_id: str | None
    url: str | None
    expires_at: datetime
    amount: MoneyAnswer
    totals: TotalsAnswer

    @classmethod
    def of(cls, checkout: Checkout) -> Self:
        return cls(
            order_id=checkout.order.id,
            order_number=checkout.order.number,
            session_id=checkout.session.session_id,
            url=checkout.session.url,
            expires_at=checkout.session.expires_at,
            amount=MoneyAnswer.of(checkout.order.totals.total),
            totals=TotalsAnswer.of(checkout.order.totals),
        )


class CheckoutController(Controller):
    path = "/api/checkout"
    tags = ["checkout"]
    opt = open_to(Access.BUYER, RateClass.CHECKOUT)

    @post("/create-session", summary="Begin paying for the cart", status_code=201)
    async def create_session(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        data: JSONBody[CreateSessionBody],
        create_checkout: Provided[CreateCheckout],
    ) -> CheckoutAnswer:
        """Asking again for the same cart answers with the same session; nothing is lost."""
        checkout = await create_checkout(
            CheckoutWish(
                owner=owner,
                email=checked_email(data.email),
                address=data.address.to_domain(),
                shipping_method=data.shipping_method,
                expected_total=data.expected_total,
                request=retry,
            )
        )
        return CheckoutAnswer.of(checkout)
