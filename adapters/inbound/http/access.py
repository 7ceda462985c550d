"""What every route must declare: who may use it, and which limit of requests it falls under."""

from enum import StrEnum
from typing import Any

from domain.resilience.rate_class import RateClass

ACCESS = "access"
RATE = "rate"


class Access(StrEnum):
    """`BUYER` is a guest or a user; `CUSTOMER` has an account; the rest are roles."""

    PUBLIC = "public"
    BUYER = "buyer"
    CUSTOMER = "customer"
    STAFF = "staff"
    ADMIN = "admin"


def open_to(access: Access, rate: RateClass) -> dict[str, Any]:
    """For `opt=` of a route, controller or router; a route without it is closed to everybody."""
    return {ACCESS: access, RATE: rate}
