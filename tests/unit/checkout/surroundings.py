"""The small neighbours of the money path, as simple as a test can have them."""

import json
from dataclasses import dataclass
from datetime import datetime

from application.shared.ports import Clock
from domain.notifications.mail import Letter, Mail
from domain.payments.event import PaymentEvent
from domain.shared.money import Money
from domain.shipping.quote import (
    QuotedItem,
    QuotedShipping,
    QuoteSource,
    ShippingMethod,
    ShippingQuote,
)


@dataclass(frozen=True, slots=True)
class FlatRates:
    clock: Clock

    async def __call__(
        self, items: tuple[QuotedItem, ...], country: str, currency: str
    ) -> QuotedShipping:
        rates = ((ShippingMethod.STANDARD, 795), (ShippingMethod.EXPRESS, 1_995))
        return QuotedShipping(
            quotes=tuple(
                ShippingQuote(
                    method=method,
                    cost=Money(minor, currency),
                    estimated_days_min=2,
                    estimated_days_max=5,
                )
                for method, minor in rates
            ),
            source=QuoteSource.LIVE,
            quoted_at=self.clock.now(),
            currency=currency,
            country=country,
        )


class AssetLinks:
    def public_url(self, key: str, expires_at: datetime) -> str:
        return f"https://assets.example/{key}?expires={int(expires_at.timestamp())}"


class UnsignedEvents:
    """Bodies are our own words already."""

    def read(self, body: bytes, signature: str, at: datetime) -> PaymentEvent:
        told = json.loads(body)
        return PaymentEvent(
            id=told["id"],
            type=told["type"],
            object_id=told["object_id"],
            livemode=False,
            body=body,
            details=told["details"],
        )


class PlainLetters:
    def render(self, mail: Mail, link: str | None = None) -> Letter:
        return Letter(
            message_id=mail.message_id,
            template=mail.template,
            recipient=mail.recipient,
            subject=f"Order {mail.data['number']}",
            text=mail.template.value,
            html=f"<p>{mail.template.value}</p>",
        )
