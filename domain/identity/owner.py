"""Whose cart, pictures and orders these are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Owner:
    """A guest known by a token only; `id` owns carts, pictures and orders."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestPass:
    """The credential a guest is handed: an opaque bearer token and the moment it ends."""

    owner: Owner
    token: str
    expires_at: datetime
