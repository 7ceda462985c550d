"""A user of another issuer, as one of its tokens describes them."""

from dataclasses import dataclass

from domain.identity.caller import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalUser:
    """`email` is canonical, and empty when the issuer tells none or does not vouch for it."""

    caller: Caller
    email: str = ""
    user_name: str = ""
