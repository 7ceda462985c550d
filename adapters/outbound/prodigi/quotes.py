"""Shipping quotes from the lab. Source: Prodigi Print API v4, "Quotes"."""

import json
from typing import Any

from adapters.outbound.prodigi.calls import LabCalls
from adapters.outbound.prodigi.errors import PROVIDER
from application.shared.outcomes import Rejected, Unavailable
from domain.shared.money import Money
from domain.shipping.delivery_days import delivery_days
from domain.shipping.quote import (
    DestinationNotServed,
    QuotedItem,
    ShippingMethod,
    ShippingQuote,
)
from domain.shipping.zone import zone_of

OUTCOMES = frozenset({"created", "createdwithissues"})
NOT_SERVED = frozenset({"notavailable"})


class ProdigiShippingRates:
    def __init__(self, client: LabCalls, timeout_s: float) -> None:
        self._client = client
        self._timeout_s = timeout_s

    async def quote(
        self, items: tuple[QuotedItem, ...], country: str, currency: str
    ) -> tuple[ShippingQuote, ...]:
        body = json.dumps(
            {
                "destinationCountryCode": country,
                "currencyCode": currency,
                "items": [_item(item) for item in items],
            }
        ).encode()
        try:
            answer = await self._client.post(
                "/quotes", content=body, may_have_effect=False, timeout_s=self._timeout_s
            )
        except Rejected as refusal:
            if "destinationCountryCode" in refusal.detail:
                raise _not_served(country) from refusal
            raise
        outcome = str(answer.get("outcome", "")).lower()
        if outcome in NOT_SERVED:
            raise _not_served(country)
        if outcome not in OUTCOMES:
            raise Unavailable(PROVIDER, f"quote outcome {outcome!r}")
        return _quotes(answer, country, currency)


def _not_served(country: str) -> DestinationNotServed:
    return DestinationNotServed(f"These things are not sent to {country}.", field="countryCode")


def _item(item: QuotedItem) -> dict[str, Any]:
    return {
        "sku": item.sku,
        "copies": item.copies,
        "attributes": item.attributes.as_dict,
        "assets": [{"printArea": "default"}],
    }


def _quotes(answer: dict[str, Any], country: str, currency: str) -> tuple[ShippingQuote, ...]:
    try:
        found = [
            quote
            for each in answer["quotes"]
            if (quote := _quote(each, country, currency)) is not None
        ]
    except (AttributeError, KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise Unavailable(PROVIDER, "a quote that cannot be read") from error
    if not found:
        raise _not_served(country)
    return tuple(sorted(found, key=lambda quote: quote.cost.amount))


def _quote(each: dict[str, Any], country: str, currency: str) -> ShippingQuote | None:
    """None for a method that is newer than this adapter."""
    named = str(each["shipmentMethod"]).lower()
    method = next((method for method in ShippingMethod if method.value.lower() == named), None)
    if method is None:
        return None
    shipping = each["costSummary"]["shipping"]
    if shipping["currency"] != currency:
        raise ValueError("The lab answered in another currency.")
    cost = Money.from_major(shipping["amount"], currency)
    if cost.amount <= 0:
        # The lab never ships for nothing, so a zero is a mistake that the shop would pay for.
        raise ValueError("The lab answered that shipping is free.")
    shipments = each.get("shipments") or []
    carrier = (shipments[0].get("carrier") or {}).get("name") if shipments else None
    fewest, most = delivery_days(method, zone_of(country))
    return ShippingQuote(
        method=method,
        cost=cost,
        estimated_days_min=fewest,
        estimated_days_max=most,
        carrier=carrier,
    )
