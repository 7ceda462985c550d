"""What somebody holds who is logged in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.identity.caller import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPass:
    """A bearer token that proves the log-in for some minutes."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshPass:
    """A secret that gets the next access token, once."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedIn:
    caller: Caller
    session_id: UUID
    access: AccessPass
    refresh: RefreshPass
