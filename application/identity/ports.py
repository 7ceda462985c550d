"""What identity needs: something that turns an owner into a token and back."""

from datetime import datetime
from typing import Protocol

from domain.identity.owner import GuestPass, Owner


class GuestTokens(Protocol):
    """Signs and reads guest tokens without asking the database, so that reading is free."""

    def issue(self, owner: Owner, at: datetime) -> GuestPass: ...

    def read(self, token: str, at: datetime) -> Owner:
        """Raises TokenInvalid or TokenExpired."""
        ...
