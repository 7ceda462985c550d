"""A checkout takes what a buyer may choose, and refuses whatever else is sent along."""

import msgspec
import pytest

from adapters.inbound.http.checkout import CreateSessionBody

ADDRESS = {"name": "Ada", "line1": "1 Street", "townOrCity": "London", "countryCode": "GB"}
WISH = {"email": "ada@buyer.example", "address": ADDRESS, "shippingMethod": "Standard"}


def test_what_a_buyer_chooses_is_taken() -> None:
    assert msgspec.convert(WISH, CreateSessionBody).shipping_method == "Standard"


@pytest.mark.parametrize("extra", [{"total": 1}, {"unitPrice": 1}, {"currency": "JPY"}])
def test_a_body_that_brings_a_price_is_refused(extra: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(WISH | extra, CreateSessionBody)
