"""An account: a person with an e-mail address, whose id owns carts, pictures and orders."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from domain.identity.caller import Role
from domain.identity.email import erased_email
from domain.shared.erased import ERASED


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`email` is canonical (lower case) and unique; no `password_hash`: it cannot log in here."""

    id: UUID
    email: str
    user_name: str
    created_at: datetime
    role: Role = Role.CUSTOMER
    password_hash: str | None = None
    phone: str | None = None
    accepts_marketing: bool = False
    confirmed_at: datetime | None = None
    erased_at: datetime | None = None

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    def confirm(self, at: datetime) -> Self:
        return replace(self, confirmed_at=self.confirmed_at or at)

    def confirm_as(self, user_name: str, password_hash: str | None, at: datetime) -> Self:
        """With the credentials of the sign-up that the mailbox's owner confirmed."""
        return replace(self.confirm(at), user_name=user_name, password_hash=password_hash)

    def recover(self, password_hash: str, at: datetime) -> Self:
        """By whoever reads its mail. A name from before that was confirmed may be a stranger's."""
        user_name = self.user_name if self.is_confirmed else ""
        return self.confirm_as(user_name, password_hash, at)

    def choose_password(self, password_hash: str) -> Self:
        return replace(self, password_hash=password_hash)

    def move_to(self, email: str) -> Self:
        return replace(self, email=email)

    def erase(self, at: datetime) -> Self:
        """Its id stays, because orders name it; its address is free for somebody else."""
        return replace(
            self,
            email=erased_email(self.id),
            user_name=ERASED,
            password_hash=None,
            phone=None,
            accepts_marketing=False,
            erased_at=self.erased_at or at,
        )
