"""What a token says of itself before anything is proven; it may only choose among what is allowed.

All tokens that one key signs begin with the same text, so reading it is mostly remembering it.
"""

import base64
from functools import lru_cache

import msgspec

from domain.identity.refusals import TokenInvalid

KEPT_MAX = 256


class TokenHeader(msgspec.Struct, frozen=True):
    """The members of RFC 7515, section 4.1 that are looked at; `crit` is what it must be refused
    for (section 4.1.11), as no extension is understood."""

    alg: str
    kid: str | None = None
    crit: object = None


def read_header(token: str) -> TokenHeader:
    """Raises TokenInvalid."""
    header = _read(token.partition(".")[0])
    if header.crit is not None:
        raise TokenInvalid
    return header


@lru_cache(KEPT_MAX)
def _read(segment: str) -> TokenHeader:
    try:
        content = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
        return msgspec.json.decode(content, type=TokenHeader)
    except (ValueError, RecursionError) as error:
        raise TokenInvalid from error
