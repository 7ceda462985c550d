"""What an issuer's claims say about a user, in the words of this shop."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from domain.identity.caller import Caller, Role
from domain.identity.email import canonical_email
from domain.identity.external_user import ExternalUser
from domain.identity.owner import Owner
from domain.identity.refusals import EmailInvalid, TokenInvalid, UserNameInvalid
from domain.identity.user_name import checked_user_name

SUBJECT_LENGTH_MAX = 255
# Far beyond any date, and well within what a float can hold.
MOMENT_MAX = 10**12
# Whoever else an issuer calls something is a customer here.
HONOURED = (Role.ADMIN, Role.STAFF)
NAMES = ("name", "preferred_username", "nickname")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimNames:
    """Where to look; each may be a dotted path into nested objects, and none may be empty."""

    role: str
    email: str
    anonymous: str


def user_of(claims: Mapping[str, Any], issuer: str, names: ClaimNames) -> ExternalUser:
    """Raises TokenInvalid when there is no subject that could be somebody."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 1 <= len(subject) <= SUBJECT_LENGTH_MAX:
        raise TokenInvalid
    # JSON can write half a character, of which no id can be made.
    if not subject.isprintable():
        raise TokenInvalid
    return ExternalUser(
        # Never the subject itself: an issuer that lets people choose theirs could name a guest.
        caller=Caller(
            owner=Owner(uuid5(NAMESPACE_URL, f"{issuer} {subject}")),
            role=_role(claims, names),
        ),
        email=_email(claims, names),
        user_name=_user_name(claims),
    )


def moment(claims: Mapping[str, Any], name: str) -> float | None:
    """A NumericDate of RFC 7519, section 2. Raises TokenInvalid for anything else."""
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TokenInvalid
    if not -MOMENT_MAX <= value <= MOMENT_MAX:
        raise TokenInvalid
    return value


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """Names of claims may be addresses, which have dots of their own: the whole path goes first."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for step in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(step)
    return found


def _role(claims: Mapping[str, Any], names: ClaimNames) -> Role:
    if _at(claims, names.anonymous) is True:
        return Role.GUEST
    told = _at(claims, names.role)
    listed = told if isinstance(told, list) else [told]
    return next((role for role in HONOURED if role.value in listed), Role.CUSTOMER)


def _email(claims: Mapping[str, Any], names: ClaimNames) -> str:
    told = _at(claims, names.email)
    # Some issuers write the text "false": all but true leaves open whose mailbox it is.
    if not isinstance(told, str) or claims.get("email_verified", True) not in (True, "true"):
        return ""
    try:
        email = canonical_email(told)
    except EmailInvalid:
        return ""
    # Addresses that never exist are given out by this shop, to profiles without one.
    return "" if email.endswith(".invalid") else email


def _user_name(claims: Mapping[str, Any]) -> str:
    for name in NAMES:
        told = claims.get(name)
        if isinstance(told, str):
            try:
                return checked_user_name(told)
            except UserNameInvalid:
                continue
    return ""
