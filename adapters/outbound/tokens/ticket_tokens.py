"""Tokens of mailed tickets, derived from a secret that the database does not know."""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from domain.identity.email_ticket import TicketPurpose
from domain.identity.refusals import TicketInvalid

ID_BYTES = 16
MAC_BYTES = 32
# 48 bytes fill base64 without padding, so each token has exactly one spelling.
TOKEN_LENGTH = 64


class DerivedTicketTokens:
    """base64url of the ticket's id and an HMAC-SHA-256 over its purpose and id."""

    def __init__(self, secret: str) -> None:
        # A key of its own: what is signed here means nothing where the secret is used otherwise.
        self._key = hmac.digest(secret.encode(), b"passepartout mailed tickets", hashlib.sha256)

    def token_of(self, ticket_id: UUID, purpose: TicketPurpose) -> str:
        return base64.urlsafe_b64encode(ticket_id.bytes + self._mac(ticket_id, purpose)).decode()

    def hash_of(self, token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    def read(self, token: str) -> UUID:
        if len(token) != TOKEN_LENGTH or not token.isascii():
            raise TicketInvalid
        try:
            content = base64.b64decode(token, altchars=b"-_", validate=True)
        except binascii.Error as error:
            raise TicketInvalid from error
        if len(content) != ID_BYTES + MAC_BYTES:
            raise TicketInvalid
        ticket_id, mac = UUID(bytes=content[:ID_BYTES]), content[ID_BYTES:]
        if not any(hmac.compare_digest(mac, self._mac(ticket_id, each)) for each in TicketPurpose):
            raise TicketInvalid
        return ticket_id

    def _mac(self, ticket_id: UUID, purpose: TicketPurpose) -> bytes:
        return hmac.digest(self._key, purpose.value.encode() + b"\0" + ticket_id.bytes, "sha256")
