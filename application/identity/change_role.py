"""Give an account another role."""

from dataclasses import dataclass, replace
from uuid import UUID

from application.identity.login_ports import BeginRoleWork
from application.shared.ports import Clock
from domain.identity.account import Account
from domain.identity.caller import Role
from domain.identity.email import canonical_email
from domain.identity.refusals import AccountNotFound, LastAdmin, RoleInvalid

ROLE_CHANGED = "role_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRole:
    """Ends the account's log-ins, as each of their tokens speaks of the old role."""

    begin: BeginRoleWork
    clock: Clock

    async def by_email(self, email: str, role: Role) -> Account:
        """Raises EmailInvalid, and what a call by id raises."""
        async with self.begin(reading=True) as work:
            account = await work.accounts.find_by_email(canonical_email(email))
        if account is None:
            raise AccountNotFound
        return await self(account.id, role)

    async def __call__(self, account_id: UUID, role: Role) -> Account:
        """An address that was not confirmed may be somebody else's, so it is nobody to promote.

        Raises AccountNotFound, LastAdmin or RoleInvalid.
        """
        if role is Role.GUEST:
            raise RoleInvalid("Nobody with an account is a guest.", field="role")
        async with self.begin() as work:
            admins = await work.admins.lock_all()
            if role is not Role.ADMIN and admins == {account_id}:
                raise LastAdmin
            account = await work.accounts.lock(account_id)
            if role is not Role.CUSTOMER and not account.is_confirmed:
                raise AccountNotFound
            if account.role is role:
                return account
            account = replace(account, role=role)
            await work.accounts.save(account)
            await work.logins.end_all(account_id, self.clock.now(), ROLE_CHANGED)
            await work.commit()
        return account
