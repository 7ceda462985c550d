"""Check an address on its own, while the buyer still types."""

from typing import Self

from litestar import Controller, post
from litestar.params import JSONBody

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer
from adapters.inbound.http.checkout import AddressBody
from adapters.inbound.http.provided import Provided
from application.shipping.validate_address import ValidateAddress
from domain.identity.owner import Owner
from domain.resilience.rate_class import RateClass
from domain.shipping.address import Address


class AddressAnswer(Answer):
    """In the normal form of its country."""

    name: str
    line1: str
    line2: str | None
    town_or_city: str
    state_or_county: str | None
    postal_or_zip_code: str
    country_code: str
    phone: str | None

    @classmethod
    def of(cls, address: Address) -> Self:
        return cls(
            name=address.name,
            line1=address.line1,
            line2=address.line2,
            town_or_city=address.town_or_city,
            state_or_county=address.state_or_county,
            postal_or_zip_code=address.postal_or_zip_code,
            country_code=address.country_code,
            phone=address.phone,
        )


class AddressController(Controller):
    path = "/api/addresses"
    tags = ["shipping"]
    opt = open_to(Access.BUYER, RateClass.BROWSE)

    @post("/validate", summary="Check an address", status_code=200)
    async def validate(
        self,
        owner: Provided[Owner],
        data: JSONBody[AddressBody],
        validate_address: Provided[ValidateAddress],
    ) -> AddressAnswer:
        """422 `address_invalid` names each field at fault."""
        return AddressAnswer.of(await validate_address(data.to_domain()))
