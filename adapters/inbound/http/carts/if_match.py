"""If-Match: a change is made only to the cart that the client saw, by its ETag."""

import re
from typing import Annotated, TypedDict
from uuid import UUID

from litestar import Response
from litestar.params import HeaderParameter

from adapters.inbound.http.carts.answers import CartAnswer, etag
from adapters.inbound.http.credentials import AnyRequest
from adapters.inbound.http.errors import refused
from adapters.inbound.http.problem import Problem
from domain.carts.priced_cart import CartVersionDiffers
from domain.shared.refusals import Invalid

IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", required=False, description="The ETag of the cart you saw."),
]


class EtagInvalid(Invalid):
    """If-Match is not an ETag of a cart."""

    code = "etag_invalid"


class Seen(TypedDict):
    """As a CartChange takes it: None for any."""

    if_version: int | None
    if_cart: UUID | None


def seen(if_match: str | None) -> Seen:
    """The cart that the client saw; a version alone will do. Raises EtagInvalid."""
    if if_match is None or if_match == "*":
        return Seen(if_version=None, if_cart=None)
    found = re.fullmatch(r'(?:W/)?"?([0-9]{1,9})(?:-([0-9a-f]{32}))?"?', if_match.strip())
    if found is None:
        raise EtagInvalid(field="If-Match")
    version, cart = found.groups()
    return Seen(if_version=int(version), if_cart=None if cart is None else UUID(cart))


def stale(request: AnyRequest, error: CartVersionDiffers) -> Response[Problem]:
    """With the cart as it is, so that an optimistic front end need not ask again."""
    if error.current is None:
        return refused(request, error)
    error.facts = {"version": error.current.version, "cart": CartAnswer.of(error.current)}
    answer = refused(request, error)
    answer.headers["ETag"] = etag(error.current)
    return answer
