"""Find the carts of somebody whom staff know by id or by e-mail address."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from application.carts.record_ports import BeginStaffCartWork, CartSummary
from domain.carts.refusals import CartSearchInvalid
from domain.identity.email import canonical_email


@dataclass(frozen=True, slots=True, kw_only=True)
class FindCarts:
    begin: BeginStaffCartWork

    async def __call__(self, owner_id: UUID | None, email: str | None) -> Sequence[CartSummary]:
        """The active one first. Raises CartSearchInvalid, EmailInvalid."""
        if (owner_id is None) == (email is None):
            raise CartSearchInvalid("Name the owner by `ownerId` or by `email`.", field="ownerId")
        async with self.begin(reading=True) as work:
            if email is not None:
                account = await work.accounts.find_by_email(canonical_email(email))
                owner_id = None if account is None else account.id
            return [] if owner_id is None else await work.cart_register.of_owner(owner_id)
