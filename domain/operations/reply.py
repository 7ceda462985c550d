"""A client's Idempotency-Key and what it stands for."""

from dataclasses import dataclass
from uuid import UUID

from domain.shared.refusals import Conflict, Invalid


class RequestInFlight(Conflict):
    """The first request with this key has not been answered yet; ask again shortly."""

    code = "idempotency_key_in_use"


class KeyReused(Invalid):
    """The key was used with another body; a new request needs a new key."""

    code = "idempotency_key_reused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`fingerprint` is a hash over route and body; keys of two owners never meet."""

    owner_id: UUID
    key: str
    fingerprint: str
