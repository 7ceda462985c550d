"""Give a user of another issuer a profile here, from the first moment they are seen."""

from dataclasses import dataclass, replace

from application.identity.login_ports import WelcomeWork
from application.shared.begin import Begin
from application.shared.ports import Clock
from domain.identity.account import Account
from domain.identity.external_user import ExternalUser
from domain.identity.refusals import AccountNotFound
from domain.shared.refusals import Conflict

# Reserved by RFC 2606, so that no mail can ever be delivered there.
NO_ADDRESS = "no-address.invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeExternal:
    begin: Begin[WelcomeWork]
    clock: Clock

    async def __call__(self, user: ExternalUser) -> None:
        """Does nothing for somebody who has a profile."""
        try:
            await self._welcome(user)
        except Conflict:
            # Another process saw them at the same moment, and has written the same.
            return

    async def _welcome(self, user: ExternalUser) -> None:
        account_id = user.caller.owner.id
        async with self.begin() as work:
            try:
                await work.accounts.get(account_id)
                return
            except AccountNotFound:
                account = self._profile_of(user)
            # An address belongs to one account, and whoever has it keeps it.
            if not await work.accounts.add(account):
                await work.accounts.add(replace(account, email=f"{account_id}@{NO_ADDRESS}"))
            await work.commit()

    def _profile_of(self, user: ExternalUser) -> Account:
        """Without a password, and a customer: what more they may do, each of their tokens tells."""
        account_id, now = user.caller.owner.id, self.clock.now()
        return Account(
            id=account_id,
            email=user.email or f"{account_id}@{NO_ADDRESS}",
            user_name=user.user_name,
            created_at=now,
            confirmed_at=now,
        )
