"""Change what somebody is called, and how and for what they may be reached."""

from dataclasses import dataclass, replace
from uuid import UUID

from application.identity.ports import BeginIdentityWork
from domain.identity.account import Account
from domain.identity.user_name import checked_phone, checked_user_name


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChange:
    """None leaves a thing as it is; an empty telephone number takes it out."""

    account_id: UUID
    user_name: str | None = None
    phone: str | None = None
    accepts_marketing: bool | None = None

    def of(self, account: Account) -> Account:
        """Raises UserNameInvalid or PhoneInvalid."""
        if self.user_name is not None:
            account = replace(account, user_name=checked_user_name(self.user_name))
        if self.phone is not None:
            account = replace(account, phone=checked_phone(self.phone))
        if self.accepts_marketing is not None:
            account = replace(account, accepts_marketing=self.accepts_marketing)
        return account


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProfile:
    begin: BeginIdentityWork

    async def __call__(self, change: ProfileChange) -> Account:
        """Raises UserNameInvalid, PhoneInvalid or AccountNotFound."""
        async with self.begin() as work:
            account = change.of(await work.accounts.lock(change.account_id))
            await work.accounts.save(account)
            await work.commit()
        return account
