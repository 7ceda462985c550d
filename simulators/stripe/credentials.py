"""Who calls, and in which version of the API."""

import base64
import binascii
import hmac

from simulators.stripe.refusals import ApiRefusal
from simulators.stripe.settings import API_VERSION


def check_credentials(authorization: str | None, api_key: str) -> None:
    """Bearer, or Basic with the key as user name; anything else is a 401."""
    scheme, _, value = (authorization or "").partition(" ")
    given = value.strip() if scheme.lower() == "bearer" else _basic_user(scheme, value)
    if not given:
        raise _unauthorized(
            "You did not provide an API key. You need to provide your API key in the "
            "Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_KEY')."
        )
    if not hmac.compare_digest(given.encode(), api_key.encode()):
        raise _unauthorized(f"Invalid API Key provided: {given[:8]}****{given[-4:]}")


def check_version(version: str | None) -> str:
    """The simulator speaks one version; asking for another is refused, not ignored."""
    if version not in {None, API_VERSION}:
        raise ApiRefusal(
            f"Invalid Stripe API version: {version}. This account can only use {API_VERSION}.",
        )
    return API_VERSION


def _basic_user(scheme: str, value: str) -> str:
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _unauthorized(message: str) -> ApiRefusal:
    return ApiRefusal(message, status=401)
